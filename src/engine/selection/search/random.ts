import { type RandomStream, stream } from '../../random.ts';
import { candidateAt, type UnitPoint } from './space.ts';
import type { Search, SearchSpace } from './types.ts';

/** Bergstra & Bengio (2012): each trial is drawn from a stream of its own, so that it depends on no other. */
export const random: Search = {
  id: 'random',
  label: 'Random',
  description: 'λ uniform on a logarithmic scale, the l1Ratio uniform, every choice equally often.',
  parameters: [],
  prepare:
    (space, { trials, seed }) =>
    ({ length }) =>
      length < trials ? candidateAt(space, drawPoint(space, stream(seed, `trial ${length}`))) : null,
};

/** A point of the space, uniform in unit coordinates. Takes as many numbers whatever the space holds fixed. */
export function drawPoint({ choices }: SearchSpace, draw: RandomStream): UnitPoint {
  return {
    lambda: draw.uniform(),
    l1Ratio: draw.uniform(),
    levels: choices.map(({ values }) => draw.integer(0, values.length - 1)),
  };
}
