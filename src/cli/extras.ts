import { importanceOf, intervalsOf, type Model } from '../engine/index.ts';
import type { ImportanceReport, IntervalReport } from '../engine/report.ts';
import { columns } from './columns.ts';
import type { TrainCommand } from './options.ts';
import { followed } from './progress.ts';
import { significant } from './report.ts';

/** Times that each column is shuffled. */
const REPEATS = 5;

/** What was asked for besides the model. */
export interface Extras {
  readonly importance?: ImportanceReport;
  readonly intervals?: IntervalReport;
}

/** Shuffles columns and draws rows anew where that was asked for. */
export async function extrasOf(
  { importance, bootstrap, quiet }: Pick<TrainCommand, 'importance' | 'bootstrap' | 'quiet'>,
  model: Model,
  name: string,
): Promise<Extras> {
  return {
    ...(importance ? { importance: await followed(importanceOf(model, REPEATS), name, quiet) } : {}),
    ...(bootstrap > 0 ? { intervals: await followed(intervalsOf(model, bootstrap), name, quiet) } : {}),
  };
}

/** The extras as tables; empty without any. */
export function extrasReport({ importance, intervals }: Extras, model: Model): string {
  return [
    ...(importance ? [importanceTable(importance)] : []),
    ...(intervals ? [intervalTable(intervals, model)] : []),
  ]
    .map((table) => `\n${table}`)
    .join('');
}

function importanceTable({ part, metric, columns: found }: ImportanceReport): string {
  const rows = [...found]
    .sort((a, b) => b.mean - a.mean)
    .map(({ name, mean, deviation }) => [
      name,
      significant(mean),
      deviation === null ? '' : significant(deviation),
    ]);
  return `${columns([['shuffled column', `${metric.label} it adds (${part})`, 'sd'], ...rows])}\n`;
}

function intervalTable({ outputs, intervals, note }: IntervalReport, model: Model): string {
  const names = [...model.data.plan.columns.map((column) => column.name), 'intercept'];
  const rows = intervals.map(({ low, high }, at) => {
    const output = outputs[Math.floor(at / names.length)] ?? '';
    const name = names[at % names.length] ?? '';
    return [outputs.length > 1 ? `${output}: ${name}` : name, significant(low), significant(high)];
  });
  return `${columns([['weight per unit', 'from', 'to'], ...rows])}\n· ${note}\n`;
}
