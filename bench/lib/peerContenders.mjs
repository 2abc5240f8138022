import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BENCH, PEERS_FILE } from './paths.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./works.mjs').Work} Work
 */

/** Exact solvers agree to this. */
export const EXACT = 1e-6;
/** Coordinate descent agrees to this, when it is told to go on. */
const DESCENT = 1e-3;
/** Node's own limit is too small for a million rows of arrays. */
const NODE_HEAP_MB = Math.round(((os.totalmem() / 2 ** 20) * 2) / 3);

/** @returns {Contender[]} whom Ridgeline is compared with */
export function peerContenders() {
  return [
    python('pandas-scikit', 'pandas + scikit-learn', 'pandas_scikit.py'),
    python('polars-scikit', 'polars + scikit-learn', 'polars_scikit.py'),
    polarsNumpy('polars + numpy Gram, Cholesky'),
    scikitClassifier('lbfgs', DESCENT),
    scikitClassifier('newton-cholesky', EXACT),
    glmnet(),
    ...glmnetValidated(),
    ...scikitValidated(),
    validated(
      python('polars-numpy-cv', 'polars + numpy, a Gram of each fold', 'polars_numpy_cv.py'),
      'ridge',
    ),
    duckdb(),
    papaparse(),
  ];
}

/**
 * @param {string} label
 * @returns {Contender}
 */
export function polarsNumpy(label) {
  return python('polars-numpy', label, 'polars_numpy.py');
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string} script
 * @returns {Contender} for a ridge without folds
 */
function python(id, label, script) {
  const { python: interpreter } = installed();
  return {
    id,
    label,
    missing: interpreter ? null : 'not installed',
    tolerance: EXACT,
    command: (work) =>
      work.model === 'ridge' && !work.cv
        ? [interpreter ?? '', path.join(BENCH, 'peers', script), ...peerWords(work)]
        : null,
  };
}

/**
 * The same program for works that choose λ over folds.
 *
 * @param {Contender} contender
 * @param {'ridge' | 'lasso'} model
 * @returns {Contender}
 */
function validated(contender, model) {
  return {
    ...contender,
    command: (work) => {
      if (!work.cv || work.model !== model) return null;
      const words = contender.command({ ...work, model: 'ridge', cv: null });
      return words && [...words, '--folds', work.cv.file];
    },
  };
}

/** @returns {Contender[]} for orientation: RidgeCV does a job of its own, LassoCV scales its columns before the folds */
function scikitValidated() {
  const ridge = python('ridge-cv', 'pandas + scikit-learn RidgeCV', 'pandas_scikit_cv.py');
  const lasso = python('lasso-cv', 'pandas + scikit-learn LassoCV', 'pandas_scikit_cv.py');
  const { command } = validated(lasso, 'lasso');
  return [
    { ...validated(ridge, 'ridge'), note: 'leave-one-out' },
    {
      ...lasso,
      tolerance: DESCENT,
      answerWords: ['--tight'],
      command: (work) => command(work)?.concat('--lasso') ?? null,
    },
  ];
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
      if (work.cv || (work.model !== 'ridge' && work.model !== 'lasso')) return null;
      const lasso = work.model === 'lasso' ? ['--lasso'] : [];
      return [rscript ?? '', script, ...peerWords(work), ...lasso, '--threads', String(os.cpus().length)];
    },
  };
}

/** @returns {Contender[]} the folds one after the other, and in a process for each core, which is not always the faster */
function glmnetValidated() {
  const { command, ...rest } = glmnet();
  /** @param {string[]} words */
  const withFolds = (words) => (/** @type {Work} */ work) =>
    work.cv ? (command({ ...work, cv: null })?.concat('--folds', work.cv.file, words) ?? null) : null;
  return [
    { ...rest, id: 'fread-cv-glmnet', label: 'R fread + cv.glmnet', command: withFolds([]) },
    {
      ...rest,
      id: 'fread-cv-glmnet-parallel',
      label: 'R fread + cv.glmnet, doParallel',
      command: withFolds(['--parallel']),
    },
  ];
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
