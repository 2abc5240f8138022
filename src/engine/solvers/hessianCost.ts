/**
 * Outputs + 1 times numbers of each output for which a Hessian costs as much as an evaluation: 26 of them at 11 × 62 and
 * 2.8 at 2 × 51, measured on 90,000 and 200,000 rows.
 */
const EVALUATION = 29;

/** What a Hessian of linear scores costs, in evaluations of loss and gradient. @param size numbers of theta, of k outputs */
export function hessianCost(size: number, k: number): number {
  return ((k + 1) * (size / k)) / EVALUATION;
}
