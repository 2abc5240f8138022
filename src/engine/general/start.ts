import type { PreparedData } from '../data/prepare.ts';
import { toScaled, withoutConstants, zeroWeights } from '../data/scaling.ts';
import type { LinearWeights, Scaling } from '../data/types.ts';
import { RidgelineError } from '../errors.ts';
import { initializers } from '../initializers/index.ts';
import { networkStart } from '../objectives/networkStart.ts';
import { packTheta } from '../objectives/theta.ts';
import { stream } from '../random.ts';
import { withDefaults } from '../registry.ts';
import type { StartValues } from '../spec.ts';
import type { Problem } from './problem.ts';

type Starting = Pick<Problem, 'spec' | 'data' | 'scaling' | 'outputs' | 'predictor' | 'model'>;

/** The spec's start on the optimized scale: drawn by its initializer, or given in original units. */
export function startTheta({ spec, data, scaling, outputs, predictor, model }: Starting): Float64Array {
  const entry = initializers.get(spec.initializer.id);
  const parameters = withDefaults(entry.parameters, spec.initializer.parameters);
  if (model.network) return networkStart(predictor, entry, parameters, spec.seed, scaling.constant);
  const { p, k } = predictor;
  const { values } = spec.initializer;
  const given = values ? toScaled(givenStart(data, outputs, values), scaling) : null;
  const random = stream(spec.seed, 'initializer');
  const created = entry.create({ inputs: p, outputs: k, random, parameters, given });
  return packTheta(startable(created, spec.intercept, scaling), spec.intercept);
}

function startable(created: LinearWeights, intercept: boolean, scaling: Scaling): LinearWeights {
  return withoutConstants(
    intercept ? created : { ...created, intercept: new Float64Array(created.k) },
    scaling,
  );
}

/** Weights in original units, keyed by output (of two classes, the positive one or the target itself). */
function givenStart(
  { plan, moments }: PreparedData,
  outputs: readonly string[],
  values: StartValues,
): LinearWeights {
  const { p } = moments.train;
  const start = zeroWeights(p, outputs.length);
  const names = new Map(plan.columns.map((column, j) => [column.name, j]));
  for (const [output, { coefficients, intercept }] of Object.entries(values)) {
    const known = outputs.indexOf(output);
    const t = known < 0 && outputs.length === 1 && plan.targets[0]?.name === output ? 0 : known;
    if (t < 0) continue;
    start.intercept[t] = intercept;
    for (const [name, weight] of Object.entries(coefficients)) {
      const j = names.get(name);
      if (j === undefined) {
        throw new RidgelineError(
          'bad-spec',
          `The starting weights name "${name}", which is no column of the model.`,
        );
      }
      start.weights[t * p + j] = weight;
    }
  }
  return start;
}
