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
 * @property {string | null} [missing] why it cannot run here
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
      command: (work) => {
        const { file, target, lambdas } = work;
        if (lambdas.length === 1) return terminal(cli, work);
        return [node, inProcess, file, '--target', target, '--lambdas', lambdas.join(',')];
      },
    },
    {
      id: 'own-a',
      label: 'Ridgeline, its first λ alone',
      command: (work) => (work.id === 'd' ? terminal(cli, work) : null),
    },
    python('pandas-scikit', 'pandas + scikit-learn', 'pandas_scikit.py'),
    python('polars-scikit', 'polars + scikit-learn', 'polars_scikit.py'),
    python('polars-numpy', 'polars + numpy Gram, Cholesky', 'polars_numpy.py'),
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
function terminal(cli, { file, target, lambdas }) {
  const words = ['--target', target, '--lambda', String(lambdas[0]), '--json', '--quiet'];
  return [process.execPath, cli, 'train', file, ...words];
}

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
    command: (work) => [interpreter ?? '', path.join(BENCH, 'peers', script), ...peerWords(work)],
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
    command: (work) => [rscript ?? '', script, ...peerWords(work), '--threads', String(os.cpus().length)],
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
    command: ({ file, target, lambdas, mixed }) =>
      mixed || lambdas.length > 1 ? null : [...words, file, '--target', target],
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
