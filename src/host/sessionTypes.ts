import type { Encoding } from '../engine/csv/types.ts';
import type { RunSpec } from '../engine/spec.ts';
import type { SourceRef } from '../protocol/run.ts';
import type { RunEvent, TrainingRun } from './trainingRun.ts';
import type { StartWorker } from './workerHandle.ts';

/** What to train on; text of an editor has an encoding of its own, whatever the file's is. */
export interface TrainingSource {
  readonly ref: SourceRef;
  readonly encoding: Encoding | null;
}

export interface SessionOptions {
  readonly startWorker: StartWorker;
  /** The file as it is now; throws a sentence where it cannot be read. */
  source(): Promise<TrainingSource>;
  /** Whether data of this version are what is there now: a text that was saved as it stood has another name since. */
  isCurrent(version: string, now: string): boolean;
  memoryLimitMB(): number;
  workers(): number;
  /** For the log: what is no business of the panel. */
  problem(text: string): void;
  readonly nextNumber: number;
  readonly spec: RunSpec;
  readonly pace: number;
}

export interface RunChange {
  readonly run: TrainingRun;
  /** What happened: the run began, or this message of the worker came. */
  readonly kind: 'began' | RunEvent['type'];
}
