import type { Schedule } from './types.ts';

/** (i + 1) / w over the first w iterations, then 1: Goyal and others (2017), §2.2. */
export const warmUp: Schedule = {
  id: 'warmUp',
  label: 'Warm-up',
  description: 'The learning rate rises in a straight line at first, and then stays.',
  parameters: [
    {
      id: 'share',
      label: 'Warm-up',
      description: 'Share of the iterations in which the learning rate rises.',
      default: 0.1,
      min: 0,
      max: 1,
    },
  ],
  create({ share }, iterations) {
    const rising = Math.max(1, Math.ceil(share! * iterations));
    return (iteration) => Math.min(1, (iteration + 1) / rising);
  },
};
