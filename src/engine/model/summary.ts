import type { Column } from '../csv/types.ts';
import type { Fit } from '../fit.ts';
import { outputNames } from '../general/outputs.ts';
import type { BadCell, ColumnSummary, DataSummary, Warning } from '../report.ts';

/** Levels and problems that are listed one by one; their full numbers are told beside them. */
const LEVELS_LISTED = 200;
const PROBLEMS_LISTED = 200;

/** What stands once the data is prepared: columns with their roles, rows, problems, passes. */
export function summarize(
  { data, displayScale }: Pick<Fit, 'data' | 'displayScale'>,
  warnings: readonly Warning[],
): DataSummary {
  const { table, plan, moments, counts, passes } = data;
  const problemCount = Object.values(table.problemCounts).reduce((sum, count) => sum + count, 0);
  return {
    targets: plan.targets.map((target) => target.name),
    model: plan.model,
    outputs: outputNames(plan),
    classes: plan.classes ? [...plan.classes] : null,
    features: plan.columns.map((column) => column.name),
    columns: table.columns.map((column) => ({ ...summarizeColumn(column), ...roleOf(column, data) })),
    rows: counts,
    warnings: [...warnings],
    problems: table.problems.slice(0, PROBLEMS_LISTED).map(
      ({ code, message, place }): BadCell => ({
        code,
        message,
        line: place.line,
        column: place.column,
        length: place.length ?? 1,
      }),
    ),
    problemCount,
    scale: Array.from(displayScale),
    shift: Array.from(moments.train.mean.subarray(0, moments.train.p)),
    passes: passes.count,
    passReasons: [...passes.reasons],
    bytes: table.bytes,
    dialect: { ...table.dialect },
  };
}

/** A column for pickers and lists, its role still open. */
export function summarizeColumn(column: Column): ColumnSummary {
  const numeric = column.kind === 'numeric';
  return {
    index: column.index,
    name: column.name,
    kind: column.kind,
    missing: column.missing,
    bad: column.bad,
    min: numeric ? column.min : null,
    max: numeric ? column.max : null,
    mean: numeric ? column.mean : null,
    distinct: column.distinct,
    sample: [...column.sample],
    levels: column.levels.slice(0, LEVELS_LISTED),
    role: 'feature',
    reason: '',
  };
}

function roleOf(column: Column, { plan }: Fit['data']): Pick<ColumnSummary, 'role' | 'reason'> {
  if (plan.targets.includes(column)) return { role: 'target', reason: '' };
  if (column === plan.split || column === plan.validation) return { role: 'split', reason: '' };
  if (column === plan.weighting?.column) return { role: 'leftOut', reason: 'It holds the weights of rows.' };
  const left = plan.leftOut.find((own) => own.column === column);
  return left ? { role: 'leftOut', reason: left.reason } : { role: 'feature', reason: '' };
}
