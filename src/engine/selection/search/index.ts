import { Registry } from '../../registry.ts';
import { bayesian } from './bayesian.ts';
import { grid } from './grid.ts';
import { random } from './random.ts';
import type { Search } from './types.ts';

export { type SearchOptions, type SearchResult, search } from './search.ts';
export type { Candidate, Choice, Evaluation, Range, Search, SearchSpace, Trial } from './types.ts';

/** Every search, in the order in which they are offered. A new one is one file and one line here. */
export const searches = new Registry<Search>('search', [grid, random, bayesian]);
