import { RidgelineError } from '../errors.ts';
import { createProblem } from '../general/createProblem.ts';
import type { RunSpec } from '../spec.ts';
import { MEMORY_LIMIT } from '../training.ts';
import { pathLambdas } from './pathLambdas.ts';
import {
  type Candidate,
  type Choice,
  type Range,
  type SearchOptions,
  type SearchResult,
  type SearchSpace,
  search,
  type Trial,
} from './search/index.ts';
import { pointOf } from './search/space.ts';
import type { TuningData } from './tuningData.ts';

/** What is tuned, as people ask for it. */
export interface Tuning {
  /** λ in the spec's scale; null: the range in which the models change. */
  readonly lambda: Range | null;
  readonly l1Ratio: Range;
  /** Settings of the spec that are tried at several values: {@link choiceOf}. */
  readonly choices: readonly Choice[];
}

export interface TuneOptions extends SearchOptions {
  readonly memoryLimitBytes?: number;
  /** Awaited between the pieces of work of a trial. */
  readonly breathe?: () => Promise<void>;
}

/** Settings that can be a choice, and the values that are tried. */
const CHOICES: readonly Choice[] = [
  { id: 'standardize', values: ['all', 'none'] },
  { id: 'degree', values: [1, 2] },
];
/** A λ within this share of the range from one of its ends is at the edge. */
const EDGE = 0.02;

/** The choice with this id. Throws `bad-spec` where there is none. */
export function choiceOf(id: string): Choice {
  const choice = CHOICES.find((own) => own.id === id);
  if (choice) return choice;
  const known = CHOICES.map((own) => own.id).join(', ');
  throw new RidgelineError('bad-spec', `"${id}" cannot be tuned. Choose from: ${known}.`);
}

/** The choice with this id for a spec, whose own value is among those that are tried. Throws `bad-spec`. */
export function choiceFor(spec: RunSpec, id: string): Choice {
  const { values } = choiceOf(id);
  const own: Readonly<Record<string, string | number>> = {
    standardize: spec.standardize,
    degree: spec.degree,
  };
  return { id, values: [...new Set([own[id]!, ...values])] };
}

/** The spec of one candidate. Throws `bad-spec` for a choice that is none. */
export function specOf(spec: RunSpec, { lambda, l1Ratio, choices }: Candidate): RunSpec {
  for (const id of Object.keys(choices)) choiceOf(id);
  return { ...spec, lambda, l1Ratio, ...choices };
}

/** The space of a tuning on these data: a range of λ that was not given holds those of both ends of l1Ratio and of every scale. */
export async function tuningSpace(
  { spec, data }: TuningData,
  { lambda, l1Ratio, choices }: Tuning,
): Promise<SearchSpace> {
  if (lambda) return { lambda, l1Ratio, choices };
  const scales = choices.find(({ id }) => id === 'standardize')?.values ?? [spec.standardize];
  const ends: number[] = [];
  for (const standardize of scales) {
    for (const ratio of new Set([l1Ratio.low, l1Ratio.high])) {
      const own = specOf(spec, { lambda: 0, l1Ratio: ratio, choices: { standardize } });
      const problem = await createProblem(own, data, { memoryLimitBytes: data.plan.room, rows: false });
      ends.push(...(await pathLambdas(problem, 2)));
    }
  }
  return { lambda: { low: Math.min(...ends), high: Math.max(...ends) }, l1Ratio, choices };
}

/**
 * Searches for the λ, l1Ratio and choices of the least cross-validated loss, on the same folds for each trial; the test
 * part of the split has no say in it. Yields every trial; see {@link search} for stopping and going on.
 */
export async function* tune(
  data: TuningData,
  space: SearchSpace,
  options: TuneOptions,
): AsyncGenerator<Trial, SearchResult> {
  const memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const { breathe } = options;
  const judging = { memoryLimitBytes, ...(breathe ? { breathe } : {}) };
  const evaluate = (candidate: Candidate, signal?: AbortSignal) =>
    data.judge(specOf(data.spec, candidate), { ...judging, ...(signal ? { signal } : {}) });
  return yield* search(space, evaluate, options);
}

/** A sentence where the best λ lies at an end of its range, so that a better one may lie beyond; else null. */
export function edgeNote(space: SearchSpace, best: Trial | null): string | null {
  if (!best || space.lambda.low === space.lambda.high) return null;
  const { lambda } = pointOf(space, best);
  if (lambda > EDGE && lambda < 1 - EDGE) return null;
  const end = lambda <= EDGE ? 'lower' : 'upper';
  return `The best λ lies at the ${end} end of the range that was searched: a better one may lie beyond it.`;
}
