import type { EntryInfo } from '../../registry.ts';

/** How the learning rate changes over a run. */
export interface Schedule extends EntryInfo {
  /**
   * @param parameters the entry's, by id, all of them
   * @param iterations updates of the whole run
   * @returns the learning rate's factor at an iteration, from 0 on
   */
  create(parameters: Readonly<Record<string, number>>, iterations: number): (iteration: number) => number;
}
