import { dot, isFinitePoint, nearlySame, type Point } from './point.ts';

/** Sufficient decrease and curvature: Nocedal & Wright's values for quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_GROWTH = 10;
const MOST_TRIALS = 30;

/** A point along a direction, with the derivative there. */
interface Trial {
  readonly step: number;
  readonly slope: number;
  readonly point: Point;
}

/** A search along one direction. */
interface Line {
  readonly origin: Trial;
  at(step: number): Promise<Trial>;
}

/**
 * A step that satisfies the strong Wolfe conditions: algorithms 3.5 and 3.6 of Nocedal & Wright (2006) with cubic
 * interpolation. Where losses differ by rounding alone, decreasing slopes stand for decreasing losses, as in the
 * approximate Wolfe conditions of Hager & Zhang (2005). Null where no step lowers the loss.
 * @param evaluate the point so far along the direction
 */
export async function wolfeSearch(
  from: Point,
  direction: Float64Array,
  evaluate: (step: number) => Promise<Point>,
  first: number,
): Promise<Point | null> {
  const trialOf = (step: number, point: Point) => ({ step, slope: dot(point.gradient, direction), point });
  const line: Line = {
    origin: trialOf(0, from),
    at: async (step) => trialOf(step, await evaluate(step)),
  };
  return line.origin.slope < 0 ? bracket(line, first) : null;
}

/** Longer and longer steps, until one satisfies both conditions or lies behind one that does. */
async function bracket(line: Line, first: number): Promise<Point | null> {
  let before = line.origin;
  let step = first;
  for (let count = 0; count < MOST_TRIALS; count++) {
    const trial = await line.at(step);
    if (tooHigh(line, trial) || (count > 0 && above(trial, before))) return zoom(line, before, trial);
    if (isFlat(line, trial)) return trial.point;
    if (trial.slope >= 0) return zoom(line, trial, before);
    const next = cubicMinimum(before, trial);
    step = next > 2 * step ? Math.min(next, MOST_GROWTH * step) : MOST_GROWTH * step;
    before = trial;
  }
  return before.point;
}

/** Narrows the bracket between the best step so far and another end, until a step satisfies both conditions. */
async function zoom(line: Line, best: Trial, other: Trial): Promise<Point | null> {
  let [low, high] = [best, other];
  for (let count = 0; count < MOST_TRIALS; count++) {
    const width = high.step - low.step;
    const step = inside(low, high);
    if (step === low.step || step === high.step) break;
    const trial = await line.at(step);
    if (tooHigh(line, trial) || above(trial, low)) high = trial;
    else {
      if (isFlat(line, trial)) return trial.point;
      if (trial.slope * width >= 0) high = low;
      low = trial;
    }
  }
  return low.step > 0 ? low.point : null;
}

/** The curvature condition. */
function isFlat({ origin }: Line, { slope }: Trial): boolean {
  return Math.abs(slope) <= -CURVATURE * origin.slope;
}

function tooHigh({ origin }: Line, { step, slope, point }: Trial): boolean {
  if (!isFinitePoint(point)) return true;
  if (nearlySame(point.value, origin.point.value)) return slope > (2 * DECREASE - 1) * origin.slope;
  return point.value > origin.point.value + DECREASE * step * origin.slope;
}

/** True where a loss is above another by more than rounding. */
function above({ point }: Trial, other: Trial): boolean {
  return point.value >= other.point.value && !nearlySame(point.value, other.point.value);
}

/** The next step to try in a bracket: the cubic's minimum, but no nearer to an end than a tenth of its width. */
function inside(low: Trial, high: Trial): number {
  const width = high.step - low.step;
  if (!isFinitePoint(high.point)) return low.step + 0.1 * width;
  const guess = (cubicMinimum(low, high) - low.step) / width;
  return low.step + (Number.isFinite(guess) ? Math.min(Math.max(guess, 0.1), 0.9) : 0.5) * width;
}

/** Where the cubic through both values and slopes is least: Nocedal & Wright (2006), equation 3.59. */
function cubicMinimum(a: Trial, b: Trial): number {
  const width = b.step - a.step;
  const d = a.slope + b.slope - (3 * (b.point.value - a.point.value)) / width;
  const root = Math.sqrt(d * d - a.slope * b.slope) * Math.sign(width);
  return b.step - (width * (b.slope + root - d)) / (b.slope - a.slope + 2 * root);
}
