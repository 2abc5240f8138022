import { isExpected } from '../../errors.ts';
import { withDefaults } from '../../registry.ts';
import { checkSpace } from './space.ts';
import type { Candidate, Evaluation, Search, SearchSpace, Trial } from './types.ts';

export interface SearchOptions {
  readonly search: Search;
  /** Trials in all, earlier ones included; a grid may end before. */
  readonly trials: number;
  readonly seed: number;
  /** Settings of the search by id; absent ones take their default. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Trials of the same search that was stopped: it goes on as if it had not been. */
  readonly earlier?: readonly Trial[];
  readonly signal?: AbortSignal;
  /** Milliseconds since some start; for the time that trials took. */
  readonly now?: () => number;
}

export interface SearchResult {
  /** In the order in which they were tried, earlier ones first. */
  readonly trials: readonly Trial[];
  /** The one of least loss, the first of equals; null where none could be fitted. */
  readonly best: Trial | null;
  /** False where the search was stopped. */
  readonly complete: boolean;
}

/** Losses of fits that failed because of the candidate: another one may do. */
const FAILURES: ReadonlySet<string> = new Set(['singular', 'diverged', 'too-large']);

/**
 * Tries candidates one after the other, each chosen in the light of those before, and yields every trial. The same
 * space, losses and options give the same trials to the bit. An aborted signal ends it with the trials so far; so does
 * `evaluate` when it then throws `stopped`. Throws `bad-spec` where the space or the settings cannot be searched.
 */
export async function* search(
  space: SearchSpace,
  evaluate: (candidate: Candidate, signal?: AbortSignal) => Promise<Evaluation>,
  options: SearchOptions,
): AsyncGenerator<Trial, SearchResult> {
  const { signal, earlier = [], now = () => 0, search } = options;
  checkSpace(space);
  const parameters = withDefaults(search.parameters, options.parameters ?? {});
  const propose = search.prepare(space, { trials: options.trials, seed: options.seed, parameters });
  const trials = [...earlier];
  while (!signal?.aborted) {
    const candidate = propose(trials);
    if (!candidate) return { trials, best: bestOf(trials), complete: true };
    const started = now();
    const outcome = await outcomeOf(() => evaluate(candidate, signal));
    if (outcome === 'stopped') break;
    const trial = { ...candidate, ...outcome, elapsedMs: now() - started };
    trials.push(trial);
    yield trial;
  }
  return { trials, best: bestOf(trials), complete: false };
}

type Outcome = Pick<Trial, 'mean' | 'se' | 'failure'>;

async function outcomeOf(evaluate: () => Promise<Evaluation>): Promise<Outcome | 'stopped'> {
  try {
    const { mean, se } = await evaluate();
    return Number.isFinite(mean) ? { mean, se } : NOT_FINITE;
  } catch (error) {
    if (!isExpected(error)) throw error;
    if (error.code === 'stopped') return 'stopped';
    if (!FAILURES.has(error.code)) throw error;
    return { mean: null, se: null, failure: error.message };
  }
}

const NOT_FINITE: Outcome = { mean: null, se: null, failure: 'The loss is too large for a number.' };

function bestOf(trials: readonly Trial[]): Trial | null {
  return trials.reduce<Trial | null>(
    (best, trial) => (trial.mean !== null && !(best && best.mean! <= trial.mean) ? trial : best),
    null,
  );
}
