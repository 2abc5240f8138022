import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { RidgelineApi } from '../../src/extension.ts';
import type { TestingApi } from '../../src/host/compose.ts';

/** Milliseconds between two looks of the monitor, which it counts as delay too. */
const RESOLUTION = 1;

/**
 * VS Code calls this inside the extension host: activates Ridgeline, trains the file RIDGELINE_BENCH_FILE with its
 * command, and writes what it saw to RIDGELINE_BENCH_RESULTS.
 */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<RidgelineApi>('ridgeline.ridgeline');
  assert.ok(extension && !extension.isActive, 'Ridgeline is not there, or has been activated already');
  const started = performance.now();
  const { testing } = await extension.activate();
  const activationMs = performance.now() - started;
  assert.ok(testing);
  const host = await testing();

  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION });
  monitor.enable();
  const trainingMs = await trainingOf(host, vscode.Uri.file(process.env['RIDGELINE_BENCH_FILE'] ?? ''));
  monitor.disable();
  const delay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  const results = {
    activationMs,
    trainingMs,
    delayP99Ms: delay(monitor.percentile(99)),
    delayMaxMs: delay(monitor.max),
  };
  writeFileSync(process.env['RIDGELINE_BENCH_RESULTS'] ?? '', JSON.stringify(results));
}

/** Milliseconds from the command to the end of the run. */
async function trainingOf({ panels }: TestingApi, uri: vscode.Uri): Promise<number> {
  const started = performance.now();
  const ended = new Promise<string>((resolve) => {
    panels.onChange(({ kind }) => {
      if (kind === 'done' || kind === 'failed' || kind === 'stopped') resolve(kind);
    });
  });
  await vscode.commands.executeCommand('ridgeline.train', uri);
  assert.equal(await ended, 'done');
  return performance.now() - started;
}
