import type { RunResult } from '../engine/report.ts';
import type { RunSpec } from '../engine/spec.ts';
import { WALK_SETTINGS } from '../engine/walkSettings.ts';

/** A run as far as another one can take over what its cross-validation found. */
export interface Selected {
  readonly spec: RunSpec;
  readonly result: RunResult | null;
  /** The version of the file that it was trained on. */
  readonly version: string | undefined;
}

/** Settings that change nothing of what cross-validation finds: λ itself, and how a minimum is walked to. */
const FREE: readonly (keyof RunSpec)[] = ['lambda', 'lambdaChoice', 'folds', ...WALK_SETTINGS];

/**
 * The result of a run whose λ was given, with what an earlier run's cross-validation says of the same rows and settings,
 * so that a λ that was moved keeps the curve it was moved on. Another run's result stays as it is.
 * @param earlier the newest last
 */
export function withEarlierSelection(
  result: RunResult,
  run: Omit<Selected, 'result'>,
  earlier: readonly Selected[],
): RunResult {
  if (result.selection || run.spec.lambdaChoice !== 'given' || run.version === undefined) return result;
  const same = keyOf(run.spec);
  const found = earlier.findLast(
    (other) =>
      Boolean(other.result?.selection) && other.version === run.version && keyOf(other.spec) === same,
  );
  const selection = found?.result?.selection;
  return selection ? { ...result, selection: { ...selection, chosen: 'given' } } : result;
}

function keyOf(spec: RunSpec): string {
  const counts = Object.entries(spec).filter(([name]) => !FREE.includes(name as keyof RunSpec));
  return JSON.stringify(counts);
}
