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
  'kernel counted. Peers use all cores, and no variable that would hold back their threads or BLAS.',
  'PapaParse and ml-regression-multivariate-linear take part where least squares without a penalty has one',
  'answer; a program that takes over 20 s takes part in two rounds. Classifiers (g, i) go on to a gradient norm',
  "of 1e-8; scikit-learn's L-BFGS ends a little above it, where its loss stands still, and is compared to 1e-3.",
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
