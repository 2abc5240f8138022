import type { LinearWeights } from '../data/types.ts';
import type { RandomStream } from '../random.ts';
import type { EntryInfo } from '../registry.ts';

/** What an initializer works from. Weights are on the optimized (scaled) scale. */
export interface InitializerContext {
  /** Number of design columns (fan-in) and of targets (fan-out). */
  readonly inputs: number;
  readonly outputs: number;
  readonly random: RandomStream;
  /** The entry's parameters by id, defaults filled in. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Given weights (`values`, `warmStart`, `noise` around values), already on the optimized scale; else null. */
  readonly given: LinearWeights | null;
}

/** A way to start: one file each, one line in the registry. */
export interface Initializer extends EntryInfo {
  readonly given: NonNullable<EntryInfo['given']>;
  create(context: InitializerContext): LinearWeights;
}
