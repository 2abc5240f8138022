/**
 * The floor under every reader: reads a file through one buffer and touches every byte once, on one thread.
 *
 *   node bench/limit.mjs FILE [--repeat 1]
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';

const BUFFER_BYTES = 1 << 20;

/**
 * @param {string} file
 * @returns {number} the bytes' sum, so that no byte can be skipped
 */
function touch(file) {
  const buffer = new Uint8Array(BUFFER_BYTES);
  const descriptor = openSync(file, 'r');
  let sum = 0;
  for (;;) {
    const length = readSync(descriptor, buffer);
    if (length === 0) break;
    let own = 0;
    for (let at = 0; at < length; at++) own += /** @type {number} */ (buffer[at]);
    sum += own;
  }
  closeSync(descriptor);
  return sum;
}

const { values, positionals } = parseArgs({
  options: { repeat: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const seconds = [];
let sum = 0;
for (let round = 0; round < Number(values.repeat); round++) {
  const started = performance.now();
  sum = touch(positionals[0] ?? '');
  seconds.push((performance.now() - started) / 1000);
}
console.log(JSON.stringify({ models: null, seconds, versions: {}, sum }));
