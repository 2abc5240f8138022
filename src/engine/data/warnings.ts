import { grouped } from '../numberText.ts';
import type { Warning } from '../report.ts';
import type { RunSpec } from '../spec.ts';
import { filledColumns } from './impute.ts';
import { numericTargets } from './plan.ts';
import type { PreparedData } from './prepare.ts';
import { columnVariation } from './scaling.ts';
import type { ColumnMoments, Moments } from './types.ts';

/** A correlation from which on a feature is nearly the target itself. */
const LEAK = 0.9995;

/** Sentences that save people from a wrong conclusion, each with a way out. */
export function dataWarnings(data: PreparedData, spec: RunSpec): Warning[] {
  return [
    ...guessedTarget(data),
    ...leakage(data),
    ...twins(data),
    ...badCells(data),
    ...doubtfulDates(data),
    ...dropped(data, spec),
    ...excluded(data, spec),
    ...unlearnt(data),
    ...fewRows(data),
    ...constantTargets(data),
  ];
}

function guessedTarget({ plan }: PreparedData): Warning[] {
  const name = plan.targets[0]?.name ?? '';
  if (!plan.guessed) return [];
  return [
    {
      code: 'guessed-target',
      severity: 'info',
      message: `"${name}" was taken for the target, as the most plausible column.`,
    },
  ];
}

function leakage({ moments, plan }: PreparedData): Warning[] {
  const warnings: Warning[] = [];
  numericTargets(plan).forEach((target, t) => {
    plan.columns.forEach((column, j) => {
      const r = correlation(moments.train, j, t);
      if (Math.abs(r) < LEAK || moments.train.count < 5) return;
      warnings.push({
        code: 'leakage',
        severity: 'serious',
        message: `"${column.name}" is nearly the target "${target.name}" (correlation ${r.toFixed(5)}). If it is only known together with the target, leave it out.`,
      });
    });
  });
  return warnings;
}

/** Of column j with target t. */
function correlation(moments: Moments | ColumnMoments, j: number, t: number): number {
  const { p, k } = moments;
  const product = columnVariation(moments, j) * columnVariation(moments, p + t);
  const cross = 'cross' in moments ? moments.cross[t * p + j]! : moments.scatter[j * (p + k) + p + t]!;
  return product > 0 ? cross / Math.sqrt(product) : 0;
}

function twins({ twins: count, counts }: PreparedData): Warning[] {
  if (!count || counts.test === 0) return [];
  const share = count / counts.test;
  const rows = `${grouped(count)} of ${grouped(counts.test)} test rows ${count === 1 ? 'stands' : 'stand'} in the training rows too`;
  const message = `${rows}, so the test error flatters the model. Remove repeated rows, or split by a column that keeps them together.`;
  return [{ code: 'twin-rows', severity: share > 0.2 ? 'serious' : 'warning', message }];
}

function badCells({ plan }: PreparedData): Warning[] {
  return [...plan.targets, ...plan.sources]
    .filter((column) => column.bad > 0)
    .map((column) => ({
      code: 'bad-cells',
      severity: 'warning' as const,
      message: `"${column.name}" has ${grouped(column.bad)} cell${column.bad === 1 ? '' : 's'} that ${column.bad === 1 ? 'is not a number and is' : 'are not numbers and are'} treated as missing.`,
    }));
}

function doubtfulDates({ plan }: PreparedData): Warning[] {
  return plan.sources.flatMap(({ name, index }) => {
    const view = plan.dates.get(index);
    if (!view?.doubtful) return [];
    const order = view.dayFirst ? 'the day' : 'the month';
    const message = `"${name}" has dates like ${view.doubtful}, and none of them tells whether the day or the month stands first: ${order} was taken to. If that is wrong, write them with the year first, like 2025-04-03.`;
    return [{ code: 'doubtful-dates', severity: 'warning' as const, message }];
  });
}

function dropped({ counts, plan }: PreparedData, spec: RunSpec): Warning[] {
  if (counts.dropped === 0) return [];
  const filled = new Set(filledColumns(plan, spec));
  const names = [...plan.targets, ...plan.sources.filter((column) => !filled.has(column))]
    .filter((column) => column.missing + column.bad > 0)
    .sort((a, b) => b.missing + b.bad - a.missing - a.bad)
    .slice(0, 3)
    .map((column) => column.name);
  const share = counts.dropped / counts.read;
  const message = `${grouped(counts.dropped)} of ${grouped(counts.read)} rows ${counts.dropped === 1 ? 'was' : 'were'} dropped for missing values (${names.join(', ')}).`;
  return [{ code: 'dropped-rows', severity: share > 0.3 ? 'warning' : 'info', message }];
}

function excluded({ counts }: PreparedData, spec: RunSpec): Warning[] {
  if (counts.excluded === 0 || spec.split.kind !== 'column') return [];
  return [
    {
      code: 'excluded-rows',
      severity: 'info',
      message: `${grouped(counts.excluded)} ${counts.excluded === 1 ? 'row is neither train nor test' : 'rows are neither train nor test'} in "${spec.split.column}" and left out.`,
    },
  ];
}

function unlearnt({ plan }: PreparedData): Warning[] {
  if (plan.unlearnt.length === 0) return [];
  const names = plan.unlearnt.slice(0, 3).join(', ');
  const more = plan.unlearnt.length > 3 ? ', …' : '';
  return [
    {
      code: 'unlearnt-classes',
      severity: 'warning',
      message: `No training row is of the class ${names}${more}, so its rows are left out. Choose another split to learn it.`,
    },
  ];
}

function fewRows({ counts, plan }: PreparedData): Warning[] {
  if (counts.train > plan.columns.length) return [];
  return [
    {
      code: 'few-rows',
      severity: 'info',
      message: `There are no more training rows (${counts.train}) than columns (${plan.columns.length}): without λ the fit would be perfect and mean nothing.`,
    },
  ];
}

function constantTargets({ moments, plan }: PreparedData): Warning[] {
  return numericTargets(plan)
    .filter((_, t) => !(columnVariation(moments.train, moments.train.p + t) > 0))
    .map((target) => ({
      code: 'constant-target',
      severity: 'serious' as const,
      message: `"${target.name}" has the same value in every training row, so there is nothing to learn. Choose another target.`,
    }));
}
