import { toOriginal } from '../data/scaling.ts';
import type { LinearWeights } from '../data/types.ts';
import type { Fit } from '../fit.ts';
import { byName } from '../records.ts';
import type { DescentEnd, PartScores } from '../report.ts';
import type { FileScores, ModelColumn, ModelFile } from './modelFile.ts';
import { namedOutputs } from './naming.ts';
import { fillOf } from './predict.ts';
import { meanScores } from './scores.ts';
import type { Outcome, TrainedModel } from './trainedModel.ts';

/** The design columns as a model file names them. */
export function modelColumns({ data, scaling, spec }: Pick<Fit, 'data' | 'scaling' | 'spec'>): ModelColumn[] {
  const sources = new Map(data.plan.sources.map((source) => [source.index, source]));
  return data.plan.columns.map((column, j) => {
    const source = sources.get(column.source)!;
    return {
      name: column.name,
      column: source.name,
      kind: column.kind,
      ...(column.level === undefined ? {} : { level: column.level }),
      ...(column.dayFirst === undefined ? {} : { dayFirst: column.dayFirst }),
      ...(column.of ? { of: column.of.map((place) => data.plan.columns[place]!.name) } : {}),
      ...(column.exponent ? { exponent: column.exponent } : {}),
      ...(column.cycle ? { cycle: column.cycle } : {}),
      ...(column.wave ? { wave: column.wave } : {}),
      ...(column.kind === 'level' && spec.dropFirst ? { baseline: source.levels[0]! } : {}),
      mean: data.moments.train.mean[j]!,
      scale: scaling.scale[j]!,
      fill: fillOf(source, data.fill.get(source.index)),
    };
  });
}

/** A trained model as the file `ridgeline.model/1`; with several targets everything is keyed by target first. */
export function toModelFile(model: TrainedModel): ModelFile {
  const { fit, outcome } = model;
  const { data, spec } = fit;
  const original = toOriginal(outcome.scaled, fit.scaling);
  const targets = data.plan.targets.map((target) => target.name);
  const names = data.plan.columns.map((column) => column.name);
  return {
    schema: 'ridgeline.model/1',
    spec: { ...spec, target: targets, model: data.plan.model },
    model: data.plan.model,
    rows: data.counts,
    columns: modelColumns(fit),
    ...namedOutputs(targets, names, original.weights, original.intercept),
    standardized: namedOutputs(targets, names, ...perDeviation(fit, original)),
    metrics: metricsOf(targets, outcome),
    warnings: [...outcome.warnings],
    passes: data.passes.count,
    passReasons: [...data.passes.reasons],
    solver: outcome.solver,
    degreesOfFreedom: outcome.degreesOfFreedom,
    inspection: model.inspection(),
    leftOut: data.plan.leftOut.map(({ column, reason }) => ({ column: column.name, reason })),
    ...(model.descent && fit.iterative ? { convergence: convergenceOf(model.descent) } : {}),
    ...(model.chosen ? { selection: model.chosen.record } : {}),
    ...(model.trace ? { trace: model.trace } : {}),
    ...(model.state ? { state: model.state } : {}),
  };
}

/** How the weights were reached. */
export function convergenceOf({ iterations, reason, learningRate, lipschitz, kktResidual }: DescentEnd) {
  return { iterations, reason, converged: reason === 'converged', kktResidual, learningRate, lipschitz };
}

/** Weights per standard deviation, and the intercepts that belong to them: predictions at the columns' means. */
export function perDeviation(
  { data, displayScale, spec }: Pick<Fit, 'data' | 'displayScale' | 'spec'>,
  { p, k, weights, intercept }: LinearWeights,
): [Float64Array, Float64Array] {
  const { mean } = data.moments.train;
  const centres = intercept.slice();
  const scaled = weights.map((weight, at) => weight * displayScale[at % p]!);
  if (spec.intercept) {
    for (let t = 0; t < k; t++) for (let j = 0; j < p; j++) centres[t]! += weights[t * p + j]! * mean[j]!;
  }
  return [scaled, centres];
}

/** One target: its scores; several: those of each by its name, and their mean under `mean`. */
export function metricsOf(
  targets: readonly string[],
  { now, baseline }: Pick<Outcome, 'now' | 'baseline'>,
): ModelFile['metrics'] {
  const all = now.map((scores, t) => fileScores(scores, baseline[t]!));
  if (targets.length === 1) return all[0]!;
  return { mean: fileScores(meanScores(now), meanScores(baseline)), ...byName(targets, (t) => all[t]!) };
}

/** The baseline is told for every part, and for the training rows also without naming a part. */
function fileScores({ train, validation, test }: PartScores, baseline: PartScores): FileScores {
  return { train, validation, test, baseline: { ...baseline.train!, ...baseline } };
}
