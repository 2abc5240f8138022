import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { RidgelineApi } from '../../src/extension.ts';
import type { TestingApi } from '../../src/host/compose.ts';

/** Milliseconds between two looks of the monitor, which it counts as delay too. */
const RESOLUTION = 1;
const RIDGELINE = 'ridgeline.ridgeline';
/** An extension that does nothing. */
const EMPTY = 'bench.empty';

/** A round trip to the window that is quicker than this, several times in a row, finds it at rest. */
const AT_REST_MS = 10;
const AT_REST_TIMES = 10;
const NO_REST_MS = 30_000;

interface Activation {
  /** From asking for it to its end, with VS Code's own way to the window and back. */
  readonly totalMs: number;
  /** Of it the extension's own code: loading it and its `activate`. */
  readonly ownMs: number;
}

interface Training {
  readonly trainingMs: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

/**
 * VS Code calls this inside the extension host. Activates the extension under development, as soon as it can or, with
 * RIDGELINE_BENCH_REST, when the window has come to rest; where it is Ridgeline, trains the file RIDGELINE_BENCH_FILE
 * with its command. Writes what it saw to RIDGELINE_BENCH_RESULTS.
 */
export async function run(): Promise<void> {
  const { RIDGELINE_BENCH_REST, RIDGELINE_BENCH_FILE = '', RIDGELINE_BENCH_RESULTS = '' } = process.env;
  if (RIDGELINE_BENCH_REST) await rest();
  const extension = vscode.extensions.all.find(({ id }) => id === RIDGELINE || id === EMPTY);
  assert.ok(extension && !extension.isActive, 'The extension is not there, or has been activated already');
  const activation = await activationOf(extension);
  const training =
    extension.id === RIDGELINE ? await trainingOf(vscode.Uri.file(RIDGELINE_BENCH_FILE)) : null;
  writeFileSync(RIDGELINE_BENCH_RESULTS, JSON.stringify({ activation, training }));
}

async function activationOf(extension: vscode.Extension<unknown>): Promise<Activation> {
  const { id } = extension;
  const started = performance.now();
  await extension.activate();
  const totalMs = performance.now() - started;
  const took = (step: string) => markOf(`did${step}/${id}`) - markOf(`will${step}/${id}`);
  return { totalMs, ownMs: took('LoadExtensionCode') + took('ActivateExtension') };
}

/** When the extension host reached a point, by its own record; NaN where it keeps none. */
function markOf(name: string): number {
  const { MonacoPerformanceMarks: record } = globalThis as {
    MonacoPerformanceMarks?: { getMarks(): { name: string; startTime: number }[] };
  };
  const mark = record?.getMarks().find((one) => one.name === `code/extHost/${name}`);
  return mark?.startTime ?? Number.NaN;
}

/** Waits until the window answers quickly: it has finished starting. */
async function rest(): Promise<void> {
  const end = performance.now() + NO_REST_MS;
  for (let quick = 0; quick < AT_REST_TIMES && performance.now() < end; ) {
    const asked = performance.now();
    await vscode.commands.executeCommand('setContext', 'ridgeline.bench', true);
    quick = performance.now() - asked < AT_REST_MS ? quick + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Trains with the command while the event loop is watched. */
async function trainingOf(uri: vscode.Uri): Promise<Training> {
  const extension = vscode.extensions.getExtension<RidgelineApi>(RIDGELINE);
  const host = await extension?.exports.testing?.();
  assert.ok(host);
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION });
  monitor.enable();
  const trainingMs = await train(host, uri);
  monitor.disable();
  const delay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  return { trainingMs, delayP99Ms: delay(monitor.percentile(99)), delayMaxMs: delay(monitor.max) };
}

/** Milliseconds from the command to the end of the run. */
async function train({ panels }: TestingApi, uri: vscode.Uri): Promise<number> {
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
