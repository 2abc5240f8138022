import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BENCH, PEERS_FILE } from './paths.mjs';

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

/** Exact solvers agree to this. */
const EXACT = 1e-6;
/** Coordinate descent agrees to this, when it is told to go on. */
const DESCENT = 1e-3;
/** Rounds of a warm process: the first warms it up, the median of the others counts. */
const WARM_ROUNDS = 5;
/** Node's own limit is too small for a million rows of arrays. */
const NODE_HEAP_MB = Math.round(((os.totalmem() / 2 ** 20) * 2) / 3);

/**
 * @param {{ cli: string, inProcess: string }} built
 * @returns {Contender[]} Ridgeline first, what it is compared with after it
 */
export function contenders({ cli, inProcess }) {
  const node = process.execPath;
  return [
    {
      id: 'ridgeline',
      label: 'Ridgeline',
      tolerance: EXACT,
      command: (work) => terminal(cli, work),
    },
    {
      id: 'own-a',
      label: 'Ridgeline, its first λ alone',
      command: (work) => {
        const [first = 1] = work.lambdas;
        return work.id === 'd' ? terminal(cli, { ...work, lambdas: [first] }) : null;
      },
    },
    python('pandas-scikit', 'pandas + scikit-learn', 'pandas_scikit.py'),
    python('polars-scikit', 'polars + scikit-learn', 'polars_scikit.py'),
    python('polars-numpy', 'polars + numpy Gram, Cholesky', 'polars_numpy.py'),
    scikitClassifier('lbfgs', DESCENT),
    scikitClassifier('newton-cholesky', EXACT),
    glmnet(),
    duckdb(),
    papaparse(),
    {
      id: 'limit',
      label: 'read, touch every byte (Node)',
      note: 'trains nothing',
      command: ({ id, file }) => (id === 'a' ? [node, path.join(BENCH, 'limit.mjs'), file] : null),
    },
    {
      ...warm(python('polars-numpy', 'polars + numpy, warm', 'polars_numpy.py')),
      tolerance: EXACT,
    },
    {
      id: 'ridgeline-warm',
      label: 'Ridgeline, warm',
      warm: true,
      tolerance: EXACT,
      command: ({ id, file, target }) =>
        id === 'a' ? [node, inProcess, file, '--target', target, '--repeat', String(WARM_ROUNDS)] : null,
    },
  ];
}

/**
 * @param {string} cli
 * @param {Work} work
 */
function terminal(cli, { file, target, model, lambdas }) {
  const path = lambdas.length > 1 || model === 'lasso';
  const words = [path ? '--lambdas' : '--lambda', lambdas.join(','), ...MODEL_WORDS[model]];
  return [
    process.execPath,
    cli,
    ...(path ? ['path', '--no-folds'] : ['train']),
    file,
    '--target',
    target,
    ...words,
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
 * @param {string} script
 * @returns {Contender}
 */
function python(id, label, script) {
  const { python: interpreter } = installed();
  return {
    id,
    label,
    missing: interpreter ? null : 'not installed',
    tolerance: EXACT,
    command: (work) =>
      work.model === 'ridge'
        ? [interpreter ?? '', path.join(BENCH, 'peers', script), ...peerWords(work)]
        : null,
  };
}

/**
 * Tolerances at which its gradient comes to a norm of 1e-8, or as near as it can.
 *
 * @param {'lbfgs' | 'newton-cholesky'} solver
 * @param {number} tolerance of its answers
 * @returns {Contender}
 */
function scikitClassifier(solver, tolerance) {
  const { python: interpreter } = installed();
  const script = path.join(BENCH, 'peers/pandas_logistic.py');
  return {
    id: `pandas-${solver}`,
    label: `pandas + scikit-learn, ${solver}`,
    missing: interpreter ? null : 'not installed',
    tolerance,
    command: (work) => {
      // Newton's equations of 640 weights take it longer than all steps of L-BFGS, and over five minutes.
      if (work.model !== 'logistic' && (work.model !== 'softmax' || solver !== 'lbfgs')) return null;
      return [interpreter ?? '', script, ...peerWords(work), '--solver', solver, '--tolerance', '1e-8'];
    },
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

/** @returns {Contender} */
function duckdb() {
  const { tolerance: _, ...reader } = python('duckdb', "DuckDB's reader", 'duckdb_read.py');
  return {
    ...reader,
    note: 'reads only',
    command: (work) => (work.id === 'd' ? null : reader.command(work)),
  };
}

/** @returns {Contender} */
function glmnet() {
  const { rscript } = installed();
  const script = path.join(BENCH, 'peers/fread_glmnet.R');
  return {
    id: 'fread-glmnet',
    label: 'R fread + glmnet',
    missing: rscript ? null : 'not installed',
    tolerance: DESCENT,
    answerWords: ['--tight'],
    levelsUpToConstant: true,
    command: (work) => {
      if (work.model !== 'ridge' && work.model !== 'lasso') return null;
      const lasso = work.model === 'lasso' ? ['--lasso'] : [];
      return [rscript ?? '', script, ...peerWords(work), ...lasso, '--threads', String(os.cpus().length)];
    },
  };
}

/** @returns {Contender} */
function papaparse() {
  const { node: folder } = installed();
  const script = path.join(BENCH, 'peers/papaparse_mlr.mjs');
  const words = [process.execPath, `--max-old-space-size=${NODE_HEAP_MB}`, script];
  return {
    id: 'papaparse-mlr',
    label: 'PapaParse + ml-regression-multivariate-linear',
    missing: folder ? null : 'not installed',
    env: { PEERS_NODE: folder ?? '' },
    tolerance: EXACT,
    unpenalized: true,
    note: 'λ = 0',
    command: ({ file, target, model, lambdas, mixed }) =>
      mixed || model !== 'ridge' || lambdas.length > 1 ? null : [...words, file, '--target', target],
  };
}

/** @param {Work} work */
function peerWords({ file, target, lambdas, mixed }) {
  return [file, '--target', target, '--alphas', lambdas.join(','), ...(mixed ? ['--mixed'] : [])];
}

/** @returns {{ python: string | null, node: string | null, rscript: string | null }} what bench:peers installed */
function installed() {
  if (!existsSync(PEERS_FILE)) return { python: null, node: null, rscript: null };
  return JSON.parse(readFileSync(PEERS_FILE, 'utf8'));
}
