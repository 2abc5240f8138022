import os from 'node:os';
import { run } from '../../scripts/lib/run.mjs';

/** How the figures are made, for whoever reads them. */
export const EXPLANATION = [
  'Every program answers first, and its answers are compared with those of Ridgeline: the norm of the',
  'difference of the weights per standard deviation, over the norm of the weights, must be at most 1e-6.',
  '(glmnet, its λ converted, is compared with its threshold at 1e-12, to 1e-3, the levels of a text column',
  'up to a constant; it is timed at its default of 1e-7, which stops after two or three digits.) Then all programs run',
  'in turn, round by round. Times are medians of whole processes, from spawn to end, with the file in the',
  "system's cache; *warm* ones are taken inside a process, the median of the rounds after its first. Ratios",
  'are taken round by round, and their median is shown. Peak memory is the largest resident set that the',
  "kernel counted, the largest process's where there are several. Peers use all cores, and no variable that would hold",
  'back their threads or BLAS. PapaParse and ml-regression-multivariate-linear take part where least squares without a',
  'penalty has one answer; a program that takes over 20 s takes part in two rounds, over 60 s in one. Classifiers',
  "(g, i) go on to a gradient norm of 1e-8; scikit-learn's L-BFGS ends a little above it, where its loss stands still,",
  'and is compared to 1e-3.',
  '',
  'Where λ is chosen (j, k), all have the same folds and the same λ per row in each of them, and give the mean loss on',
  'held-out rows at each λ and its standard error, the λ with the least loss, and the weights at every λ. Mean losses must',
  "agree to 1e-3, their errors to 5e-2: cv.glmnet divides the λ of a ridge by the deviation of each fold's own target,",
  'which moves single folds, and hardly their mean. A flat curve may have its least loss at another λ: what that one',
  'loses, on the curve of Ridgeline, must be below 1e-6. `ridgeline path --folds 10` is timed, and right after it `ridgeline train` with one λ.',
  'cv.glmnet runs with and without processes for its folds (doParallel). scikit-learn stands there for orientation:',
  'RidgeCV leaves one row out by a formula instead of ten folds, LassoCV scales its columns before the folds; both give',
  'the weights at the chosen λ alone. polars + numpy is what a skilled user would write for a ridge.',
].join('\n');

/**
 * Where and when the figures are made, as a Markdown list. Ask before they are.
 *
 * @returns {Promise<string>}
 */
export async function circumstances() {
  const cores = os.cpus();
  const described = await run('git', ['describe', '--always', '--dirty'], { capture: true }).catch(
    () => null,
  );
  const words = process.argv.slice(2).join(' ');
  return [
    `- ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, Ridgeline ${described?.output.trim() || 'of no commit'}`,
    `- \`npm run bench${words ? ` -- ${words}` : ''}\``,
    `- ${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${os.type()} ${os.release().split('-')[0]}, load ${os.loadavg()[0]?.toFixed(1)} at the start`,
  ].join('\n');
}

/** @param {readonly import('./race.mjs').Entry[]} entries */
export function versionsLine(entries) {
  const versions = Object.assign({ Node: process.versions.node }, ...entries.map((entry) => entry.versions));
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/**
 * What ran, for whoever takes the table for all of it.
 *
 * @param {object} done
 * @param {readonly string[]} done.ran
 * @param {readonly string[]} done.all
 * @param {number} done.runs
 * @param {number} done.scale
 * @param {boolean} done.big
 */
export function whatRan({ ran, all, runs, scale, big }) {
  const left = all.filter((id) => !ran.includes(id));
  const works = left.length > 0 ? `Only the works ${ran.join(', ')} were run` : 'All works were run';
  const missing = [
    ...(left.length > 0 ? [`not ${left.join(', ')}`] : []),
    ...(big ? [] : ['not the file of 2 GB (`--big`)']),
  ];
  return [
    `${works}, ${runs === 1 ? 'once' : `${runs} times`} each${missing.length > 0 ? ` (${missing.join('; ')})` : ''}.`,
    ...(scale === 1 ? [] : [`**The rows are ${scale} of the full size: the targets do not apply.**`]),
  ].join(' ');
}
