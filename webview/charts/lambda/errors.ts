import type { Selection } from '../../../src/engine/selectionReport.ts';
import type { ChartTheme } from '../theme.ts';
import { type LambdaSpan, shareOf } from './lambdaAxis.ts';
import { type Domain, domainOf, type Layout, xOf, yOf } from './layout.ts';
import { drawValues } from './paths.ts';

/** Curves beside cross-validation's own, by what they are. */
export const CURVES = ['loo', 'gcv'] as const;
export type CurveId = (typeof CURVES)[number];

/** So many standard errors above the least error the chart ends: what lies higher chooses no λ. */
const ABOVE = 6;

/** Holds the least errors with their band, and the thin curves beside them. */
export function errorDomain(selection: Selection, hidden: readonly string[]): Domain {
  const { cvMean, cvSe } = selection;
  const values = function* (): Generator<number> {
    for (const [at, mean] of cvMean.entries()) {
      yield mean - (cvSe[at] ?? 0);
      yield mean + (cvSe[at] ?? 0);
    }
    for (const id of CURVES) if (!hidden.includes(id)) yield* selection[id] ?? [];
  };
  const least = Math.min(...cvMean.filter(Number.isFinite));
  const se = cvSe[cvMean.indexOf(least)] ?? 0;
  return domainOf(values(), se > 0 ? { most: least + ABOVE * se } : {});
}

/** The band of one standard error, cross-validation's curve on it, and the thin curves. */
export function drawErrors(
  context: CanvasRenderingContext2D,
  layout: Layout,
  selection: Selection,
  span: LambdaSpan,
  theme: ChartTheme,
  hidden: readonly string[],
): void {
  const domain = errorDomain(selection, hidden);
  drawValues(context, layout, layout.errors, domain, theme, 4);
  const { lambdas, cvMean, cvSe } = selection;
  const places = lambdas.flatMap((lambda, at) =>
    lambda > 0 ? [{ at, x: xOf(shareOf(lambda, span), layout) }] : [],
  );
  const y = (value: number): number => yOf(value, domain, layout.errors);
  context.save();
  context.beginPath();
  context.rect(
    layout.left,
    layout.errors.top,
    layout.right - layout.left,
    layout.errors.bottom - layout.errors.top,
  );
  context.clip();
  context.fillStyle = theme.data;
  context.globalAlpha = 0.18;
  context.beginPath();
  for (const { at, x } of places) context.lineTo(x, y((cvMean[at] ?? 0) + (cvSe[at] ?? 0)));
  for (const { at, x } of [...places].reverse()) context.lineTo(x, y((cvMean[at] ?? 0) - (cvSe[at] ?? 0)));
  context.fill();
  context.globalAlpha = 1;
  const stroke = (values: readonly number[], colour: string, width: number, dash: number[]): void => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    for (const { at, x } of places) {
      const value = values[at];
      if (value !== undefined && Number.isFinite(value)) context.lineTo(x, y(value));
    }
    context.stroke();
  };
  if (selection.gcv && !hidden.includes('gcv')) stroke(selection.gcv, theme.validation, 1, [2, 2]);
  if (selection.loo && !hidden.includes('loo')) stroke(selection.loo, theme.penalty, 1, []);
  stroke(cvMean, theme.data, 1.75, []);
  context.restore();
}
