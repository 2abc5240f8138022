import type { PreparedData } from '../data/prepare.ts';
import { toOriginal } from '../data/scaling.ts';
import { type DesignBlock, PART } from '../data/types.ts';
import { RidgelineError, throwIfAborted } from '../errors.ts';
import { createProblem } from '../general/createProblem.ts';
import { minimize } from '../general/optimum.ts';
import { linearWeights } from '../general/outputs.ts';
import type { Problem } from '../general/problem.ts';
import { partScores } from '../general/scores.ts';
import { errorOf } from '../metrics/index.ts';
import type { Model } from '../model/model.ts';
import { grouped } from '../numberText.ts';
import { packTheta } from '../objectives/theta.ts';
import type { ImportanceReport, IntervalReport } from '../report.ts';
import { countedProgress, type WorkProgress } from '../workReport.ts';
import { bootstrap } from './bootstrap.ts';
import { type ColumnGroup, permutationImportance } from './importance.ts';
import { resample } from './resample.ts';

/** Numbers that are held while rows are shuffled or drawn anew: half a gigabyte. */
const MOST_CELLS = 2 ** 26;

/**
 * Permutation importance of every column of the file: on test rows, else on validation rows, else on the rows it was
 * trained on. Yields before each shuffle; throws `stopped` where aborted and `too-large` where the rows do not fit.
 */
export async function* importanceOf(
  model: Model,
  repeats: number,
  signal?: AbortSignal,
): AsyncGenerator<WorkProgress, ImportanceReport> {
  const { data, spec } = model;
  const blocks = yield* blocksOf(data, 'the rows, to be shuffled', signal);
  const problem = await createProblem(spec, data, { memoryLimitBytes: 2 ** 30, rows: true });
  const part = data.counts.test > 0 ? 'test' : data.counts.validation > 0 ? 'validation' : 'train';
  const metric = problem.judgement.metrics[0]!;
  const steps = permutationImportance({
    groups: groupsOf(data),
    blocks,
    part: PART[part],
    error: (rows) => errorOf(metric, partScores(problem, model.theta, rows, PART[part])) ?? 0,
    repeats,
    seed: spec.seed,
  });
  const { error, importance } = yield* until(steps, signal);
  return { part, metric, error, columns: importance, repeats };
}

/**
 * Percentile intervals of weights and intercepts (in original units) from models fitted to the training rows drawn anew,
 * at the same λ. Yields between pieces of work; throws as {@link importanceOf}, and `bad-spec` for networks.
 */
export async function* intervalsOf(
  model: Model,
  resamples: number,
  signal?: AbortSignal,
): AsyncGenerator<WorkProgress, IntervalReport> {
  const { data, spec } = model;
  const blocks = yield* blocksOf(data, 'the rows, to be drawn anew', signal);
  const whole = await createProblem(spec, data, { memoryLimitBytes: 2 ** 30, rows: true });
  if (!whole.features.has('convex')) {
    throw new RidgelineError(
      'bad-spec',
      'A network has no weights of columns whose intervals could be told. Choose another model.',
    );
  }
  const steps = bootstrap({
    rows: data.counts.train,
    resamples,
    seed: spec.seed,
    kind: 'multinomial',
    share: 0.95,
    refit: (times) => refitted(whole, model.theta, resample(data, blocks, times)),
  });
  const found = yield* until(steps, signal);
  if (found) return { ...found, outputs: [...whole.outputs] };
  throw new RidgelineError(
    'bad-spec',
    'No interval could be told: hardly any of the rows drawn anew gave a model. Take more resamples, or more rows.',
  );
}

/** Weights and intercepts in original units, output by output: p weights and then the intercept. */
async function* refitted(
  whole: Problem,
  theta: Float64Array,
  data: PreparedData,
): AsyncGenerator<void, Float64Array | null> {
  const problem = await createProblem(whole.spec, data, { memoryLimitBytes: 2 ** 30, rows: false });
  try {
    const { theta: found } = yield* minimize(problem, whole.lambdaTotal, theta.slice());
    return found.every(Number.isFinite) ? inOriginalUnits(problem, found) : null;
  } finally {
    problem.store?.release();
  }
}

function inOriginalUnits({ predictor, loss, scaling }: Problem, theta: Float64Array): Float64Array {
  const scaled = linearWeights(theta, predictor, loss.shiftInvariant === true);
  const { p, k, weights, intercept } = toOriginal(scaled, scaling);
  return packTheta({ p, k, weights, intercept }, true);
}

/** Design columns by the file's columns that they come from; a product moves with each of the columns it is made of. */
function groupsOf({ plan }: PreparedData): ColumnGroup[] {
  return plan.sources.map((source) => ({
    name: source.name,
    columns: plan.columns.flatMap((_, j) => (comesFrom(plan.columns, j, source.index) ? [j] : [])),
  }));
}

function comesFrom(columns: PreparedData['plan']['columns'], j: number, source: number): boolean {
  const { of, source: own } = columns[j]!;
  return of ? of.some((part) => comesFrom(columns, part, source)) : own === source;
}

/** All rows in memory; yields after each block. */
async function* blocksOf(
  data: PreparedData,
  why: string,
  signal?: AbortSignal,
): AsyncGenerator<WorkProgress, DesignBlock[]> {
  const { train, validation, test } = data.counts;
  const used = train + validation + test;
  const cells = used * data.plan.columns.length;
  if (cells > MOST_CELLS) {
    throw new RidgelineError(
      'too-large',
      `The rows have ${grouped(cells)} cells, and at most ${grouped(MOST_CELLS)} can be shuffled or drawn anew. Train on fewer rows or columns for this.`,
    );
  }
  const blocks: DesignBlock[] = [];
  let read = 0;
  for await (const block of data.rows(why, signal)) {
    blocks.push(block);
    read += block.rows;
    throwIfAborted(signal);
    // Reading is a small part of the whole: its share stays 0.
    yield { ...countedProgress('row', read, used), share: 0 };
  }
  return blocks;
}

/** Every step, but for an end where the signal was aborted. */
async function* until<T>(
  steps: AsyncGenerator<WorkProgress, T>,
  signal?: AbortSignal,
): AsyncGenerator<WorkProgress, T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    throwIfAborted(signal);
    yield next.value;
  }
}
