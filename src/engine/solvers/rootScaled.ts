/**
 * The rule that divides each weight's gradient by the root of what is kept of its squares: θ ← θ − η g / (√v + ε).
 * @param keep the next v of a weight, from the last one and the square of its gradient
 */
export function rootScaled(size: number, epsilon: number, keep: (before: number, square: number) => number) {
  const squares = new Float64Array(size);
  const scale = new Float64Array(size);
  return {
    memory: { squares },
    scale,
    step(theta: Float64Array, gradient: Float64Array, rate: number): void {
      for (let j = 0; j < size; j++) {
        squares[j] = keep(squares[j]!, gradient[j]! * gradient[j]!);
        scale[j] = 1 / (Math.sqrt(squares[j]!) + epsilon);
        theta[j]! -= rate * gradient[j]! * scale[j]!;
      }
    },
  };
}
