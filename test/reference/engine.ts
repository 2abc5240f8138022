import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import {
  type Model,
  type ModelFile,
  parseSpec,
  prepareData,
  type RunSpecInput,
  readTable,
  type Table,
  TrainedModel,
  type TrainOptions,
  train,
} from '../../src/engine/index.ts';
import type { RunResult } from '../../src/engine/report.ts';

const fixtures = new URL('../fixtures/reference/', import.meta.url);
const tables = new Map<string, Promise<Table>>();

/** One row of an expected file, as far as all families share it. */
export interface Case {
  readonly case: string;
  readonly data: string;
  readonly features: string[];
  readonly preprocessing: string;
}

export interface Tolerance {
  readonly coef_rel: number;
  readonly metric_rel: number;
}

export interface Family<C> {
  readonly count: number;
  readonly cases: C[];
}

export const EXACT_SOLVERS = ['auto', 'cholesky', 'svd'] as const;
export type ExactSolverId = (typeof EXACT_SOLVERS)[number];

export function readFixture(path: string): string {
  return readFileSync(new URL(path, fixtures), 'utf8');
}

export function readFamily<C extends Case>(name: string): Family<C> {
  return JSON.parse(readFixture(`expected/${name}.json`)) as Family<C>;
}

/** Every case with every exact solver, for `it.each`. */
export function withSolvers<C extends Case>(cases: readonly C[]): [string, ExactSolverId, C][] {
  return cases.flatMap((own) =>
    EXACT_SOLVERS.map((solver): [string, ExactSolverId, C] => [own.case, solver, own]),
  );
}

/** A fixture as the engine reads it; each file is read once. */
export function tableOf(path: string): Promise<Table> {
  const known = tables.get(path);
  if (known) return known;
  const table = tableFrom(readFixture(path), path.slice(path.lastIndexOf('/') + 1));
  tables.set(path, table);
  return table;
}

/** A text as the engine reads it. */
export function tableFrom(text: string, name = 'data.csv'): Promise<Table> {
  const bytes = new TextEncoder().encode(text);
  async function* open() {
    yield bytes;
  }
  return readTable({ name, size: bytes.length, open });
}

export interface Trained<M extends Model = Model> {
  readonly model: M;
  readonly file: ModelFile;
  readonly result: RunResult;
}

/** Trains any model through the engine's public face. */
export async function trainModel(
  table: Table,
  spec: RunSpecInput,
  options: TrainOptions = {},
): Promise<Trained> {
  const parsed = parseSpec(spec);
  const steps = train(parsed, await prepareData(table, parsed), options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return { model: next.value, file: next.value.file(), result: next.value.result() };
  }
}

/** Trains a ridge model on a fixture. */
export async function trainOn(
  path: string,
  spec: RunSpecInput,
  trace = false,
): Promise<Trained<TrainedModel>> {
  const { model, ...rest } = await trainModel(await tableOf(path), spec, { trace });
  if (!(model instanceof TrainedModel)) throw new Error('no ridge model');
  return { model, ...rest };
}

/** The reference's names of splits in ours: `first80` trains on the first ⌊0.8 n⌋ rows. */
export function splitOf(name: string | undefined): NonNullable<RunSpecInput['split']> {
  if (name === undefined || name === 'all') return { kind: 'none' };
  if (name === 'first80') return { kind: 'last', fraction: 0.2 };
  if (name === 'every5') return { kind: 'every', every: 5 };
  throw new Error(`The reference has a split that is not known here: ${name}`);
}

/** |actual − wanted| ≤ tolerance · |wanted|, said with the names of what differs. */
export function expectClose(
  what: string,
  actual: number | null | undefined,
  wanted: number,
  tolerance: number,
): void {
  expect(actual, `${what} is no number`).toBeTypeOf('number');
  const error = Math.abs(actual! - wanted);
  const bound = tolerance * Math.abs(wanted);
  expect(error <= bound, `${what}: ${actual} instead of ${wanted}, off by ${error}, allowed ${bound}`).toBe(
    true,
  );
}

/** max |actual − wanted| ≤ tolerance · max |wanted| over coefficients by name; no name more, none less. */
export function expectNormwise(
  actual: Record<string, number>,
  names: readonly string[],
  wanted: readonly number[],
  tolerance: number,
): void {
  expect(Object.keys(actual).sort()).toEqual([...names].sort());
  const bound = tolerance * Math.max(...wanted.map(Math.abs));
  for (const [j, name] of names.entries()) {
    const error = Math.abs(actual[name]! - wanted[j]!);
    expect(error <= bound, `${name}: ${actual[name]} instead of ${wanted[j]}, allowed ${bound}`).toBe(true);
  }
}

/** Coefficients by name against numbers in the order of `names`; no name more, none less. */
export function expectCoefficients(
  actual: Record<string, number>,
  names: readonly string[],
  wanted: readonly number[],
  tolerance: number,
): void {
  expect(Object.keys(actual)).toHaveLength(names.length);
  expect(wanted).toHaveLength(names.length);
  for (const [j, name] of names.entries()) expectClose(name, actual[name], wanted[j]!, tolerance);
}

/** `train_mse`, `test_r2` … against the scores of one target. */
export function expectMetrics(
  actual: RunResult['now']['scores'],
  wanted: Readonly<Record<string, number>>,
  tolerance: number,
): void {
  for (const [key, value] of Object.entries(wanted)) {
    const [part, metric] = key.split('_') as ['train' | 'test', 'mse' | 'r2'];
    expectClose(key, actual[part]?.[metric], value, tolerance);
  }
  expect(actual.test !== null).toBe('test_mse' in wanted);
}
