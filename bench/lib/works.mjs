import path from 'node:path';
import { ROOT } from '../../scripts/lib/run.mjs';
import { ensureCopies, ensureData, ensureFolds } from './generate.mjs';

/**
 * One file to train on, in one way.
 *
 * @typedef {object} Work
 * @property {string} id the letter in the table
 * @property {string} title
 * @property {string} file
 * @property {string} target
 * @property {'ridge' | 'logistic' | 'softmax' | 'lasso'} model
 * @property {readonly number[]} lambdas on the total scale, scikit-learn's alpha
 * @property {boolean} mixed with text columns and empty cells
 * @property {Validation | null} cv the folds that choose among λs which are equal per row in each of them; null for none
 * @property {number} [patience] seconds that a program is given at least
 *
 * @typedef {{ folds: number, rows: number, file: string }} Validation the file has one byte a row, its fold from 0 on
 *
 * What Ridgeline's shuffled folds are: (folds, seed) → the fold of a row.
 * @typedef {(count: number, seed: number) => { foldOf(index: number): number }} ShuffledFolds
 */

/** Seconds that slow peers are given at least, so that there is a time of theirs. */
const PATIENCE = 1200;

/** Twenty λ, falling evenly over seven decades. */
const TWENTY = Array.from({ length: 20 }, (_, i) => Number((10 ** (5 - (7 * i) / 19)).toPrecision(6)));

/**
 * The works by their letters; a file that is not there yet is made when its work begins. `seconds` is about what a
 * round takes at full size on two cores, and `slow` what programs do that take part in one or two rounds alone, to tell
 * beforehand how long a benchmark is.
 *
 * @param {number} scale of the rows
 * @param {ShuffledFolds} shuffledFolds
 * @returns {{ id: string, seconds: number, slow: number, make: () => Work }[]}
 */
export function works(scale, shuffledFolds) {
  const wide = { rows: rowsAt(50_000, scale), columns: 500 };
  const long = { rows: rowsAt(1_000_000, scale), columns: 20 };
  const mixed = { rows: rowsAt(200_000, scale), columns: 10, mixed: true };
  return [
    { id: 'a', seconds: 28, slow: 0, make: () => numericWork('a', long) },
    { id: 'b', seconds: 25, slow: 250, make: () => numericWork('b', wide) },
    { id: 'c', seconds: 12, slow: 0, make: () => mixedWork('c', mixed) },
    {
      id: 'd',
      seconds: 20,
      slow: 0,
      make: () => ({ ...numericWork('d', long), title: '20 λ on (a)', lambdas: TWENTY }),
    },
    { id: 'e', seconds: 4, slow: 0, make: startUp },
    { id: 'g', seconds: 6, slow: 0, make: () => logistic(rowsAt(200_000, scale)) },
    { id: 'h', seconds: 5, slow: 0, make: () => lassoPath(rowsAt(50_000, scale)) },
    { id: 'i', seconds: 8, slow: 200, make: () => digits(Math.max(1, Math.round(50 * scale))) },
    { id: 'j', seconds: 5, slow: 100, make: () => validated('j', long, shuffledFolds) },
    { id: 'k', seconds: 20, slow: 55, make: () => validated('k', long, shuffledFolds) },
  ];
}

/**
 * A file so small that starting up is all that it costs.
 *
 * @returns {Work}
 */
export function startUp() {
  const file = path.join(ROOT, 'examples/diabetes.csv');
  const title = 'start-up: diabetes, 442 × 10';
  return {
    id: 'e',
    title,
    file,
    target: 'progression',
    model: 'ridge',
    lambdas: [1],
    mixed: false,
    cv: null,
  };
}

/**
 * Two classes.
 *
 * @param {number} rows
 * @returns {Work}
 */
function logistic(rows) {
  const work = numericWork('g', { rows, columns: 50, kind: 'classes' });
  return { ...work, model: 'logistic', title: `logistic, ${work.title}` };
}

/**
 * A hundred λ over four decades, from just below the one at which the last weight becomes 0 (0.744 per row).
 *
 * @param {number} rows
 * @returns {Work}
 */
function lassoPath(rows) {
  const work = numericWork('h', { rows, columns: 200, kind: 'sparse' });
  const lambdas = Array.from({ length: 100 }, (_, i) =>
    Number((0.7 * rows * 10 ** (-i / 25)).toPrecision(6)),
  );
  return { ...work, model: 'lasso', lambdas, title: `lasso, 100 λ, ${work.title}` };
}

/**
 * A hundred λ and ten folds. Those of the ridge fall over eight decades, from where few weights count to where the
 * penalty does nothing; those of the lasso over four, from just below the one at which the last weight becomes 0 (0.839
 * per row).
 *
 * @param {'j' | 'k'} id
 * @param {import('./generate.mjs').DataShape} shape
 * @param {ShuffledFolds} shuffledFolds
 * @returns {Work}
 */
function validated(id, shape, shuffledFolds) {
  const work = numericWork(id, shape);
  const { rows } = shape;
  const [model, most, decades] =
    id === 'j' ? /** @type {const} */ (['ridge', 10, 8]) : /** @type {const} */ (['lasso', 0.8, 4]);
  const lambdas = Array.from({ length: 100 }, (_, i) =>
    Number((most * rows * 10 ** ((-decades * i) / 99)).toPrecision(6)),
  );
  const cv = { folds: 10, rows, file: ensureFolds(rows, 10, shuffledFolds(10, 0)) };
  const title = `${model}, 100 λ × 10 folds on (a), ${work.title}`;
  return { ...work, model, lambdas, cv, title, patience: PATIENCE };
}

/**
 * The handwritten digits, so many times: ten classes, columns that depend on each other, and three that are constant.
 *
 * @param {number} copies
 * @returns {Work}
 */
function digits(copies) {
  const original = path.join(ROOT, 'test/fixtures/reference/documents/digits.csv');
  const { file, bytes } = ensureCopies(original, copies);
  const title = `softmax, digits × ${copies}: ${count(1797 * copies)} × 64, 10 classes (${(bytes / 1e6).toFixed(0)} MB)`;
  return {
    id: 'i',
    title,
    file,
    target: 'digit',
    model: 'softmax',
    lambdas: [1],
    mixed: false,
    cv: null,
    patience: PATIENCE,
  };
}

/**
 * Files that grow by 1, 2, 4 and 8 in rows or in columns.
 *
 * @param {'rows' | 'columns'} what
 * @param {number} scale
 * @returns {{ size: number, work: Work }[]}
 */
export function growth(what, scale) {
  const base = { rows: rowsAt(what === 'rows' ? 250_000 : 100_000, scale), columns: 20 };
  return [1, 2, 4, 8].map((size) => ({
    size,
    work: numericWork('f', { ...base, [what]: base[what] * size }),
  }));
}

/**
 * A file of about 200 MB and one of 2 GB.
 *
 * @param {number} scale of the rows
 * @returns {[Work, Work]}
 */
export function bigFiles(scale) {
  const rows = rowsAt(1_000_000, scale);
  return [numericWork('big', { rows, columns: 20 }), numericWork('big', { rows: 10 * rows, columns: 20 })];
}

/**
 * @param {string} id
 * @param {import('./generate.mjs').DataShape} shape
 * @returns {Work}
 */
function numericWork(id, shape) {
  const { file, bytes } = ensureData(shape);
  const title = `${count(shape.rows)} × ${shape.columns} (${(bytes / 1e6).toFixed(0)} MB)`;
  return { id, title, file, target: 'y', model: 'ridge', lambdas: [1], mixed: false, cv: null };
}

/**
 * @param {string} id
 * @param {import('./generate.mjs').DataShape} shape
 * @returns {Work}
 */
function mixedWork(id, shape) {
  const work = numericWork(id, shape);
  return { ...work, mixed: true, title: work.title.replace(/× \d+/, '$& and 5 text, 2 % missing') };
}

/**
 * @param {number} rows
 * @param {number} scale
 */
function rowsAt(rows, scale) {
  return Math.max(1000, Math.round(rows * scale));
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString('en-US');
}
