import { throwIfAborted } from '../engine/errors.ts';
import {
  type ByteSource,
  type PreparedData,
  prepareData,
  type RunSpec,
  readTable,
  type Table,
} from '../engine/index.ts';
import type { ReadingProgress } from '../engine/report.ts';
import type { SourceRef } from '../protocol/run.ts';

/** What reading needs: where from, how much may be kept, and whom to tell. */
export interface ReadRequest {
  readonly source: SourceRef;
  readonly spec: RunSpec;
  readonly memoryLimitMB: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadingProgress) => void;
}

/**
 * Keeps the last table read and the moments taken of it, so that a run with another λ, solver or start reads nothing,
 * and one with another target or split does not read the file again.
 */
export class DataCache {
  readonly #open: (source: SourceRef) => ByteSource;
  readonly #now: () => number;
  #table: { readonly key: string; readonly table: Table } | null = null;
  #data: { readonly key: string; readonly data: PreparedData } | null = null;

  constructor(open: (source: SourceRef) => ByteSource, now: () => number) {
    this.#open = open;
    this.#now = now;
  }

  /** The table as far as it is known for this version of the file, else null. */
  known(source: SourceRef, csv: RunSpec['csv']): Table | null {
    return this.#table?.key === tableKey(source, csv) ? this.#table.table : null;
  }

  async prepared(request: ReadRequest): Promise<PreparedData> {
    const { source, spec, signal } = request;
    const table = this.known(source, spec.csv) ?? (await this.#read(request));
    throwIfAborted(signal);
    const key = JSON.stringify([tableKey(source, spec.csv), dataPart(spec)]);
    if (this.#data?.key === key) return this.#data.data;
    const data = await prepareData(table, spec, signal);
    this.#data = { key, data };
    return data;
  }

  async #read({ source, spec, memoryLimitMB, signal, onProgress }: ReadRequest): Promise<Table> {
    this.#table = null;
    this.#data = null;
    const started = this.#now();
    const table = await readTable(this.#open(source), {
      csv: spec.csv,
      memoryLimitBytes: memoryLimitMB * 2 ** 20,
      signal,
      onProgress: (progress) => {
        const seconds = Math.max(1e-3, (this.#now() - started) / 1000);
        onProgress({ ...progress, rowsPerSecond: progress.rows / seconds });
      },
    });
    this.#table = { key: tableKey(source, spec.csv), table };
    return table;
  }
}

function tableKey(source: SourceRef, csv: RunSpec['csv']): string {
  return JSON.stringify([source.kind, source.name, source.version, csv]);
}

/** The settings that moments depend on: all that choose rows and columns. */
function dataPart(spec: RunSpec) {
  const { target, features, exclude, split, validation, missing, dropFirst, maxLevels, seed } = spec;
  return { target, features, exclude, split, validation, missing, dropFirst, maxLevels, seed };
}
