import { type RandomStream, stream } from '../../random.ts';
import type { UnitPoint } from './space.ts';
import type { SearchSpace } from './types.ts';

/**
 * Points that fill the space (McKay, Beckman & Conover 1979): cut into `count` equal parts along any coordinate, each
 * part holds one point; a choice of few values takes them as evenly. `points[i]` is the same for the same arguments.
 */
export function latinHypercube(space: SearchSpace, count: number, seed: number): UnitPoint[] {
  const draw = stream(seed, 'latin hypercube');
  const lambda = stratified(count, draw);
  const l1Ratio = stratified(count, draw);
  const levels = space.choices.map(({ values }) =>
    stratified(count, draw).map((share) => Math.floor(share * values.length)),
  );
  return lambda.map((own, at) => ({
    lambda: own,
    l1Ratio: l1Ratio[at]!,
    levels: levels.map((list) => list[at]!),
  }));
}

/** A number from each of `count` equal parts of [0, 1), in random order. */
function stratified(count: number, draw: RandomStream): number[] {
  const parts = draw.shuffle(Array.from({ length: count }, (_, part) => part));
  return parts.map((part) => (part + draw.uniform()) / count);
}
