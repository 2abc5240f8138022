import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

interface Outcome {
  readonly title: string;
  readonly milliseconds: number;
  readonly error?: string;
}

/**
 * VS Code calls this inside the extension host. Runs every bundled test beside this file and rejects where one
 * fails; the outcomes go to the file named by RIDGELINE_TEST_RESULTS.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, color: false, reporter: 'spec' });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  const passed: Outcome[] = [];
  const failed: Outcome[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => passed.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('fail', (test, error: Error) =>
      failed.push({
        title: test.fullTitle(),
        milliseconds: test.duration ?? 0,
        error: error.stack ?? error.message,
      }),
    );
  });
  const file = process.env['RIDGELINE_TEST_RESULTS'];
  if (file) writeFileSync(file, JSON.stringify({ passed, failed }, null, 2));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
