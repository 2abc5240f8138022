import type { Table } from '../csv/types.ts';
import { models } from '../models/index.ts';
import type { ModelFile } from './modelFile.ts';
import { type JudgedClasses, type JudgedNumbers, judgeClasses, judgeNumbers } from './predictionJudge.ts';
import { scorerOf } from './scorer.ts';
import { tableReader } from './tableReader.ts';

/** Rows times columns that are read and scored at a time. */
const BATCH_CELLS = 1 << 20;

/** What is said of each row of one output. */
export interface PredictedOutput {
  /** The target; of a class, the class. */
  readonly name: string;
  /** One number a row; NaN where a needed cell is missing and nothing stands in for it. */
  readonly values: Float64Array;
}

/** Predictions of classes. */
export interface PredictedClasses {
  readonly names: readonly string[];
  /** The index of each row's class, −1 where there is no prediction. */
  readonly of: Int32Array;
  /** The probability of each class; null where the model tells scores alone. */
  readonly probabilities: readonly PredictedOutput[] | null;
}

/** Predictions of every row of a table. */
export interface TablePredictions {
  readonly targets: readonly string[];
  /** One output a target; of classes, the scores or probabilities as the model tells them. */
  readonly outputs: readonly PredictedOutput[];
  readonly classes: PredictedClasses | null;
  /** Sentences on rows without a prediction and levels that training did not see. */
  readonly notes: readonly string[];
  /** Of the first target, over the rows that have it; null where the table lacks it. */
  readonly metrics: JudgedNumbers | JudgedClasses | null;
}

/**
 * Predicts with a model file alone: the table's columns are found by name, in any order. Throws `unknown-column` where
 * one is missing and `bad-model` where the file's weights do not fit its columns.
 */
export async function predictTable(model: ModelFile, table: Table): Promise<TablePredictions> {
  const unseen = new Set<string>();
  const read = tableReader(model, table, unseen);
  const score = scorerOf(model);
  const p = Math.max(1, model.columns.length);
  const outputs: Float64Array[] = [];
  let without = 0;
  for await (const block of table.blocks()) {
    const step = Math.max(1, Math.floor(BATCH_CELLS / p));
    for (let from = 0; from < block.rows; from += step) {
      const count = Math.min(step, block.rows - from);
      const x = read(block, from, count);
      const gaps = rowsWithGaps(x, p, count);
      const scores = score(x, count);
      without += gaps.length;
      for (let t = 0; t * count < scores.length; t++) {
        const own = scores.subarray(t * count, (t + 1) * count);
        for (const row of gaps) own[row] = Number.NaN;
        outputs[t] ??= new Float64Array(table.rows);
        outputs[t]!.set(own, block.firstRow + from);
      }
    }
  }
  const notes = notesOn(unseen, without, table.rows);
  return { ...(await told(model, table, outputs)), targets: model.spec.target, notes };
}

function rowsWithGaps(x: Float64Array, p: number, count: number): number[] {
  const gaps: number[] = [];
  for (let row = 0; row < count; row++) {
    if (x.subarray(row * p, (row + 1) * p).some(Number.isNaN)) gaps.push(row);
  }
  return gaps;
}

function notesOn(unseen: ReadonlySet<string>, without: number, rows: number): string[] {
  const notes = [...unseen].map(
    (text) => `${text} was not seen in training, so none of its column's levels counts.`,
  );
  if (without > 0)
    notes.unshift(
      `${without} of ${rows} rows have a missing value and get no prediction; train with --missing mean to fill them.`,
    );
  return notes;
}

async function told(
  { model: id, classes: names, spec }: ModelFile,
  table: Table,
  values: readonly Float64Array[],
): Promise<Pick<TablePredictions, 'outputs' | 'classes' | 'metrics'>> {
  const target = table.columns.find((own) => own.name === spec.target[0]);
  if (!names) {
    const outputs = values.map((own, t) => ({ name: spec.target[t] ?? '', values: own }));
    const metrics = target?.kind === 'numeric' ? await judgeNumbers(table, target, values[0]!) : null;
    return { outputs, classes: null, metrics };
  }
  const probable = models.get(id).predicts(names) === 'probabilities';
  const classes = classesOf(names, values, probable);
  const outputs = classes.probabilities ?? values.map((own) => ({ name: names.at(-1) ?? '', values: own }));
  return { outputs, classes, metrics: target ? await judgeClasses(table, target, classes) : null };
}

/** The most probable class of each row; of two by a score, the positive one above 0. */
function classesOf(
  names: readonly string[],
  values: readonly Float64Array[],
  probable: boolean,
): PredictedClasses {
  const first = values[0] ?? new Float64Array(0);
  const all = values.length === 1 && probable ? [first.map((share) => 1 - share), first] : values;
  const of = Int32Array.from(first, (own, row) => {
    if (Number.isNaN(own)) return -1;
    if (all.length === 1) return own > 0 ? 1 : 0;
    let best = 0;
    for (let c = 1; c < all.length; c++) if (all[c]![row]! > all[best]![row]!) best = c;
    return best;
  });
  const probabilities = all.map((own, c) => ({ name: names[c] ?? '', values: own }));
  return { names, of, probabilities: probable ? probabilities : null };
}
