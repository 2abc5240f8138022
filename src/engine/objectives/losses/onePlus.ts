/**
 * ln(1 + x) for x ≥ 0 from `log`, ln of the rounded sum 1 + x: scaled by x over what the sum kept of x, which gives
 * the digits back that a small x loses (Kahan; Higham, Accuracy and Stability of Numerical Algorithms, 1.14.1).
 */
export function onePlus(x: number, log: number): number {
  const kept = 1 + x - 1;
  return kept === 0 ? x : log * (x / kept);
}
