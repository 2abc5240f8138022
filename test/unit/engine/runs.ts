import {
  type ByteSource,
  type ModelFile,
  type PreparedData,
  parseSpec,
  prepareData,
  type RunSpecInput,
  readTable,
  type Table,
  type TrainEvent,
  TrainedModel,
  train,
} from '../../../src/engine/index.ts';
import type { Model } from '../../../src/engine/model/model.ts';
import type { RunResult } from '../../../src/engine/report.ts';
import type { TrainOptions } from '../../../src/engine/training.ts';

export interface SourceOptions {
  /** Bytes a chunk; all at once where absent. */
  readonly chunk?: number;
  /** Called whenever the source is read from its start. */
  readonly onOpen?: () => void;
}

/** A file of this text (or of these bytes) as a source. */
export function sourceOf(
  content: string | Uint8Array,
  { chunk, onOpen }: SourceOptions = {},
  name = 'data.csv',
): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const size = chunk ?? Math.max(1, bytes.length);
  return {
    name,
    size: bytes.length,
    async *open() {
      onOpen?.();
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    },
  };
}

/** A CSV text from column names and rows of numbers or texts. */
export function csvOf(names: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  return `${[names, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

export function tableOf(text: string, csv: RunSpecInput['csv'] = {}): Promise<Table> {
  return readTable(sourceOf(text), { csv: parseSpec({ csv }).csv });
}

export async function prepared(text: string, spec: RunSpecInput): Promise<PreparedData> {
  const parsed = parseSpec(spec);
  return prepareData(await readTable(sourceOf(text), { csv: parsed.csv }), parsed);
}

export interface Run {
  readonly events: TrainEvent[];
  readonly model: TrainedModel;
  readonly file: ModelFile;
  readonly result: RunResult;
}

export interface RunOptions extends TrainOptions {
  readonly source?: SourceOptions;
  readonly memoryLimitBytes?: number;
}

/** Reads a text and trains on it, to the end. */
export async function run(text: string, spec: RunSpecInput, options: RunOptions = {}): Promise<Run> {
  const parsed = parseSpec(spec);
  const { source, memoryLimitBytes, ...training } = options;
  const table = await readTable(sourceOf(text, source), {
    csv: parsed.csv,
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
  });
  const steps = train(parsed, await prepareData(table, parsed), training);
  const events: TrainEvent[] = [];
  for (;;) {
    const next = await steps.next();
    if (next.done) {
      const model = next.value;
      if (!(model instanceof TrainedModel)) throw new Error('no ridge model');
      return { events, model, file: model.file(), result: model.result() };
    }
    events.push(next.value);
  }
}

/** Any kind of model, trained to its end on a text. */
export async function trained(text: string, spec: RunSpecInput, options: TrainOptions = {}): Promise<Model> {
  const steps = train(parseSpec(spec), await prepared(text, spec), options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

/** Paths of every number that is not finite, and of every undefined, in plain data. */
export function unfit(value: unknown, path = ''): string[] {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) {
    return [`${path}: ${String(value)}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, own]) => unfit(own, `${path}.${key}`));
}
