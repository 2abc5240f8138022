import type { Conversion } from '../../report.ts';
import { call, type Penalized, show } from './words.ts';

/** scikit-learn: most of it has λ per sample, as we do; Ridge the total, and LogisticRegression and LinearSVC 1 / λ. */
export function scikitLearn(context: Penalized): Conversion[] {
  switch (context.model) {
    case 'linear':
      return [...(context.l1Ratio > 0 ? elasticNet(context) : ridge(context)), ...descent(context)];
    case 'huber':
      return descent(context);
    case 'logistic':
      return [...classes(context), ...descent(context)];
    case 'softmax':
      return classes(context);
    case 'squaredHinge':
      return [...margins(context), ...descent(context)];
    case 'poisson':
      return rates(context);
    case 'mlp':
      return networks(context);
    default:
      return [];
  }
}

function ridge({ lambdaTotal, inputs, intercept }: Penalized): Conversion[] {
  return [
    {
      tool: 'scikit-learn Ridge',
      text: call('Ridge', [`alpha=${show(lambdaTotal)}`, start(intercept)]),
      note: `λ on the total scale, ${inputs}`,
    },
  ];
}

function elasticNet({ perSample, l1Ratio, inputs, intercept }: Penalized): Conversion[] {
  const name = l1Ratio === 1 ? 'Lasso' : 'ElasticNet';
  const share = l1Ratio === 1 ? null : `l1_ratio=${show(l1Ratio)}`;
  return [
    {
      tool: `scikit-learn ${name}`,
      text: call(name, [`alpha=${show(perSample)}`, share, start(intercept)]),
      note: `λ per sample, ${inputs}`,
    },
  ];
}

const DESCENTS: Readonly<Record<string, { name: string; loss: string | null }>> = {
  linear: { name: 'SGDRegressor', loss: null },
  huber: { name: 'SGDRegressor', loss: 'huber' },
  logistic: { name: 'SGDClassifier', loss: 'log_loss' },
  squaredHinge: { name: 'SGDClassifier', loss: 'squared_hinge' },
};

/** Stochastic gradient descent, on one target. */
function descent({ model, outputs, perSample, l1Ratio, delta, inputs, intercept }: Penalized): Conversion[] {
  const own = DESCENTS[model];
  if (!own || outputs > 1) return [];
  const words = [
    own.loss && `loss="${own.loss}"`,
    model === 'huber' ? `epsilon=${show(delta)}` : null,
    `penalty="${l1Ratio > 0 ? 'elasticnet' : 'l2'}"`,
    `alpha=${show(perSample)}`,
    l1Ratio > 0 ? `l1_ratio=${show(l1Ratio)}` : null,
    start(intercept),
  ];
  return [{ tool: `scikit-learn ${own.name}`, text: call(own.name, words), note: `λ per sample, ${inputs}` }];
}

function classes(context: Penalized): Conversion[] {
  const { inputs, intercept } = context;
  const { total, share } = ofClasses(context);
  const words = [
    `C=${total > 0 ? show(1 / total) : 'float("inf")'}`,
    share > 0 ? `l1_ratio=${show(share)}` : null,
    share > 0 ? 'solver="saga"' : null,
    start(intercept),
  ];
  const pair = context.model === 'softmax' && context.outputs === 2;
  return [
    {
      tool: 'scikit-learn LogisticRegression',
      text: call('LogisticRegression', words),
      note: `${pair ? 'one weight stands for the difference of two' : 'C = 1 / λ'}, ${inputs}${share > 0 ? '; from version 1.8 on' : ''}`,
    },
  ];
}

/**
 * What LogisticRegression penalizes with. Of two classes it has one weight v = w₁ − w₂: at the minimum w₁ = −w₂ = v/2,
 * where λ [(1 − ρ)/2 ‖w‖² + ρ ‖w‖₁] is λ [(1 − ρ)/4 v² + ρ |v|].
 */
export function ofClasses({
  model,
  outputs,
  lambdaTotal,
  l1Ratio,
}: Pick<Penalized, 'model' | 'outputs' | 'lambdaTotal' | 'l1Ratio'>): { total: number; share: number } {
  if (model !== 'softmax' || outputs !== 2) return { total: lambdaTotal, share: l1Ratio };
  return { total: (lambdaTotal * (1 + l1Ratio)) / 2, share: (2 * l1Ratio) / (1 + l1Ratio) };
}

/** C Σ ℓ + ½‖w‖², or with ‖w‖₁; its intercept is penalized unless it is scaled up. */
function margins({ lambdaTotal, l1Ratio, inputs, intercept }: Penalized): Conversion[] {
  if ((l1Ratio > 0 && l1Ratio < 1) || lambdaTotal === 0) return [];
  const words = [
    l1Ratio === 1 ? 'penalty="l1", dual=False' : null,
    `C=${show(1 / lambdaTotal)}`,
    intercept ? 'intercept_scaling=1000' : start(intercept),
  ];
  return [
    {
      tool: 'scikit-learn LinearSVC',
      text: call('LinearSVC', words),
      note: `C = 1 / λ, ${inputs}${intercept ? '; it penalizes its intercept' : ''}`,
    },
  ];
}

function rates({ perSample, l1Ratio, outputs, inputs, intercept }: Penalized): Conversion[] {
  if (l1Ratio > 0 || outputs > 1) return [];
  return [
    {
      tool: 'scikit-learn PoissonRegressor',
      text: call('PoissonRegressor', [`alpha=${show(perSample)}`, start(intercept)]),
      note: `λ per sample, ${inputs}`,
    },
  ];
}

/**
 * Its steps are along the slope of ½ Σ over the targets, as ours, and of a penalty that is divided by the rows of a batch.
 * (The loss that it reports, and that its L-BFGS compares, is a mean over the targets.)
 */
function networks({ classes: labels, lambdaTotal, l1Ratio, outputs, inputs }: Penalized): Conversion[] {
  if (l1Ratio > 0) return [];
  const name = labels ? 'MLPClassifier' : 'MLPRegressor';
  const solvers = !labels && outputs > 1 ? 'adam or sgd on' : 'for';
  return [
    {
      tool: `scikit-learn ${name}`,
      text: `${name}(alpha=${show(lambdaTotal)})`,
      note: `${inputs}; ${solvers} batches of all rows, by which it divides alpha`,
    },
  ];
}

function start(intercept: boolean): string | null {
  return intercept ? null : 'fit_intercept=False';
}
