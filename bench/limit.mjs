/**
 * The floor under every reader: reads a file through one buffer a thread and touches every byte once.
 *
 *   node bench/limit.mjs FILE [--threads 1] [--repeat 1]
 *
 * Of several threads each reads a part of its own, all of one length, and starts anew in every round.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const BUFFER_BYTES = 1 << 20;

/** @typedef {{ file: string, from: number, to: number }} Part `to` is the first byte after it */

/**
 * @param {Part} part
 * @returns {number} the bytes' sum, so that no byte can be skipped
 */
function touch({ file, from, to }) {
  const buffer = new Uint8Array(BUFFER_BYTES);
  const descriptor = openSync(file, 'r');
  let sum = 0;
  for (let position = from; position < to; ) {
    const length = readSync(descriptor, buffer, 0, Math.min(BUFFER_BYTES, to - position), position);
    if (length === 0) break;
    let own = 0;
    for (let at = 0; at < length; at++) own += /** @type {number} */ (buffer[at]);
    sum += own;
    position += length;
  }
  closeSync(descriptor);
  return sum;
}

/**
 * @param {string} file
 * @param {number} threads
 * @returns {Part[]}
 */
function partsOf(file, threads) {
  const { size } = statSync(file);
  const border = (/** @type {number} */ i) => Math.floor((size * i) / threads);
  return Array.from({ length: threads }, (_, i) => ({ file, from: border(i), to: border(i + 1) }));
}

/**
 * @param {Part} part
 * @returns {Promise<number>}
 */
function touchApart(part) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: part });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { threads: { type: 'string', default: '1' }, repeat: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const seconds = [];
  let sum = 0;
  for (let round = 0; round < Number(values.repeat); round++) {
    const started = performance.now();
    const parts = partsOf(positionals[0] ?? '', Number(values.threads));
    const sums = parts.length === 1 ? parts.map(touch) : await Promise.all(parts.map(touchApart));
    sum = sums.reduce((total, own) => total + own, 0);
    seconds.push((performance.now() - started) / 1000);
  }
  console.log(JSON.stringify({ models: null, seconds, versions: {}, sum }));
}

if (isMainThread) await main();
else parentPort?.postMessage(touch(workerData));
