import type { ChunkRunner } from '../engine/csv/runner.ts';
import type { ReadOptions } from '../engine/csv/types.ts';
import {
  type ByteSource,
  type PreparedData,
  prepareData,
  type RunSpec,
  readData,
  type Table,
} from '../engine/index.ts';
import type { ReadingProgress } from '../engine/report.ts';
import { wantsFolds } from '../engine/selection/folds.ts';
import type { SourceRef } from '../protocol/run.ts';

/** What reading needs: where from, how much may be kept, on how many threads, and whom to tell. */
export interface ReadRequest {
  readonly source: SourceRef;
  readonly spec: RunSpec;
  readonly memoryLimitMB: number;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadingProgress) => void;
}

/** What the platform gives: bytes, threads to parse on (for so many bytes), and a clock in milliseconds. */
export interface ReadPlatform {
  open(source: SourceRef): ByteSource;
  runner(workers: number, bytes: number): ChunkRunner;
  now(): number;
}

/**
 * Keeps the last table read and the moments taken of it, so that a run with another λ, solver or start reads nothing,
 * and one with another target or split does not read the file again.
 */
export class DataCache {
  readonly #platform: ReadPlatform;
  #table: { readonly key: string; readonly table: Table } | null = null;
  #data: { readonly key: string; readonly data: PreparedData } | null = null;

  constructor(platform: ReadPlatform) {
    this.#platform = platform;
  }

  /** The table as far as it is known for this version of the file, else null. */
  known(source: SourceRef, csv: RunSpec['csv']): Table | null {
    return this.#table?.key === tableKey(source, csv) ? this.#table.table : null;
  }

  async prepared(request: ReadRequest): Promise<PreparedData> {
    const { source, spec, signal } = request;
    const key = JSON.stringify([tableKey(source, spec.csv), dataPart(spec)]);
    if (this.#data?.key === key) return this.#data.data;
    const table = this.known(source, spec.csv);
    const data = table ? await prepareData(table, spec, signal) : await this.#read(request);
    await this.#forget();
    this.#table = { key: tableKey(source, spec.csv), table: data.table };
    this.#data = { key, data };
    return data;
  }

  /** Many rows are not held for models of before: two data sets of a gigabyte are one too many. */
  async #forget(): Promise<void> {
    const before = this.#data?.data;
    if (before && cells(before) > LARGE) await before.shared.release();
  }

  async #read(request: ReadRequest): Promise<PreparedData> {
    await this.#forget();
    this.#table = null;
    this.#data = null;
    const bytes = this.#platform.open(request.source);
    return readData(bytes, request.spec, this.#options(request, bytes.size ?? 0));
  }

  #options({ memoryLimitMB, workers, signal, onProgress }: ReadRequest, bytes: number): ReadOptions {
    const { now, runner } = this.#platform;
    const started = now();
    return {
      memoryLimitBytes: memoryLimitMB * 2 ** 20,
      runner: runner(workers, bytes),
      signal,
      onProgress: (progress) => {
        const seconds = Math.max(1e-3, (now() - started) / 1000);
        onProgress({ ...progress, rowsPerSecond: progress.rows / seconds });
      },
    };
  }
}

/** Numbers that are held for every data set at once where they are no more. */
const LARGE = 4_000_000;

function cells({ counts, plan }: PreparedData): number {
  return (counts.train + counts.validation + counts.test) * plan.columns.length;
}

function tableKey(source: SourceRef, csv: RunSpec['csv']): string {
  return JSON.stringify([source.kind, source.name, source.version, csv]);
}

/** Settings that train on the same rows and columns whatever they say. Any other one may choose them. */
const OF_TRAINING: ReadonlySet<string> = new Set<keyof RunSpec>([
  'modelParameters',
  'hidden',
  'activation',
  'lambda',
  'lambdaScale',
  'lambdaChoice',
  'folds',
  'l1Ratio',
  'penaltyFactors',
  'coupling',
  'intercept',
  'standardize',
  'solver',
  'initializer',
  'solverParameters',
  'schedule',
  'batchSize',
  'clip',
  'patience',
  'iterations',
  'tolerance',
  'learningRate',
  'traceEvery',
]);

/** The settings that prepared data depend on. */
function dataPart(spec: RunSpec) {
  const rows = Object.entries(spec).filter(([setting]) => !OF_TRAINING.has(setting));
  // Whichever λ the folds are to choose, they are the same; a group column stands apart from the features in any case.
  return [...rows, wantsFolds(spec) || spec.folds.kind === 'group' ? [wantsFolds(spec), spec.folds] : []];
}
