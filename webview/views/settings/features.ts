import type { ColumnSummary } from '../../../src/engine/report.ts';
import type { RunSpec } from '../../../src/engine/spec.ts';

/** Which columns the next run uses, by the spec and by what was left out last time: pure, so that it can be tested. */

/** The columns that are no target and do not split the rows. */
export function candidates(
  columns: readonly ColumnSummary[],
  spec: RunSpec,
  targets: readonly string[],
): ColumnSummary[] {
  const taken = new Set([...targets, ...splitColumns(spec)]);
  return columns.filter(({ name }) => !taken.has(name));
}

function splitColumns({ split, validation }: RunSpec): string[] {
  const named: string[] = [];
  if (split.kind === 'column') named.push(split.column);
  if (validation.kind === 'column') named.push(validation.column);
  return named;
}

/** Left out by the data's own doing: not because the spec says so. */
const leftOutByData = (column: ColumnSummary, trained: RunSpec | null): boolean =>
  column.role === 'leftOut' &&
  !(trained?.exclude.includes(column.name) ?? false) &&
  (trained?.features ?? null) === null;

/** Whether the next run uses this column. */
export function isUsed(column: ColumnSummary, spec: RunSpec, trained: RunSpec | null): boolean {
  if (spec.features !== null) return spec.features.includes(column.name);
  return !spec.exclude.includes(column.name) && !leftOutByData(column, trained);
}

/**
 * The spec's `features` and `exclude` after one box was ticked or cleared. What the data left out is used only
 * where it is named, so ticking such a column turns to a list of names.
 */
export function toggled(
  columns: readonly ColumnSummary[],
  spec: RunSpec,
  trained: RunSpec | null,
  name: string,
  checked: boolean,
): Pick<RunSpec, 'features' | 'exclude'> {
  const used = columns.filter((column) => isUsed(column, spec, trained)).map((column) => column.name);
  const column = columns.find((one) => one.name === name);
  if (spec.features !== null || (checked && column && leftOutByData(column, trained))) {
    const chosen = new Set(used);
    if (checked) chosen.add(name);
    else chosen.delete(name);
    return {
      features: columns.map((one) => one.name).filter((one) => chosen.has(one)),
      exclude: spec.exclude.filter((one) => !chosen.has(one)),
    };
  }
  const exclude = spec.exclude.filter((one) => one !== name);
  return { features: null, exclude: checked ? exclude : [...exclude, name] };
}
