import type { CrossValidation, PenaltyTable, PreparedData } from '../engine/index.ts';
import { grouped } from '../engine/index.ts';
import { columns } from './columns.ts';
import { significant } from './report.ts';

/** About so many λ are printed; the JSON has all. */
const SHOWN = 25;

/** λ after λ: what is lost on held-out rows, and which λ are best. */
export function tuneReport(found: CrossValidation, name: string, data: PreparedData): string {
  const parts = [
    heading(name, data, found.folds.kind),
    '',
    `λ_min = ${significant(found.lambdaMin)} has the least error on held-out rows; λ_1se = ${significant(found.lambda1se)} is the largest within one standard error of it.`,
    '',
    table(found),
    '',
    found.notes.map((note) => `· ${note}`).join('\n'),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

function heading(name: string, { plan, counts }: PreparedData, folds: string): string {
  const rows = grouped(counts.train);
  return `${name} → ${plan.targets.map((target) => target.name).join(', ')} · ${rows} training rows, ${folds}`;
}

function table(found: CrossValidation): string {
  const { lambdas, loss, judged, loo, gcv, degreesOfFreedom } = found;
  const more: [string, readonly number[] | null][] = [
    [`train ${loss}`, found.trainMean],
    [judged?.metric.label ?? '', judged?.mean ?? null],
    ['leave-one-out', loo],
    ['GCV', gcv],
    ['d.f.', degreesOfFreedom],
  ];
  const shown = more.filter((column): column is [string, readonly number[]] => column[1] !== null);
  const marks = (lambda: number) =>
    [lambda === found.lambdaMin ? 'min' : '', lambda === found.lambda1se ? '1se' : ''].join(' ').trim();
  const rows = chosenRows(found).map((at) => [
    significant(lambdas[at]!),
    significant(found.cvMean[at]!),
    `± ${significant(found.cvSe[at]!)}`,
    ...shown.map(([, values]) => significant(values[at]!)),
    marks(lambdas[at]!),
  ]);
  return columns([['λ', loss, '', ...shown.map(([label]) => label), ''], ...rows]);
}

/** Places of λ spread over all of them, with those that were chosen. */
function chosenRows({ lambdas, lambdaMin, lambda1se }: CrossValidation): number[] {
  const every = Math.max(1, Math.ceil(lambdas.length / SHOWN));
  return lambdas.flatMap((lambda, at) =>
    at % every === 0 || at === lambdas.length - 1 || lambda === lambdaMin || lambda === lambda1se ? [at] : [],
  );
}

/** Penalty by penalty, each at its own λ. */
export function penaltiesReport(table: PenaltyTable, name: string, data: PreparedData): string {
  const rows = table.rows.map((row) => [
    row.penalty,
    row.penalty === 'none' ? '' : significant(row.lambdaMin),
    significant(row.cvMean),
    `± ${significant(row.cvSe)}`,
    significant(row.trainMean),
    significant(row.cvMean - row.trainMean),
    String(row.nonZero),
    row.penalty === 'none' ? '' : significant(row.lambda1se),
    String(row.nonZero1se),
  ]);
  const { loss } = table;
  const head = ['penalty', 'λ_min', loss, '', `train ${loss}`, 'gap', 'weights', 'λ_1se', 'weights'];
  return `${heading(name, data, table.folds)}\n\n${columns([head, ...rows])}\n\n${table.verdict}\n`;
}
