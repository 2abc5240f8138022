import { progress } from './final.ts';
import type { Schedule } from './types.ts';

/** factor^i after the i-th of `drops` equal parts of the run. */
export const step: Schedule = {
  id: 'step',
  label: 'Steps',
  description: 'Lowers the learning rate a few times, at equal distances.',
  parameters: [
    {
      id: 'drops',
      label: 'Drops',
      description: 'How often the learning rate is lowered.',
      default: 3,
      min: 1,
      max: 100,
      integer: true,
    },
    {
      id: 'factor',
      label: 'Factor',
      description: 'What the learning rate is multiplied by each time.',
      default: 0.3,
      min: 0,
      max: 1,
    },
  ],
  create({ drops, factor: each }, iterations) {
    return (iteration) => {
      const done = Math.min(Math.floor(progress(iteration, iterations) * (drops! + 1)), drops!);
      let factor = 1;
      for (let drop = 0; drop < done; drop++) factor *= each!;
      return factor;
    };
  },
};
