import { initializers } from '../engine/initializers/index.ts';
import { models } from '../engine/models/index.ts';
import type { EntryInfo } from '../engine/registry.ts';
import { searches } from '../engine/selection/search/index.ts';
import { solvers } from '../engine/solvers/index.ts';
import { schedules } from '../engine/solvers/schedules/index.ts';
import type { Catalog, Entry } from '../protocol/panel.ts';

/** What can be chosen, straight from the registries. */
export function catalog(): Catalog {
  return {
    models: models.list().map(plain),
    solvers: solvers.list().map(plain),
    initializers: initializers.list().map(plain),
    schedules: schedules.list().map(plain),
    searches: searches.list().map(plain),
  };
}

/** A copy that a message may carry. */
const plain = (entry: EntryInfo): Entry => structuredClone(entry) as Entry;
