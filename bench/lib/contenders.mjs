import path from 'node:path';
import { BENCH } from './paths.mjs';
import { EXACT, peerContenders, polarsNumpy } from './peerContenders.mjs';

/** @typedef {import('./works.mjs').Work} Work */

/**
 * A program that does a work.
 *
 * @typedef {object} Contender
 * @property {string} id
 * @property {string} label
 * @property {(work: Work) => string[] | null} command null where it does not do this work
 * @property {Record<string, string>} [env]
 * @property {number} [tolerance] largest distance of its answers from Ridgeline's; none where it only reads
 * @property {string[]} [answerWords] added to the command where its answers are compared
 * @property {boolean} [unpenalized] trains λ = 0, and is compared with that
 * @property {boolean} [levelsUpToConstant]
 * @property {boolean} [warm] measured inside its process, after a first round that does not count
 * @property {string} [note]
 * @property {string | null} [missing] why it cannot run here, on works that it would do
 */

/** Rounds of a warm process: the first warms it up, the median of the others counts. */
const WARM_ROUNDS = 5;

/**
 * @param {{ cli: string, inProcess: string }} built
 * @returns {Contender[]} Ridgeline first, what it is compared with after it
 */
export function contenders({ cli, inProcess }) {
  return [
    {
      id: 'ridgeline',
      label: 'Ridgeline',
      tolerance: EXACT,
      command: (work) => terminal(cli, work),
    },
    ownFit(cli),
    ...peerContenders(),
    limit('limit', 'read, touch every byte (Node)', 1),
    limit('limit-2', 'read, touch every byte (Node, 2 threads)', 2),
    warm(polarsNumpy('polars + numpy, warm')),
    {
      id: 'ridgeline-warm',
      label: 'Ridgeline, warm',
      warm: true,
      tolerance: EXACT,
      command: ({ id, file, target }) =>
        id === 'a'
          ? [process.execPath, inProcess, file, '--target', target, '--repeat', String(WARM_ROUNDS)]
          : null,
    },
  ];
}

/**
 * What many λ are held to: one fit of the same file, round by round right after them.
 *
 * @param {string} cli
 * @returns {Contender}
 */
function ownFit(cli) {
  return {
    id: 'own-fit',
    label: 'Ridgeline, its first λ alone',
    command: (work) => {
      const [first = 1] = work.lambdas;
      return work.id === 'd' || work.cv ? terminal(cli, { ...work, lambdas: [first], cv: null }) : null;
    },
  };
}

/**
 * One λ is a training; many are a path, with the loss on held-out rows of each where there are folds.
 *
 * @param {string} cli
 * @param {Work} work
 */
function terminal(cli, { file, target, model, lambdas, cv }) {
  const many = lambdas.length > 1;
  const folds = cv ? ['--folds', String(cv.folds), '--lambda-scale', 'per-sample'] : ['--no-folds'];
  const values = cv ? lambdas.map((lambda) => lambda / cv.rows) : lambdas;
  return [
    process.execPath,
    cli,
    ...(many ? ['path', ...folds] : ['train']),
    file,
    '--target',
    target,
    many ? '--lambdas' : '--lambda',
    values.join(','),
    ...MODEL_WORDS[model],
    '--json',
    '--quiet',
  ];
}

/** What the terminal is told of a model: of two texts it knows itself that they are classes. */
const MODEL_WORDS = {
  ridge: [],
  logistic: [],
  softmax: ['--model', 'softmax'],
  lasso: ['--l1-ratio', '1'],
};

/**
 * @param {string} id
 * @param {string} label
 * @param {number} threads
 * @returns {Contender}
 */
function limit(id, label, threads) {
  const script = path.join(BENCH, 'limit.mjs');
  return {
    id,
    label,
    note: 'trains nothing',
    command: (work) =>
      work.id === 'a' ? [process.execPath, script, work.file, '--threads', String(threads)] : null,
  };
}

/**
 * @param {Contender} contender
 * @returns {Contender}
 */
function warm({ command, ...rest }) {
  return {
    ...rest,
    id: `${rest.id}-warm`,
    warm: true,
    command: (work) => {
      const words = work.id === 'a' ? command(work) : null;
      return words && [...words, '--repeat', String(WARM_ROUNDS)];
    },
  };
}
