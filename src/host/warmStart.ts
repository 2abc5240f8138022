import type { RunSpec, StartValues } from '../engine/spec.ts';
import type { TrainingRun } from './trainingRun.ts';

/** A run's weights as a start for another: original units, keyed by target and design column. */
export function startValuesOf(run: TrainingRun): StartValues | null {
  const { data, result } = run;
  if (!data || !result) return null;
  const { weights, intercept } = result.now;
  const p = data.features.length;
  const entries = data.targets.map((target, t) => {
    const coefficients = Object.fromEntries(data.features.map((name, j) => [name, weights[t * p + j] ?? 0]));
    return [target, { coefficients, intercept: intercept[t] ?? 0 }] as const;
  });
  return Object.fromEntries(entries);
}

/** The spec with a warm start's weights filled in from the newest finished run, where it names none itself. */
export function withWarmStart(spec: RunSpec, runs: readonly TrainingRun[]): RunSpec {
  if (spec.initializer.id !== 'warmStart' || spec.initializer.values) return spec;
  const run = [...runs].reverse().find((earlier) => !earlier.active && earlier.result !== null);
  const values = run ? startValuesOf(run) : null;
  return values ? { ...spec, initializer: { ...spec.initializer, values } } : spec;
}

/** The spec that resumes a diverged run from its last finite weights at the suggested rate; null where none is. */
export function recoverySpec(run: TrainingRun): RunSpec | null {
  const rate = run.result?.descent?.advice?.suggestedRate;
  const values = startValuesOf(run);
  if (rate === undefined || !values) return null;
  return { ...run.spec, learningRate: rate, initializer: { id: 'warmStart', parameters: {}, values } };
}
