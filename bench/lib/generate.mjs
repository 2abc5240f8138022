import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DATA_FOLDER } from './paths.mjs';
import { randomStream } from './random.mjs';
import { RowWriter } from './rowWriter.mjs';

/** Counts changes of the generator, so that no older file is taken for its work. */
const VERSION = 1;
const TARGET = 'y';
const TARGET_DECIMALS = 6;
/** Text columns of a mixed file: how their levels are called, and how many there are. */
const CATEGORIES = [
  { stem: 'plan', levels: 3 },
  { stem: 'channel', levels: 6 },
  { stem: 'region', levels: 12 },
  { stem: 'product', levels: 25 },
  { stem: 'city', levels: 50 },
];

/**
 * @typedef {object} DataShape
 * @property {number} rows
 * @property {number} columns numeric ones
 * @property {boolean} [mixed] adds five text columns, and leaves 2 % of the cells empty
 * @property {'dense' | 'sparse' | 'classes'} [kind] what the target is made of: all columns (by default), each tenth
 *   one, or all of them as one of two texts
 * @property {number} [seed]
 */

/**
 * The file of a shape, made where it is not there yet. Its target is `y`.
 *
 * @param {DataShape} shape
 * @returns {{ file: string, bytes: number }}
 */
export function ensureData({ rows, columns, mixed = false, kind = 'dense', seed = 1 }) {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const name = mixed ? 'mixed' : kind === 'dense' ? 'numeric' : kind;
  const file = path.join(DATA_FOLDER, `${name}-${rows}x${columns}-seed${seed}-v${VERSION}.csv`);
  if (!existsSync(file)) generate(file, { rows, columns, mixed, kind, seed });
  return { file, bytes: statSync(file).size };
}

/**
 * @param {string} file
 * @param {Required<DataShape>} shape
 */
function generate(file, { rows, columns, mixed, kind, seed }) {
  const writer = new RowWriter(file);
  try {
    const random = randomStream(seed);
    const categories = mixed ? CATEGORIES : [];
    for (let j = 0; j < columns; j++) writer.text(`x${j + 1}`);
    for (const { stem } of categories) writer.text(stem);
    writer.text(TARGET);
    writer.endRow();
    for (let row = 0; row < rows; row++)
      writeRow(writer, random, { columns, categories, kind, missing: mixed ? 0.02 : 0 });
    writer.close();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/**
 * Correlated columns of three sizes (deviation 1, 10 and 100, some off zero), 6 to 7 significant digits each; the
 * target is a linear function of them and of the levels, with noise; of classes, whether that is above its mean.
 *
 * @param {RowWriter} writer
 * @param {ReturnType<typeof randomStream>} random
 * @param {{ columns: number, categories: typeof CATEGORIES, kind: NonNullable<DataShape['kind']>, missing: number }} form
 *   `missing` is the share of empty cells
 */
function writeRow(writer, random, { columns, categories, kind, missing }) {
  const common = random.normal();
  let target = 5;
  for (let j = 0; j < columns; j++) {
    const size = j % 3;
    const value = 0.5 * common + 0.85 * random.normal();
    const decimals = TARGET_DECIMALS - size;
    if (kind !== 'sparse' || j % 10 === 0) target += value * ((((j * 7) % 11) - 5) / 5);
    if (missing > 0 && random.uniform() < missing) writer.text('');
    else writer.fixed(Math.round((value + (size === 2 ? 2.5 : 0)) * 10 ** size * 10 ** decimals), decimals);
  }
  for (const { stem, levels } of categories) {
    const drawn = random.uniform();
    const level = Math.floor(drawn * drawn * levels);
    target += (((level * 37) % 17) - 8) / 8;
    writer.text(random.uniform() < missing ? '' : `${stem}-${level + 1}`);
  }
  const noisy = target + 2 * random.normal();
  if (kind === 'classes') writer.text(noisy > 5 ? 'yes' : 'no');
  else writer.fixed(Math.round(noisy * 10 ** TARGET_DECIMALS), TARGET_DECIMALS);
  writer.endRow();
}

/**
 * A file of examples whose rows stand there so many times, made where it is not there yet.
 *
 * @param {string} original path of the example
 * @param {number} copies
 * @returns {{ file: string, bytes: number }}
 */
export function ensureCopies(original, copies) {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const file = path.join(DATA_FOLDER, `${path.basename(original, '.csv')}-${copies}-times-v${VERSION}.csv`);
  if (!existsSync(file)) {
    const text = readFileSync(original, 'utf8');
    const start = text.indexOf('\n') + 1;
    writeFileSync(file, text.slice(0, start) + text.slice(start).repeat(copies));
  }
  return { file, bytes: statSync(file).size };
}

/**
 * The folds of so many rows, one byte a row from 0 on; made anew each time, since they are Ridgeline's own.
 *
 * @param {number} rows
 * @param {number} count of folds, at most 256
 * @param {{ foldOf(index: number): number }} assigner
 * @returns {string} the file
 */
export function ensureFolds(rows, count, assigner) {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const file = path.join(DATA_FOLDER, `folds-${count}-of-${rows}-v${VERSION}.bin`);
  writeFileSync(
    file,
    Uint8Array.from({ length: rows }, (_, row) => assigner.foldOf(row)),
  );
  return file;
}
