/**
 * Times the kernels against the TypeScript that gives the same bits, in one process:
 *
 *   node bench/kernels.mjs [--rounds 15]
 *
 * Each figure is the best of the rounds: what else runs on the machine can only slow a round down.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { ROOT } from '../scripts/lib/run.mjs';
import { BUILD_FOLDER } from './lib/paths.mjs';

const CHUNK_BYTES = 1 << 20;
/** So much work a round that the clock's steps do not show. */
const ROUND_MS = 20;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);

/** @returns {Promise<typeof import('../src/engine/kernels/index.ts')>} */
async function engine() {
  const outfile = path.join(BUILD_FOLDER, 'kernels.mjs');
  const entry = path.join(ROOT, 'src/engine/kernels/index.ts');
  await esbuild.build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', logLevel: 'warning' });
  return import(pathToFileURL(outfile).href);
}

/** A linear congruential generator (Numerical Recipes): the same data every time. */
let state = 1;
function uniform() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

/**
 * The best time of one call, in milliseconds.
 *
 * @param {() => void} call
 */
function best(call) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < ROUND_MS) {
      call();
      calls++;
    }
    fastest = Math.min(fastest, (performance.now() - start) / calls);
  }
  return fastest;
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {number[]} figures TypeScript and kernel
 */
function print(name, unit, [plain = 0, kernel = 0]) {
  const shown = [plain, kernel].map((figure) => figure.toFixed(figure < 100 ? 2 : 0).padStart(8));
  console.log(
    `| ${name.padEnd(34)} | ${shown.join(' | ')} | ${unit.padEnd(8)} | ${(kernel / plain).toFixed(1).padStart(5)} |`,
  );
}

const { centredTiles, chunkParser, exponentials, loadKernels, logarithms, rowTiles } = await engine();
const kernels = loadKernels();
if (!kernels) throw new Error('this Node has no WebAssembly with SIMD');
const both = [null, kernels];

console.log('| work                               | TypeScript | kernel | unit | ratio |');
console.log('|---|---:|---:|---|---:|');

/** @param {number} p */
function blockOf(p) {
  const rows = Math.max(1024, Math.min(8192, Math.ceil(400_000 / p)));
  const x = Float64Array.from({ length: rows * p }, () => uniform() * 100);
  return { rows, x, y: Float64Array.from({ length: rows }, uniform), part: new Uint8Array(rows) };
}

for (const p of [5, 20, 100, 500]) {
  const block = blockOf(p);
  const flops = block.rows * (p + 1) * (p + 2);
  const figures = both.map((each) => {
    const tiles = centredTiles(each, p, 1);
    const scatter = new Float64Array((p + 1) ** 2);
    const time = best(() => tiles.addTo(scatter.fill(0), block, 0, () => 0));
    tiles.dispose();
    return flops / time / 1e6;
  });
  print(`centred products, p = ${p}`, 'GFLOP/s', figures);
}

for (const p of [5, 20, 100, 500]) {
  const block = blockOf(p);
  const numbers = (/** @type {number} */ length) => Float64Array.from({ length }, uniform);
  const model = { p, k: 1, shift: numbers(p), weights: numbers(p), intercept: numbers(1) };
  const figures = both.map((each) => {
    const tiles = rowTiles(each);
    const held = tiles.hold(block);
    const sums = { weights: new Float64Array(p), intercept: new Float64Array(1) };
    const time = best(() => tiles.fold(held, 0, model, () => {}, sums));
    held.release();
    return (6 * block.rows * p) / time / 1e6;
  });
  print(`scores and gradient, p = ${p}`, 'GFLOP/s', figures);
}

for (const [name, change] of /** @type {const} */ ([
  ['e^x', exponentials],
  ['ln x', logarithms],
])) {
  const given = Float64Array.from({ length: 10_000 }, () => uniform() * 5);
  const figures = both.map((each) => given.length / best(() => change(each, given.slice())) / 1e3);
  print(name, 'M/s', figures);
}

/**
 * @param {string} name
 * @param {(0 | 1)[]} kinds 0 for numbers, 1 for text
 * @param {() => string} line
 */
function parsing(name, kinds, line) {
  let text = '';
  while (text.length < CHUNK_BYTES) text += `${line()}\n`;
  const bytes = new TextEncoder().encode(text);
  const form = { delimiter: 44, decimal: 46, transcoded: false };
  const layout = { ...form, kinds, textMissing: ['NA'], numberMissing: ['NA', '?', '-', 'null'] };
  const figures = both.map((each) => {
    const parser = chunkParser(each, layout, new Uint8Array(kinds.length).fill(1));
    const time = best(() => parser.parse(bytes, 0, bytes.length));
    parser.dispose();
    return bytes.length / time / 1e3;
  });
  print(name, 'MB/s', figures);
}

const LEVELS = ['alpha', 'beta', 'gamma', 'delta', 'a longer level than others', 'x', 'zz'];
const numeric = /** @type {0[]} */ (Array(21).fill(0));
/** @type {(0 | 1)[]} */
const mixed = [...Array(10).fill(0), ...Array(5).fill(1)];
const signed = () => (uniform() - 0.5) * 20;
const cells = (/** @type {(kind: number) => string} */ cell, /** @type {number[]} */ kinds) => () =>
  kinds.map(cell).join(',');
const level = () => LEVELS[Math.floor(uniform() * LEVELS.length)] ?? '';
const gaps = (/** @type {string} */ gap) => (/** @type {number} */ kind) =>
  uniform() < 0.02 ? gap : kind === 1 ? level() : signed().toFixed(6);

parsing(
  '21 numbers of 6 decimals',
  numeric,
  cells(() => signed().toFixed(6), numeric),
);
parsing(
  '21 numbers of full precision',
  numeric,
  cells(() => String(signed()), numeric),
);
parsing(
  '21 whole numbers',
  numeric,
  cells(() => String(Math.floor(uniform() ** 4 * 1e5)), numeric),
);
parsing(
  '21 numbers with exponents',
  numeric,
  cells(() => uniform().toExponential(6), numeric),
);
parsing('10 numbers, 5 texts, 2 % empty', mixed, cells(gaps(''), mixed));
parsing('10 numbers, 5 texts, 2 % NA', mixed, cells(gaps('NA'), mixed));
parsing(
  '10 numbers, 5 texts of many levels',
  mixed,
  cells((kind) => (kind === 1 ? `id${Math.floor(uniform() * 1e6)}` : signed().toFixed(6)), mixed),
);
