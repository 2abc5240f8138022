import path from 'node:path';
import { ROOT } from '../../scripts/lib/run.mjs';
import { ensureCopies, ensureData } from './generate.mjs';

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
 */

/** Twenty λ, falling evenly over seven decades. */
const TWENTY = Array.from({ length: 20 }, (_, i) => Number((10 ** (5 - (7 * i) / 19)).toPrecision(6)));

/**
 * The works by their letters; a file that is not there yet is made when its work begins.
 *
 * @param {number} scale of the rows
 * @returns {{ id: string, make: () => Work }[]}
 */
export function works(scale) {
  const wide = { rows: rowsAt(50_000, scale), columns: 500 };
  const long = { rows: rowsAt(1_000_000, scale), columns: 20 };
  const mixed = { rows: rowsAt(200_000, scale), columns: 10, mixed: true };
  return [
    { id: 'a', make: () => numericWork('a', long) },
    { id: 'b', make: () => numericWork('b', wide) },
    { id: 'c', make: () => mixedWork('c', mixed) },
    { id: 'd', make: () => ({ ...numericWork('d', long), title: '20 λ on (a)', lambdas: TWENTY }) },
    { id: 'e', make: startUp },
    { id: 'g', make: () => logistic(rowsAt(200_000, scale)) },
    { id: 'h', make: () => lassoPath(rowsAt(50_000, scale)) },
    { id: 'i', make: () => digits(Math.max(1, Math.round(50 * scale))) },
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
  return { id: 'e', title, file, target: 'progression', model: 'ridge', lambdas: [1], mixed: false };
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
 * The handwritten digits, so many times: ten classes, columns that depend on each other, and three that are constant.
 *
 * @param {number} copies
 * @returns {Work}
 */
function digits(copies) {
  const original = path.join(ROOT, 'test/fixtures/reference/documents/digits.csv');
  const { file, bytes } = ensureCopies(original, copies);
  const title = `softmax, digits × ${copies}: ${count(1797 * copies)} × 64, 10 classes (${(bytes / 1e6).toFixed(0)} MB)`;
  return { id: 'i', title, file, target: 'digit', model: 'softmax', lambdas: [1], mixed: false };
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
 * @returns {[Work, Work]}
 */
export function bigFiles() {
  return [
    numericWork('big', { rows: 1_000_000, columns: 20 }),
    numericWork('big', { rows: 10_000_000, columns: 20 }),
  ];
}

/**
 * @param {string} id
 * @param {import('./generate.mjs').DataShape} shape
 * @returns {Work}
 */
function numericWork(id, shape) {
  const { file, bytes } = ensureData(shape);
  const title = `${count(shape.rows)} × ${shape.columns} (${(bytes / 1e6).toFixed(0)} MB)`;
  return { id, title, file, target: 'y', model: 'ridge', lambdas: [1], mixed: false };
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
