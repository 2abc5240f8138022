import type { Model, ModelFile, Table } from '../../src/engine/index.ts';
import type { Conversion } from '../../src/engine/report.ts';
import type { PeerCase } from './cases.ts';
import { readColumns, readPeerData, trainPeerCase } from './training.ts';

/** Weights in original units: of each output those of every column, and the intercepts; of each layer of a network. */
export interface Weights {
  readonly weights: readonly (readonly number[])[];
  readonly intercept: readonly number[];
}

/** What Ridgeline finds for a case, and the numbers that it finds it in. */
export interface RidgelineAnswer {
  /** n × p, the design in original units, and n × k: numbers, or the index of the class. */
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  /** Columns that are standardized. */
  readonly scaled: readonly boolean[];
  readonly rows: number;
  readonly model: string;
  readonly classes: number;
  readonly conversions: readonly Conversion[];
  /** One layer, but for networks. */
  readonly layers: readonly Weights[];
}

const tables = new Map<string, Promise<Table>>();

/** Trains a case, with its λ multiplied by `factor`. */
export async function askRidgeline({ data, spec }: PeerCase, factor = 1): Promise<RidgelineAnswer> {
  const table = tables.get(data) ?? readPeerData(data);
  tables.set(data, table);
  const model = await trainPeerCase(await table, { ...spec, lambda: (spec.lambda ?? 1) * factor });
  const file = model.file();
  const cells = readColumns(data);
  const numbers = (column: string) => cells.get(column)!.map(Number);
  const design = file.columns.map(({ kind, column, level }) =>
    kind === 'level' ? cells.get(column)!.map((cell) => Number(cell === level)) : numbers(column),
  );
  const targets = spec.target.map((target) => targetNumbers(cells.get(target)!, file.classes));
  return {
    x: transposed(design),
    y: transposed(targets),
    scaled: file.columns.map(({ kind }) => spec.standardize !== 'none' && kind !== 'level'),
    rows: file.rows.train,
    model: file.model,
    classes: file.classes?.length ?? 0,
    conversions: model.result().conversions,
    layers: layersOf(model, file),
  };
}

function layersOf(model: Model, file: ModelFile): Weights[] {
  if (file.network) return file.network.layers.map(({ weights, biases }) => ({ weights, intercept: biases }));
  const { weights, intercept } = model.result().now;
  const p = file.columns.length;
  return [{ weights: intercept.map((_, t) => weights.slice(t * p, (t + 1) * p)), intercept }];
}

/** Classes are counted in the order of their levels, whichever way their numbers are written. */
function targetNumbers(cells: readonly string[], classes: readonly string[] | undefined): number[] {
  const levels = classes && (classes.includes(cells[0]!) ? [...classes] : classes.map(Number));
  if (!levels) return cells.map(Number);
  return cells.map((cell) =>
    (levels as (string | number)[]).indexOf(typeof levels[0] === 'number' ? Number(cell) : cell),
  );
}

function transposed(columns: readonly (readonly number[])[]): number[][] {
  return columns[0]!.map((_, i) => columns.map((column) => column[i]!));
}
