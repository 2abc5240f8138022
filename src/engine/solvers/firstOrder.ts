import type { Iterate, IterativeOptions, IterativeResult, IterativeSolver, Objective } from './types.ts';
import type { FirstOrder } from './updateRule.ts';
import { Walk } from './walk.ts';

export type { FirstOrder, UpdateRule } from './updateRule.ts';

/**
 * A solver from an update rule: the loop that all of them share. It takes all rows or batches, chooses a learning rate,
 * follows the schedule, clips, takes the proximal step of the L1 part, watches for divergence, stops early, and can be
 * saved at every iterate and resumed as if it had not stopped.
 *
 * Without batches every update is an iterate. With batches there is one of all rows at the start, after every epoch and
 * at the end, and partial ones, of the running loss, in between; `iterations` counts updates.
 */
export function firstOrderSolver(kind: FirstOrder): IterativeSolver {
  const { id, label, description, parameters, batches } = kind;
  return {
    kind: 'iterative',
    goal: 'watch',
    id,
    label,
    description,
    parameters,
    batches,
    run: (objective, start, options) => run(kind, objective, start, options),
  };
}

async function* run(
  kind: FirstOrder,
  objective: Objective,
  start: Float64Array,
  options: IterativeOptions,
): AsyncGenerator<Iterate, IterativeResult> {
  const walk = new Walk(kind, objective, start, options);
  let looks = walk.position.batch === 0 || walk.atEnd;
  if (!looks) yield walk.again();
  for (;;) {
    if (looks) {
      const { iterate, reason } = await walk.look();
      if (iterate) yield iterate;
      if (reason) return walk.end(reason);
    }
    looks = true;
    if (walk.batchSize === null) walk.update();
    else if (!(yield* epoch(walk, walk.batchSize))) return walk.end('diverged');
  }
}

/** The rest of an epoch, or of the run where that is shorter; false where it diverges. */
async function* epoch(walk: Walk, size: number): AsyncGenerator<Iterate, boolean> {
  const { objective, options, position } = walk;
  const batches = objective.batches!.epoch(size, options.seed ?? 0, position.epoch)[Symbol.asyncIterator]();
  try {
    let next = await batches.next();
    for (let skipped = 0; skipped < position.batch && !next.done; skipped++) next = await batches.next();
    while (!next.done && !walk.atEnd) {
      if (!walk.take(next.value)) return false;
      next = await batches.next();
      if (next.done || !walk.due) continue;
      const shown = walk.partial();
      if (!shown) return false;
      yield shown;
    }
    if (next.done) walk.endEpoch();
    return true;
  } finally {
    await batches.return?.();
  }
}
