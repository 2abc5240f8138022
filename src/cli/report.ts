import { outputNames } from '../engine/general/outputs.ts';
import type { Model } from '../engine/index.ts';
import { grouped } from '../engine/index.ts';
import type { Metric, PartScores, RowCounts, RunResult, Scores } from '../engine/report.ts';
import { type Cell, columns } from './columns.ts';

/** Weights that are printed; the rest is counted, and stands in the model file. */
const WEIGHTS_SHOWN = 40;

/** A finished training as text for a terminal. */
export function trainingReport(model: Model, result: RunResult, name: string): string {
  const { data } = model;
  const { counts, plan } = data;
  const targets = plan.targets.map((target) => target.name);
  // A network's many weights say nothing by themselves.
  const outputs = result.now.weights.length > 0 ? outputNames(plan) : [];
  const parts = [
    `${name} → ${targets.join(', ')}`,
    rowsLine(counts, plan.columns.length, data.passes.count),
    '',
    `${result.verdict.headline} ${result.verdict.detail}`,
    '',
    scoresTable(result),
    '',
    ...outputs.map((output, t) =>
      weightsTable(
        result,
        plan.columns.map((column) => column.name),
        output,
        t,
        outputs.length,
      ),
    ),
    notes(model, result),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

function rowsLine(counts: RowCounts, p: number, passes: number): string {
  const rows = [`${count(counts.train)} train`];
  if (counts.validation > 0) rows.push(`${count(counts.validation)} validation`);
  if (counts.test > 0) rows.push(`${count(counts.test)} test`);
  rows.push(`${count(counts.dropped)} dropped`);
  return `${rows.join(' · ')} · ${count(p)} ${p === 1 ? 'column' : 'columns'} · ${passes} pass${passes === 1 ? '' : 'es'} over the file`;
}

function scoresTable(result: RunResult): string {
  const held = result.now.scores.test ? 'test' : result.now.scores.validation ? 'validation' : null;
  const shown = result.metrics.filter(({ minor }) => !minor);
  const score = (scores: Scores | null) => shown.map((metric) => scoreText(metric, scores));
  const row = (label: string, scores: PartScores, freedom: number | null): Cell[] => [
    label,
    ...score(scores.train),
    ...(held ? score(scores[held]) : []),
    freedom === null ? '' : freedom.toFixed(1),
  ];
  const heads = (part: string): string[] =>
    shown.map(({ label }, index) => (index === 0 ? `${part} ${label}` : label));
  const rows = [
    ['', ...heads('train'), ...(held ? heads(held) : []), 'd.f.'],
    row(`guess ${result.guess}`, result.baseline, 1),
    ...(result.zero ? [row('λ = 0', result.zero.scores, result.zero.degreesOfFreedom)] : []),
  ];
  if (result.now.lambdaTotal !== 0) {
    rows.push(row(`λ = ${significant(result.now.lambda)}`, result.now.scores, result.now.degreesOfFreedom));
  }
  return columns(rows);
}

function scoreText({ id, form }: Metric, scores: Scores | null): string {
  if (!scores) return '';
  const value = scores[id];
  if (value === null || value === undefined) return '–';
  if (form === 'number') return significant(value);
  if (form === 'percent') return `${(100 * value).toFixed(1)} %`;
  return value.toFixed(3).replace(/^-(0\.0+)$/, '$1');
}

function weightsTable(result: RunResult, names: string[], target: string, t: number, k: number): string {
  const p = names.length;
  const own = (values: readonly number[], j: number) => values[t * p + j] ?? 0;
  const order = names
    .map((_, j) => j)
    .sort((a, b) => Math.abs(own(result.now.standardized, b)) - Math.abs(own(result.now.standardized, a)));
  const rows = order
    .slice(0, WEIGHTS_SHOWN)
    .map((j) => [
      names[j]!,
      significant(own(result.now.weights, j)),
      significant(own(result.now.standardized, j)),
    ]);
  const more =
    p > WEIGHTS_SHOWN
      ? `\n… and ${count(p - WEIGHTS_SHOWN)} smaller ones; --output or --json has all\n`
      : '\n';
  const head = [k > 1 ? `weights of ${target}` : 'weight', 'per unit', 'per standard deviation'];
  return `${columns([head, ...rows, ['intercept', significant(result.now.intercept[t] ?? 0), '']])}${more}`;
}

function notes(model: Model, result: RunResult): string {
  const lines = [
    ...model.warnings.filter((warning) => warning.severity !== 'serious').map((warning) => warning.message),
    ...model.data.plan.leftOut.map(({ column, reason }) => `Left out "${column.name}". ${reason}`),
    ...result.notes,
    ...(result.descent?.advice ? [result.descent.advice.message] : []),
  ];
  return lines.map((line) => `· ${line}`).join('\n');
}

function count(value: number): string {
  return grouped(value);
}

/** Four significant digits, thousands grouped; the exact number stands in the JSON. */
export function significant(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return value.toExponential(3);
  const digits = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return grouped(value, digits, Math.min(digits, 2));
}
