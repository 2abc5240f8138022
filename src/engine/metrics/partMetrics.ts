import type { Kernels } from '../kernels/loader.ts';
import type { Kind } from './index.ts';
import { ManyClassMetrics } from './manyClassMetrics.ts';
import { NumberMetrics } from './numbers.ts';
import { TwoClassMetrics } from './twoClassMetrics.ts';
import type { PartMetrics } from './types.ts';

export interface MetricsShape {
  /** Scores a row. */
  readonly outputs: number;
  /** Whether R² measures variation from the mean, or from 0. */
  readonly intercept: boolean;
  readonly kernels?: Kernels | null;
}

/** An empty fold over one part of the rows: of one score a row two classes are told apart, of more, as many. */
export function metricsFor(kind: Kind, { outputs, intercept, kernels = null }: MetricsShape): PartMetrics {
  switch (kind) {
    case 'numbers':
    case 'robust':
    case 'counts':
      return new NumberMetrics({ outputs, intercept, rates: kind === 'counts', kernels });
    case 'margins':
      return new TwoClassMetrics(false);
    case 'probabilities':
      return outputs === 1 ? new TwoClassMetrics(true, kernels) : new ManyClassMetrics(outputs, kernels);
  }
}
