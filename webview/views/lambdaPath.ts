import type { LambdaCurve, RunResult } from '../../src/engine/report.ts';
import { type Drawing, type Line, lineChart } from '../charts/lineChart.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { h, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { type Model, shownLambda, shownResult } from '../model.ts';
import type { ThemedView } from './lossChart.ts';

/** Error and degrees of freedom over λ, larger: train and held out. */
export function lambdaPath(): ThemedView {
  const chart = lineChart('Error and degrees of freedom over λ');
  const heldKey = keyItem('key-data', 'held-out error');
  const trainKey = keyItem('key-penalty', 'train error');
  const freedomKey = keyItem('key-freedom', 'd.f. (right axis)');
  const element = h(
    'section',
    { class: 'lambda-path', attrs: { 'aria-label': 'Error over λ' } },
    h('div', { class: 'chart-head' }, h('h2', { text: 'Error over λ' })),
    chart.element,
    h('div', { class: 'legend' }, heldKey, trainKey, freedomKey, keyItem('key-optimum', 'this λ')),
  );
  let redrawn = 0;
  const draw = whenChanged((result: RunResult | null, lambda: number, _redrawn: number) => {
    if (!result) return;
    show(heldKey, result.curve.heldOut !== null);
    show(freedomKey, result.curve.degreesOfFreedom !== null);
    const name = errorName(result);
    heldKey.lastChild?.replaceWith(`${result.curve.heldOutPart ?? 'held-out'} ${name}`);
    trainKey.lastChild?.replaceWith(`train ${name}`);
    chart.draw(drawingOf(result.curve, lambda, chart.theme, name));
  });
  return {
    element,
    retheme: () => {
      chart.retheme();
      redrawn += 1;
    },
    update: (model: Model) => draw(shownResult(model), shownLambda(model), redrawn),
  };
}

const keyItem = (key: string, text: string): HTMLElement =>
  h('span', { class: 'key-item' }, h('span', { class: `key ${key}` }), text);

/** The metric that decides, as an error: of a share what it lacks of the whole. */
function errorName({ metrics: [metric] }: RunResult): string {
  if (!metric) return 'error';
  return metric.better === 'high' ? `1 − ${metric.label}` : metric.label;
}

function drawingOf(curve: LambdaCurve, lambda: number, theme: ChartTheme, name: string): Drawing {
  const points = (values: readonly number[]) =>
    curve.lambda.flatMap((x, at) => (x > 0 ? [{ x, y: values[at] ?? Number.NaN }] : []));
  const errors = [...curve.train, ...(curve.heldOut ?? [])].filter(Number.isFinite);
  const lines: Line[] = [];
  if (curve.heldOut) {
    lines.push({
      label: `${curve.heldOutPart ?? 'held-out'} ${name}`,
      colour: theme.data,
      points: points(curve.heldOut),
    });
  }
  lines.push({ label: `train ${name}`, colour: theme.penalty, points: points(curve.train) });
  if (curve.degreesOfFreedom) {
    lines.push({
      label: 'd.f.',
      colour: theme.validation,
      points: points(curve.degreesOfFreedom),
      right: true,
      width: 1,
    });
  }
  const positive = curve.lambda.filter((value) => value > 0);
  const range = [Math.min(...positive), Math.max(...positive)] as const;
  if (lambda > 0 && errors.length > 0) {
    const x = Math.min(range[1], Math.max(range[0], lambda));
    const ends = [Math.min(...errors), Math.max(...errors)].map((y) => ({ x, y }));
    lines.push({ label: '', colour: theme.dim, points: ends, dashed: true, width: 1 });
  }
  return {
    lines,
    xLog: true,
    yLog: false,
    xLabel: 'λ',
    xRange: range,
    titleOf: (x) => `λ = ${format.lambda(x)}`,
  };
}
