import { toOriginal } from '../data/scaling.ts';
import { targetTransform } from '../data/targetTransform.ts';
import { type DesignBlock, type LinearWeights, PART } from '../data/types.ts';
import type { Details } from '../inspectionReport.ts';
import { type HeldBlock, type ScoredRows, tilesOf } from '../kernels/rowTiles.ts';
import { baselineWeights } from '../metrics/momentsScore.ts';
import { metricsFor } from '../metrics/partMetrics.ts';
import type { PartMetrics } from '../metrics/types.ts';
import { meanScores, scoreModels, type TargetScores } from '../model/scores.ts';
import type { RowStore } from '../objectives/rowStore.ts';
import { targetsOf } from '../objectives/scoreObjective.ts';
import type { TileTargets } from '../objectives/types.ts';
import type { PartScores, Scores } from '../report.ts';
import { nullScores } from './nullScores.ts';
import { linearWeights } from './outputs.ts';
import type { Problem } from './problem.ts';

/** Rows that are judged together where nothing is computed of their columns. */
const TILE_ROWS = 1024;

const PARTS = ['train', 'validation', 'test'] as const;

/** The model, the same without λ, and what they are held against. */
export interface Scored {
  readonly nowScores: TargetScores;
  readonly zeroScores: TargetScores | null;
  readonly baselineScores: TargetScores;
  readonly details: Details | null;
}

/** Scores of a model, of λ = 0 and of what tells nothing, in one go over the rows, or from the moments where those do. */
export async function scoreThetas(
  problem: Problem,
  theta: Float64Array,
  zero: Float64Array | null,
  signal?: AbortSignal,
): Promise<Scored> {
  const { store } = problem;
  if (!store) return fromMoments(problem, theta, zero, signal);
  const thetas = [theta, ...(zero ? [zero] : []), null];
  const scored = await fromRows(problem, store, thetas);
  const [now, baseline] = [scored[0]!, scored.at(-1)!];
  return {
    nowScores: now.scores,
    zeroScores: zero ? scored[1]!.scores : null,
    baselineScores: baseline.scores,
    details: now.details,
  };
}

/** Means over the targets of one model's scores. */
export async function scoresAt(problem: Problem, theta: Float64Array): Promise<PartScores> {
  if (problem.store) return meanScores((await fromRows(problem, problem.store, [theta]))[0]!.scores);
  const fit = { data: problem.data, spec: problem.spec, dual: null };
  const { scores } = await scoreModels(fit, [originalOf(problem, theta)], 'moments');
  return meanScores(scores[0]!);
}

async function fromMoments(
  problem: Problem,
  theta: Float64Array,
  zero: Float64Array | null,
  signal?: AbortSignal,
): Promise<Scored> {
  const { data, spec } = problem;
  const thetas = [theta, ...(zero ? [zero] : [])];
  const models = [...thetas.map((own) => originalOf(problem, own)), baselineWeights(data.moments.train)];
  const source = signal?.aborted ? 'moments' : 'cheapest';
  const { scores, details, note } = await scoreModels({ data, spec, dual: null }, models, source, signal);
  if (note) problem.notes.push(note);
  return {
    nowScores: scores[0]!,
    zeroScores: zero ? scores[1]! : null,
    baselineScores: scores.at(-1)!,
    details,
  };
}

function originalOf({ predictor, loss, scaling }: Problem, theta: Float64Array): LinearWeights {
  return toOriginal(linearWeights(theta, predictor, loss.shiftInvariant === true), scaling);
}

/** Scores of one block's rows of a part, means over the targets. The block's memory is taken and given back. */
export function partScores(
  problem: Problem,
  theta: Float64Array,
  block: DesignBlock,
  part: number,
): Scores | null {
  const { data, predictor, loss } = problem;
  const metrics = metricsFor(problem.model.predicts(data.plan.classes), metricsShape(problem));
  const held = data.shared.machine.tiles.hold(block);
  const targets = judgedTargets(held, loss.outputs);
  try {
    predictor.fold(
      held,
      part,
      theta,
      (tile) => metrics.add(...inOwnUnit(problem, tile, targets(tile))),
      null,
    );
  } finally {
    held.release();
  }
  const scores = metrics.scores();
  return scores && meanScores(scores.map((train) => ({ train, validation: null, test: null }))).train;
}

/** The targets of rows that are scored: classes weigh in training alone. */
function judgedTargets(held: HeldBlock, outputs: number) {
  const { weight, scoreWeight } = held.block;
  return targetsOf(held, outputs, scoreWeight === undefined ? (weight ?? null) : scoreWeight);
}

/** The scores of guessing the mean, the rate, or the shares as the training rows have them. */
async function baselineScores(problem: Problem, store: RowStore): Promise<Float64Array> {
  const { spec, data, loss } = problem;
  if (spec.targetTransform !== 'none') return transformedMeans(problem, store);
  if (!data.classes || spec.classWeight === 'none') return nullScores(problem);
  return loss.nullScores(data.classes.train.map((rows) => rows / data.counts.train));
}

/** The means of the training rows' targets in their own unit, as scores: not the means of what is trained on. */
async function transformedMeans({ spec, loss }: Problem, store: RowStore): Promise<Float64Array> {
  const { back, forward } = targetTransform(spec);
  const sums = new Float64Array(loss.outputs);
  let total = 0;
  for await (const { block } of store.blocks()) {
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] !== PART.train) continue;
      const weight = block.weight?.[row] ?? 1;
      total += weight;
      for (let t = 0; t < sums.length; t++) sums[t]! += weight * back(block.y[row * sums.length + t]!);
    }
  }
  return sums.map((sum) => forward(sum / total));
}

function metricsShape({ loss, spec, data }: Problem) {
  return { outputs: loss.outputs, intercept: spec.intercept, kernels: data.shared.machine.kernels };
}

/** Scores and targets of a target that was transformed, taken back to its own unit; the scores in place. */
function inOwnUnit({ spec }: Problem, tile: ScoredRows, targets: TileTargets): [ScoredRows, TileTargets] {
  if (spec.targetTransform === 'none') return [tile, targets];
  const { back } = targetTransform(spec);
  for (let at = 0; at < tile.scores.length; at++) tile.scores[at] = back(tile.scores[at]!);
  return [tile, { ...targets, y: targets.y.map(back) }];
}

/** @param thetas null stands for the scores at which no column tells anything */
async function fromRows(problem: Problem, store: RowStore, thetas: readonly (Float64Array | null)[]) {
  const { predictor, loss, data, model } = problem;
  const shape = metricsShape(problem);
  const kind = model.predicts(data.plan.classes);
  const folds = thetas.map(() => PARTS.map(() => metricsFor(kind, shape)));
  const untold = thetas.includes(null) ? await baselineScores(problem, store) : new Float64Array(0);
  for await (const held of store.blocks()) {
    const targets = judgedTargets(held, loss.outputs);
    for (const [at, theta] of thetas.entries()) {
      for (const [place, part] of PARTS.entries()) {
        if (data.counts[part] === 0) continue;
        const metrics = folds[at]![place]!;
        const add = (tile: ScoredRows) => metrics.add(...inOwnUnit(problem, tile, targets(tile)));
        if (theta) predictor.fold(held, PART[part], theta, add, null);
        else for (const tile of sameScores(held, PART[part], untold)) add(tile);
      }
    }
  }
  return folds.map((own) => ({ scores: collected(own), details: detailed(own) }));
}

/** The rows of a part, all with these scores. */
function* sameScores(held: HeldBlock, part: number, scores: Float64Array): Generator<ScoredRows> {
  for (const rows of tilesOf(held.block, part, TILE_ROWS)) {
    const count = rows.length;
    const each = new Float64Array(scores.length * count);
    for (const [t, score] of scores.entries()) each.fill(score, t * count, (t + 1) * count);
    yield { count, rows, scores: each };
  }
}

function collected(parts: readonly PartMetrics[]): TargetScores {
  const scores = parts.map((part) => part.scores());
  const targets = scores.reduce((most, own) => Math.max(most, own?.length ?? 0), 0);
  return Array.from({ length: targets }, (_, t) => {
    const [train, validation, test] = scores.map((own) => own?.[t] ?? null);
    return { train: train ?? null, validation: validation ?? null, test: test ?? null };
  });
}

function detailed(parts: readonly PartMetrics[]): Details {
  const [train, validation, test] = parts.map((part) => part.details());
  return { train: train ?? null, validation: validation ?? null, test: test ?? null };
}
