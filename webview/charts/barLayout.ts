/** Where the bars of the weights stand: pure, so that it can be tested without a page. */

export interface Domain {
  /** At most 0. */
  readonly low: number;
  /** At least 0. */
  readonly high: number;
}

/** A piece of the track, in shares of its width. `cut`: it goes on past the edge. */
export interface Piece {
  readonly left: number;
  readonly width: number;
  readonly cut: boolean;
}

/** Names by the size of their weight, the largest first; equal ones keep the file's order. */
export function bySize(weights: readonly number[]): number[] {
  const order = weights.map((_, index) => index);
  return order.sort((a, b) => Math.abs(weights[b] ?? 0) - Math.abs(weights[a] ?? 0) || a - b);
}

/** The indices whose name holds the words searched for, in the given order. */
export function matching(
  order: readonly number[],
  names: readonly string[],
  search: string,
): readonly number[] {
  const words = search.trim().toLowerCase();
  if (words === '') return order;
  return order.filter((index) => (names[index] ?? '').toLowerCase().includes(words));
}

/**
 * The axis: it holds every weight now, and every one at λ = 0 up to `cap`, beyond which an outline is cut.
 * It is made when a run ends and stays while λ moves, so that shrinking is seen as shrinking.
 */
export function domainOf(now: readonly number[], ghosts: readonly number[], cap: number): Domain {
  let low = 0;
  let high = 0;
  const widen = (value: number): void => {
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const value of now) if (Number.isFinite(value)) widen(value);
  for (const value of ghosts) if (Number.isFinite(value)) widen(Math.min(cap, Math.max(-cap, value)));
  if (low === 0 && high === 0) return { low: -1, high: 1 };
  const room = 0.02 * (high - low);
  return { low: low === 0 ? 0 : low - room, high: high === 0 ? 0 : high + room };
}

/** The union of two axes: for weights that outgrow theirs while they are learned. */
export const union = (a: Domain, b: Domain): Domain => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});

/** Where 0 stands. */
export const zeroOf = ({ low, high }: Domain): number => -low / (high - low);

/** The bar from 0 to a weight. */
export function pieceOf(value: number, domain: Domain): Piece {
  const zero = zeroOf(domain);
  if (!Number.isFinite(value)) return { left: zero, width: 0, cut: false };
  const inside = Math.min(domain.high, Math.max(domain.low, value));
  const end = (inside - domain.low) / (domain.high - domain.low);
  return { left: Math.min(zero, end), width: Math.abs(end - zero), cut: inside !== value };
}
