import { convergenceOf, metricsOf, modelColumns, perDeviation } from '../model/describe.ts';
import type { ModelFile } from '../model/modelFile.ts';
import { type NamedWeights, namedOutputs } from '../model/naming.ts';
import { networkLayers } from '../objectives/networkNumbers.ts';
import type { Warning } from '../report.ts';
import type { GeneralModel } from './generalModel.ts';
import { originalWeights } from './outputs.ts';
import type { Problem } from './problem.ts';

/** The model as `ridgeline.model/1`. */
export function generalFile(model: GeneralModel): ModelFile {
  const { problem, outcome } = model;
  const { data, spec } = problem;
  const { plan } = data;
  const targets = plan.targets.map((target) => target.name);
  return {
    schema: 'ridgeline.model/1',
    spec: { ...spec, target: targets, model: plan.model },
    model: plan.model,
    ...(plan.classes ? { classes: [...plan.classes] } : {}),
    rows: data.counts,
    columns: modelColumns(problem),
    ...weightsOf(problem, outcome.theta),
    metrics: metricsOf(plan.classes ? [targets[0]!] : targets, {
      now: outcome.nowScores,
      baseline: outcome.baselineScores,
    }),
    warnings: [...outcome.warnings, ...problem.notes.map(asWarning)],
    passes: data.passes.count,
    passReasons: [...data.passes.reasons],
    solver: outcome.solver,
    degreesOfFreedom: outcome.curvature.degreesOfFreedom,
    inspection: model.inspection(),
    leftOut: plan.leftOut.map(({ column, reason }) => ({ column: column.name, reason })),
    ...(model.convergence ? { convergence: convergenceOf(model.convergence) } : {}),
    ...(model.chosen ? { selection: model.chosen.record } : {}),
    ...(model.trace ? { trace: model.trace } : {}),
    ...(model.state ? { state: model.state } : {}),
  };
}

/** What was found on the way, for readers of the file alone. */
function asWarning(message: string): Warning {
  return { code: 'note', severity: 'info', message };
}

function weightsOf(problem: Problem, theta: Float64Array) {
  const { model, predictor, scaling, outputs, data, spec } = problem;
  if (model.network) {
    const none: NamedWeights = { coefficients: {}, intercept: 0 };
    return { ...none, standardized: none, network: networkLayers(predictor, theta, spec, scaling) };
  }
  const names = data.plan.columns.map((column) => column.name);
  const original = originalWeights(problem, theta);
  return {
    ...namedOutputs(outputs, names, original.weights, original.intercept),
    standardized: namedOutputs(outputs, names, ...perDeviation(problem, original)),
  };
}
