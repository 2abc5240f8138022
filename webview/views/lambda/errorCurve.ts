import type { LambdaView, RunResult, Scores } from '../../../src/engine/report.ts';
import { valueAt } from '../../charts/lambda/lambdaAxis.ts';
import * as format from '../../format.ts';
import { errorName } from './words.ts';

/** The curve is cut where it rises past this many times the error of guessing without columns. */
const CUT = 1.3;

/** An error over λ, for the picture behind the slider. */
export interface ErrorCurve {
  readonly name: string;
  readonly lambdas: readonly number[];
  readonly errors: readonly number[];
  /** One standard error at each λ; null where the curve has none. */
  readonly se: readonly number[] | null;
  /** The error of guessing without columns, on the same rows or ones like them. */
  readonly baseline: number | null;
  /** The rows that the curve is of; null: every training row once, held out by its fold. */
  readonly part: 'train' | 'validation' | 'test' | null;
}

/** Cross-validation's curve where there is one, else the error on held-out rows, else on the training rows. */
export function errorCurve(result: RunResult): ErrorCurve {
  const { selection, curve, metrics, baseline } = result;
  const [metric] = metrics;
  if (selection && selection.lambdas.length > 1) {
    const of = metrics.find(({ label }) => label === selection.metric.label);
    return {
      name: `cross-validated ${errorName(selection.metric)} over λ`,
      lambdas: selection.lambdas,
      errors: selection.cvMean,
      se: selection.cvSe,
      baseline: asError(of, baseline.train),
      part: null,
    };
  }
  const part = curve.heldOut ? (curve.heldOutPart ?? 'test') : 'train';
  const held = `${curve.heldOutPart ?? 'held-out'} error over λ`;
  const train = curve.train.length === 0 ? '' : 'train error over λ · no held-out rows';
  return {
    name: curve.heldOut ? held : train,
    lambdas: curve.lambda,
    errors: curve.heldOut ?? curve.train,
    se: null,
    baseline: asError(metric, baseline[part]),
    part,
  };
}

/** A score as an error, as curves have it. */
function asError(metric: RunResult['metrics'][number] | undefined, scores: Scores | null): number | null {
  const value = metric && scores?.[metric.id];
  if (typeof value !== 'number') return null;
  return metric?.better === 'high' ? 1 - value : value;
}

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** From the least error to the largest, bands included, cut where errors grow out of all proportion. */
export function scaleOf({ errors, se, baseline }: ErrorCurve): Scale {
  const of = (sign: number): number[] =>
    errors.map((error, at) => error + sign * (se?.[at] ?? 0)).filter(Number.isFinite);
  const lows = of(-1);
  if (lows.length === 0) return { low: 0, high: 1 };
  const low = Math.min(...lows);
  const top = Math.max(...of(1));
  const high = baseline !== null && baseline > low ? Math.min(top, CUT * baseline) : top;
  return { low, high: high > low ? high : low + Math.abs(low) + 1 };
}

/** The error at λ: of the solution in sight where it is that λ's, else read off the curve. */
export function errorAt(
  curve: ErrorCurve,
  result: RunResult,
  view: LambdaView | null,
  lambda: number,
): number | null {
  const { lambdas, errors, part } = curve;
  if (part !== null && view?.lambda === lambda) return asError(result.metrics[0], view.scores[part]);
  const last = lambdas.length - 1;
  const first = lambdas.findIndex((value) => value > 0);
  if (last < 0 || first < 0) return null;
  if (lambda <= (lambdas[first] ?? 0)) return errors[lambda <= 0 ? 0 : first] ?? null;
  if (lambda >= (lambdas[last] ?? 0)) return errors[last] ?? null;
  return valueAt(lambdas, errors, lambda);
}

/** The λ of the least validation error, to three digits; null without validation rows: test rows choose nothing. */
export function leastOf({ curve }: RunResult): { lambda: number; title: string } | null {
  const errors = curve.heldOutPart === 'validation' ? (curve.heldOut ?? []) : [];
  if (errors.length === 0) return null;
  const index = errors.indexOf(Math.min(...errors));
  const lambda = Number((curve.lambda[index] ?? 0).toPrecision(3));
  return { lambda, title: `Train with λ = ${format.lambda(lambda)}: the least validation error` };
}
