import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';

/**
 * How a stage of the tests ended.
 *
 * @typedef {{ passed: number, failed: number, output: string }} Outcome
 */

/**
 * Runs a stage and says how it ended: one line, and its output where something failed.
 *
 * @param {string} name
 * @param {() => Promise<Outcome>} stage
 */
export async function runStage(name, stage) {
  const start = performance.now();
  const outcome = await stage();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts =
    outcome.failed > 0 ? `${outcome.passed} passed, ${outcome.failed} FAILED` : `${outcome.passed} passed`;
  if (outcome.failed > 0) console.log(outcome.output.trimEnd());
  console.log(`${name.padEnd(10)} ${counts.padEnd(24)} ${seconds.padStart(6)} s`);
  return outcome;
}

/**
 * A command that counts as one test.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
export async function check(command, args) {
  const { code, output } = await run(command, args, { capture: true });
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
}

/**
 * The tests of one of Vitest's projects.
 *
 * @param {string} project
 * @param {string} temporary folder for the report
 * @returns {Promise<Outcome>}
 */
export async function vitestTests(project, temporary) {
  const report = path.join(temporary, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
  const env = { ...process.env, NO_COLOR: '1' };
  const { code, output } = await run(process.execPath, args, { capture: true, env });
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(report);
  return outcome(code, numPassedTests, numFailedTests, output);
}

/**
 * The tests of a script whose runner writes its outcomes to the file RIDGELINE_TEST_RESULTS.
 *
 * @param {string} script
 * @param {string} temporary folder for the report
 * @returns {Promise<Outcome>}
 */
export async function mochaTests(script, temporary) {
  const report = path.join(temporary, 'mocha.json');
  const env = { ...process.env, RIDGELINE_TEST_RESULTS: report };
  const { code, output } = await run(process.execPath, [script], { capture: true, env });
  const { passed = [], failed = [] } = readReport(report);
  return outcome(code, passed.length, failed.length, output);
}

/** A runner that failed beside its tests, or ran none, has failed once. */
function outcome(
  /** @type {number} */ code,
  /** @type {number} */ passed,
  /** @type {number} */ failed,
  /** @type {string} */ output,
) {
  const broken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed, output };
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
