import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../scripts/lib/run.mjs';
import { BENCH } from './paths.mjs';

const TIMER = path.join(BENCH, 'lib/timed.py');

/**
 * What a whole process took.
 *
 * @typedef {object} Taken
 * @property {number} seconds wall time, from its start to its end
 * @property {number} cpuSeconds user and system time of all of its threads
 * @property {number} peakBytes largest resident memory
 * @property {number} code
 * @property {boolean} expired it was ended for taking longer than the limit
 *
 * @typedef {Taken & { output: string, errors: string }} Measured
 */

/**
 * Runs a command to its end under the timer.
 *
 * @param {string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, timeout?: number }} [options] timeout in seconds
 * @returns {Promise<Measured>}
 */
export async function measure(command, { env = bestEnvironment(), timeout = 600 } = {}) {
  const child = spawn('python3', [TIMER, String(timeout), ...command], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const output = textOf(child.stdio[1]);
  const errors = textOf(child.stdio[2]);
  const taken = textOf(child.stdio[3]);
  await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`The timer needs python3: ${error.message}`)));
    child.once('close', resolve);
  });
  return { ...takenFrom(taken()), output: output(), errors: errors() };
}

/**
 * @param {string} told by the timer; nothing where it could not start the command
 * @returns {Taken}
 */
function takenFrom(told) {
  const failed = { seconds: 0, cpuSeconds: 0, peakBytes: 0, code: 127, expired: false };
  return told ? JSON.parse(told) : failed;
}

/** @param {unknown} stream */
function textOf(stream) {
  let text = '';
  const readable = /** @type {import('node:stream').Readable} */ (stream);
  readable.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}

/** This process's environment without what holds back or slows a library's threads or its BLAS. */
export function bestEnvironment() {
  const slowing = /^(OPENBLAS|OMP|MKL|BLIS|NVPL|GOTO|NUMEXPR|VECLIB|POLARS)_|^NODE_(OPTIONS|V8_COVERAGE)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !slowing.test(name)));
}
