import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** True where a person is not watching. */
export const IN_CI = process.env.CI === 'true' || process.env.CI === '1';

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} a signal's end counts as code 1
 *
 * @typedef {object} RunOptions
 * @property {boolean} [capture] keeps the output (stdout and stderr as they arrive) instead of passing it through
 * @property {string} [cwd] the project's folder by default
 * @property {NodeJS.ProcessEnv} [env]
 */
export function run(command, args, { capture = false, cwd = ROOT, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const passed = capture ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', passed, passed] });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command and throws an error that carries its output where it fails. Returns what it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function runOrThrow(command, args, options = {}) {
  const { code, output } = await run(command, args, { capture: true, ...options });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}`);
  return output;
}

/**
 * Calls `action` until it succeeds, at most `attempts` times, waiting longer each time.
 *
 * @template T
 * @param {string} what said to the user where an attempt fails
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function retry(what, action, attempts = 3) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt >= attempts) throw error;
      console.error(`${what} failed (attempt ${attempt} of ${attempts}), trying again: ${firstLine(error)}`);
      await new Promise((resolve) => setTimeout(resolve, 2000 * attempt));
    }
  }
}

/** `npm`, as it can be spawned on this platform. */
export const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * The first line of an error's message.
 *
 * @param {unknown} error
 */
export function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0];
}
