import { toOriginal } from '../data/scaling.ts';
import { type DesignBlock, PART, type PartName } from '../data/types.ts';
import { type Fit, lambdaTotal } from '../fit.ts';
import type { LambdaCurve } from '../report.ts';
import { SPECTRUM_LIMIT } from '../solvers/normalEquations.ts';
import { lambdaAxis } from './lambdaAxis.ts';
import { meanScores, scoresFromMoments } from './scores.ts';
import { degreesOfFreedom } from './views.ts';

/** Points on the λ axis, and what the moments say at each: the picture behind the slider. */
export function lambdaCurve(fit: Fit): LambdaCurve {
  const { train: rows } = fit.data.moments;
  const lambda = lambdaAxis(fit, fit.dual ? rows.count : rows.p, pointsOnCurve(fit));
  const heldOutPart =
    fit.data.counts.validation > 0 ? 'validation' : fit.data.counts.test > 0 ? 'test' : null;
  const freedom: number[] = [];
  const train: number[] = [];
  const heldOut: number[] = [];
  for (const value of lambda) {
    const total = lambdaTotal(fit, value);
    const errors = solutionErrors(fit, total);
    train.push(errors('train'));
    if (heldOutPart) heldOut.push(errors(heldOutPart));
    const known = degreesOfFreedom(fit, total);
    if (known !== null) freedom.push(known);
  }
  return {
    lambda,
    train,
    heldOut: heldOutPart ? heldOut : null,
    heldOutPart,
    degreesOfFreedom: freedom.length > 0 ? freedom : null,
  };
}

/** The mean squared errors, over targets, of the exact solution at a total λ. */
export function solutionErrors(fit: Fit, total: number): (part: PartName) => number {
  if (fit.dual) return predictionErrors(fit.dual.block, fit.dual.predictions(total));
  const original = toOriginal(fit.family.solve(total), fit.scaling);
  const scores = meanScores(scoresFromMoments(fit, original));
  return (part) => scores[part]?.mse ?? 0;
}

function predictionErrors({ y, part, rows }: DesignBlock, predictions: Float64Array) {
  const k = y.length / rows;
  return (name: PartName): number => {
    let sum = 0;
    let count = 0;
    for (let at = 0; at < y.length; at++) {
      if (part[Math.floor(at / k)] !== PART[name]) continue;
      sum += (y[at]! - predictions[at]!) ** 2;
      count++;
    }
    return count === 0 ? 0 : sum / count;
  };
}

/** Where every λ has to be factored by itself, few; where a better picture is to come, its ends. */
function pointsOnCurve({ family }: Fit): number {
  if (family.live) return 61;
  return family.order <= SPECTRUM_LIMIT ? 2 : 7;
}
