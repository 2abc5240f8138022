import { initializers } from '../engine/initializers/index.ts';
import { models } from '../engine/models/index.ts';
import { solvers } from '../engine/solvers/index.ts';
import type { Catalog } from '../protocol/panel.ts';

/** What can be chosen, straight from the registries. */
export function catalog(): Catalog {
  return {
    models: models.list().map(plain),
    solvers: solvers.list().map(plain),
    initializers: initializers.list().map(plain),
  };
}

/** A copy that a message may carry. */
function plain({ parameters, ...entry }: ReturnType<typeof models.list>[number]): Catalog['models'][number] {
  return { ...entry, parameters: parameters.map((parameter) => ({ ...parameter })) };
}
