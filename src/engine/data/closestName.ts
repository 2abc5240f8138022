import type { Column } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';

/** The known name that a mistyped one most likely stands for, or null where none is near (a third of its letters). */
export function closestName(name: string, known: readonly string[]): string | null {
  const wanted = name.trim().toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.trim().toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** The column of this name; throws `unknown-column` with the closest one, or with those there are. */
export function findColumn(byName: ReadonlyMap<string, Column>, name: string, role: string): Column {
  const column = byName.get(name);
  if (column) return column;
  const hint = nameHint(name, [...byName.keys()], 'The file has');
  throw new RidgelineError('unknown-column', `There is no ${role} column "${name}". ${hint}`);
}

/** What to say where a name is not known: the closest one, or the first of those there are. */
export function nameHint(name: string, known: readonly string[], introduction: string): string {
  const close = closestName(name, known);
  const names = known.slice(0, 12).join(', ');
  return close ? `Did you mean "${close}"?` : `${introduction}: ${names}${known.length > 12 ? ', …' : ''}.`;
}

/** Insertions, deletions and replacements that lead from one text to the other (Levenshtein 1966). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
