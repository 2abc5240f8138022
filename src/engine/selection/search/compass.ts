/** The first step, as a share of the box's width, and the one at which the search has arrived. */
const FIRST_STEP = 0.25;
const LAST_STEP = 1e-3;

export interface Peak {
  readonly at: Float64Array;
  readonly height: number;
}

/**
 * A local maximum of `height` over the unit box by compass search (Kolda, Lewis & Torczon 2003): steps along the axes,
 * halved where none of them leads up. Needs no derivatives, always comes to an end, and gives the same for the same
 * start. `start` is not changed.
 */
export function climb(height: (at: Float64Array) => number, start: Float64Array): Peak {
  const at = start.slice();
  let best = height(at);
  for (let step = FIRST_STEP; step >= LAST_STEP; ) {
    let moved = false;
    for (let axis = 0; axis < at.length; axis++) {
      const here = at[axis]!;
      for (const there of [Math.min(here + step, 1), Math.max(here - step, 0)]) {
        at[axis] = there;
        const found = there === here ? best : height(at);
        if (found > best) {
          best = found;
          moved = true;
          break;
        }
        at[axis] = here;
      }
    }
    if (!moved) step *= 0.5;
  }
  return { at, height: best };
}

/** The `count` highest of these, the highest first; of equals the earlier. */
export function highest<T>(items: readonly T[], height: (item: T) => number, count: number): T[] {
  const heights = items.map(height);
  const order = items.map((_, index) => index);
  order.sort((a, b) => (heights[a] === heights[b] ? a - b : heights[a]! > heights[b]! ? -1 : 1));
  return order.slice(0, count).map((index) => items[index]!);
}
