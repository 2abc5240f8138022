import type * as vscode from 'vscode';
import { trainingSource } from './fileSource.ts';
import type { Report } from './report.ts';
import type { RunStore } from './runStore.ts';
import type { SessionOptions } from './sessionTypes.ts';
import { Settings } from './settings.ts';
import { TrainingSession } from './trainingSession.ts';
import type { Platform } from './workerHandle.ts';

export interface SessionServices {
  readonly platform: Platform;
  readonly store: RunStore;
  readonly report: Report;
}

/**
 * A session for one file, with its remembered choices over what the settings say.
 * @param isCurrent tells whether two versions name the same data; where nobody watches the file, only equal ones do
 */
export function makeSession(
  uri: vscode.Uri,
  { platform, report, store }: SessionServices,
  isCurrent: SessionOptions['isCurrent'] = (version, now) => version === now,
): TrainingSession {
  const key = uri.toString();
  const settings = new Settings(uri);
  const { spec, problems } = settings.spec;
  for (const problem of problems) report.warn(problem);
  return new TrainingSession({
    startWorker: () => platform.startWorker(),
    source: () => trainingSource(uri),
    isCurrent,
    memoryLimitMB: () => new Settings(uri).memoryLimitMB,
    workers: () => new Settings(uri).workers,
    problem: (text) => report.problem(text),
    nextNumber: store.nextNumber(key),
    spec: store.spec(key, spec),
    pace: store.pace(key) ?? settings.pace,
  });
}
