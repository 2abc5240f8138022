import { RidgelineError } from '../errors.ts';
import { nameHint } from './closestName.ts';
import type { DesignPlan } from './plan.ts';

/**
 * The multiplier of λ for each design column: p numbers, 1 where none is given. A name is that of a design column
 * (`age`, `cut=Good`), or else of a column of the file, which stands for all design columns made of it alone; a design
 * column's own name counts more. Throws `unknown-column` with the closest name where it is neither.
 */
export function resolvePenaltyFactors(
  factors: Readonly<Record<string, number>>,
  { columns, sources }: Pick<DesignPlan, 'columns' | 'sources'>,
): Float64Array {
  const result = new Float64Array(columns.length).fill(1);
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  const bySource = new Map(sources.map(({ name, index }) => [name, index]));
  const given = Object.entries(factors);
  for (const [name, factor] of given) {
    const source = bySource.get(name);
    if (places.has(name)) continue;
    if (source === undefined) throw unknown(name, [...places.keys(), ...bySource.keys()]);
    columns.forEach((column, place) => {
      if (column.source === source && column.kind !== 'product') result[place] = factor;
    });
  }
  for (const [name, factor] of given) {
    const place = places.get(name);
    if (place !== undefined) result[place] = factor;
  }
  return result;
}

function unknown(name: string, known: readonly string[]): RidgelineError {
  const hint = nameHint(name, [...new Set(known)], 'The columns are');
  return new RidgelineError(
    'unknown-column',
    `The penalty factor of "${name}" belongs to no column of the model. ${hint}`,
  );
}
