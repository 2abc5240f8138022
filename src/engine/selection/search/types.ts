import type { EntryInfo } from '../../registry.ts';

/** Both ends included; equal ends fix the value. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A setting that is tried at each of a few values, e.g. `standardize` at `all` and `none`. */
export interface Choice {
  readonly id: string;
  readonly values: readonly (string | number)[];
}

/** What is searched: λ on a logarithmic scale, so its range lies above 0, the l1Ratio, and choices. */
export interface SearchSpace {
  readonly lambda: Range;
  readonly l1Ratio: Range;
  readonly choices: readonly Choice[];
}

/** One point of the space. */
export interface Candidate {
  readonly lambda: number;
  readonly l1Ratio: number;
  /** By the choices' ids. */
  readonly choices: Readonly<Record<string, string | number>>;
}

/** A loss to be made small, and its standard error; null where that is not known. */
export interface Evaluation {
  readonly mean: number;
  readonly se: number | null;
}

/** A candidate and what came of it: plain data, which a file of JSON keeps to the last bit. */
export interface Trial extends Candidate {
  /** Null where the candidate could not be fitted. */
  readonly mean: number | null;
  readonly se: number | null;
  /** Why there is no mean. */
  readonly failure?: string;
  readonly elapsedMs: number;
}

export interface SearchSettings {
  /** Trials in all, earlier ones included. */
  readonly trials: number;
  readonly seed: number;
  /** The search's own, every one given. */
  readonly parameters: Readonly<Record<string, number>>;
}

/**
 * The candidate to be tried after these trials, null where the search has ended. It depends on its arguments alone, so
 * that a search goes on from earlier trials as if it had never stopped.
 */
export type Propose = (trials: readonly Trial[]) => Candidate | null;

export interface Search extends EntryInfo {
  /** Throws `bad-spec` where the settings do not suit the space. */
  readonly prepare: (space: SearchSpace, settings: SearchSettings) => Propose;
}
