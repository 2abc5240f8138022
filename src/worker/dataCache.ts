import type { ChunkRunner } from '../engine/csv/runner.ts';
import { withoutFolds } from '../engine/data/preparedData.ts';
import type { DataOptions } from '../engine/data/readData.ts';
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
import { WALK_SETTINGS } from '../engine/walkSettings.ts';
import type { OneSource, SourceRef } from '../protocol/run.ts';
import { opened } from './opened.ts';

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
  open(source: OneSource): ByteSource;
  runner(workers: number, bytes: number): ChunkRunner;
  now(): number;
}

/**
 * Keeps the last table read and the moments taken of it, so that a run with another λ, solver or start reads nothing,
 * and one with another target or split does not read the file again. What is prepared for a spec is the same to the bit
 * whatever was prepared before.
 */
export class DataCache {
  readonly #platform: ReadPlatform;
  #table: { readonly key: string; readonly table: Table } | null = null;
  #held: Held | null = null;

  constructor(platform: ReadPlatform) {
    this.#platform = platform;
  }

  /** The table as far as it is known for this version of the file, else null. */
  known(source: SourceRef, csv: RunSpec['csv']): Table | null {
    return this.#table?.key === tableKey(source, csv) ? this.#table.table : null;
  }

  async prepared(request: ReadRequest): Promise<PreparedData> {
    const { source, spec, signal } = request;
    const key = JSON.stringify([tableKey(source, spec.csv), rowsPart(spec)]);
    const folds = foldsPart(spec);
    const known = this.#held?.key === key ? answering(this.#held, folds) : null;
    if (known) return known;
    const table = this.known(source, spec.csv);
    const room = request.memoryLimitMB * 2 ** 20;
    const data = table
      ? await prepareData(table, spec, signal, !table.inMemory, room)
      : await this.#read(request);
    await this.#forget();
    this.#table = { key: tableKey(source, spec.csv), table: data.table };
    this.#held = { key, folds, data, unfolded: null };
    return data;
  }

  /** Many rows are not held for models of before: two data sets of a gigabyte are one too many. */
  async #forget(): Promise<void> {
    const before = this.#held?.data;
    if (before && cells(before) > LARGE) await before.shared.release();
  }

  async #read(request: ReadRequest): Promise<PreparedData> {
    await this.#forget();
    this.#table = null;
    this.#held = null;
    const { spec, signal } = request;
    const { source, csv } = await opened(this.#platform, request.source, spec.csv, signal);
    const own = { ...spec, csv: { ...spec.csv, encoding: csv.encoding ?? null } };
    return readData(source, own, this.#options(request, source.size ?? 0));
  }

  #options({ memoryLimitMB, workers, signal, onProgress }: ReadRequest, bytes: number): DataOptions {
    const { now, runner } = this.#platform;
    const started = now();
    return {
      memoryLimitBytes: memoryLimitMB * 2 ** 20,
      whole: true,
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
  ...WALK_SETTINGS,
]);

/** Prepared data of some rows, and what they were divided into. */
interface Held {
  readonly key: string;
  /** {@link foldsPart} of the spec that they were prepared for. */
  readonly folds: string | null;
  readonly data: PreparedData;
  /** The same without the folds, once that was asked for. */
  unfolded: PreparedData | null;
}

/** The held data for these folds or for none, as far as they tell it: to the bit what preparing anew would give. */
function answering(held: Held, folds: string | null): PreparedData | null {
  if (held.folds === folds) return held.data;
  if (folds !== null) return null;
  held.unfolded ??= withoutFolds(held.data);
  return held.unfolded;
}

/** The settings that say which rows and columns are used, and how. */
function rowsPart(spec: RunSpec) {
  const rows = Object.entries(spec).filter(([setting]) => !OF_TRAINING.has(setting));
  // A group column stands apart from the features, whoever chooses λ.
  return [...rows, spec.folds.kind === 'group' ? spec.folds.column : null];
}

/** How the training rows are divided: whichever λ the folds are to choose, they are the same. Null without folds. */
const foldsPart = (spec: RunSpec): string | null => (wantsFolds(spec) ? JSON.stringify(spec.folds) : null);
