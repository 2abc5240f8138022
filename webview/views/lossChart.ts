import { decimate } from '../charts/decimate.ts';
import { type Drawing, type Line, lineChart } from '../charts/lineChart.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { segmented } from '../controls/segmented.ts';
import { h, setAttr, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { isRunning, type Model, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import type { Trace } from '../trace.ts';
import type { View } from './view.ts';

/** Points drawn of each series; more would not be seen. */
const DRAWN = 500;

type SeriesId = 'data' | 'penalty' | 'total' | 'validation' | 'optimum';
interface Series {
  readonly id: SeriesId;
  readonly title: string;
  readonly colour: (theme: ChartTheme) => string;
}

const SERIES: readonly Series[] = [
  { id: 'data', title: 'Mean of half the squared residuals', colour: (theme) => theme.data },
  { id: 'penalty', title: 'What λ adds for the size of the weights', colour: (theme) => theme.penalty },
  { id: 'total', title: 'Data and penalty together: what is minimized', colour: (theme) => theme.total },
  { id: 'validation', title: 'Data loss on the validation rows', colour: (theme) => theme.validation },
  { id: 'optimum', title: 'The total loss of the exact solution', colour: (theme) => theme.dim },
];

export interface ThemedView extends View {
  retheme(): void;
}

/** Loss over iterations: data, penalty, total and validation are lines of their own, the exact optimum is dashed. */
export function lossChart(store: Store): ThemedView {
  const chart = lineChart('Loss over iterations');
  const scale = segmented(
    'Loss axis',
    [
      { value: 'log', label: 'log', title: 'Logarithmic loss axis' },
      { value: 'linear', label: 'linear', title: 'Linear loss axis' },
    ],
    (value) => store.look({ logAxis: value === 'log' }),
  );
  const legend = lossLegend(store);
  const element = h(
    'section',
    { class: 'loss', attrs: { 'aria-label': 'Loss' } },
    h('div', { class: 'chart-head' }, h('h2', { text: 'Loss' }), scale.element),
    chart.element,
    legend.element,
  );
  let redrawn = 0;
  const draw = whenChanged(
    (
      trace: Trace,
      _version: number,
      optimum: number | null,
      logAxis: boolean | null,
      hidden: readonly string[],
      settled: boolean,
      _: number,
    ) => {
      const series = seriesOf(trace, optimum);
      const log = logAxis ?? spansDecades(series);
      scale.set(log ? 'log' : 'linear');
      // The optimum keeps its place in the legend while the next run is on its way to it.
      legend.draw(settled ? [...series.keys(), 'optimum'] : [...series.keys()], hidden);
      chart.draw(drawingOf(series, trace, { log, hidden, theme: chart.theme }));
    },
  );
  return {
    element,
    retheme: () => {
      chart.retheme();
      redrawn += 1;
    },
    update: (model: Model) => {
      const result = shownResult(model);
      const current = model.host.run?.result || !isRunning(model.host.run?.status) ? result : null;
      draw(
        model.trace,
        model.traceVersion,
        current?.optimum ?? null,
        model.local.logAxis,
        model.local.hiddenSeries,
        result !== null,
        redrawn,
      );
    },
  };
}

/** The series that have numbers, in the legend's order; values by point of the trace. */
function seriesOf(trace: Trace, optimum: number | null): Map<SeriesId, readonly number[]> {
  const { dataLoss, penalty, validation, iteration } = trace;
  const series = new Map<SeriesId, readonly number[]>([
    ['data', dataLoss],
    ['penalty', penalty],
    ['total', dataLoss.map((value, index) => value + (penalty[index] ?? 0))],
  ]);
  if (validation.length === iteration.length && validation.length > 0) series.set('validation', validation);
  if (optimum !== null) series.set('optimum', iteration.length > 0 ? [optimum, optimum] : []);
  return series;
}

/** A logarithmic axis pays where the largest positive loss is many times the smallest. */
function spansDecades(series: ReadonlyMap<SeriesId, readonly number[]>): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const values of series.values()) {
    for (const value of values) {
      if (value > 0 && value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high / low > 20;
}

interface Looks {
  readonly log: boolean;
  readonly hidden: readonly string[];
  readonly theme: ChartTheme;
}

function drawingOf(series: ReadonlyMap<SeriesId, readonly number[]>, trace: Trace, looks: Looks): Drawing {
  const first = trace.iteration[0] ?? 0;
  const last = trace.iteration.at(-1) ?? 1;
  const lines = SERIES.flatMap(({ id, colour }): Line[] => {
    const values = series.get(id);
    if (!values || looks.hidden.includes(id)) return [];
    const at = id === 'optimum' ? [first, last] : trace.iteration;
    return [
      {
        label: id,
        colour: colour(looks.theme),
        dashed: id === 'optimum',
        points: pointsOf(at, values, looks.log),
      },
    ];
  });
  return {
    lines,
    xLog: false,
    yLog: looks.log,
    xLabel: 'iteration',
    xRange: [first, Math.max(last, first + 1)],
    titleOf: (x) => `iteration ${format.count(x)}`,
  };
}

/** What is not positive has no place on a logarithmic axis: the line has a gap there. */
function pointsOf(
  at: readonly number[],
  values: readonly number[],
  log: boolean,
): { x: number; y: number }[] {
  return decimate(values, DRAWN).map((index) => {
    const value = values[index] ?? Number.NaN;
    return { x: at[index] ?? 0, y: log && value <= 0 ? Number.NaN : value };
  });
}

/** The legend switches series on and off. */
function lossLegend(store: Store) {
  const buttons = SERIES.map(({ id, title }) => {
    const key = h('span', { class: `key key-${id}`, attrs: { 'aria-hidden': 'true' } });
    const button = h(
      'button',
      { title, attrs: { type: 'button' }, on: { click: () => toggle(store, id) } },
      key,
      id,
    );
    return { id, button };
  });
  const element = h(
    'div',
    { class: 'legend', attrs: { role: 'group', 'aria-label': 'Series of the loss chart' } },
    ...buttons.map(({ button }) => button),
  );
  const draw = (present: readonly SeriesId[], hidden: readonly string[]): void => {
    for (const { id, button } of buttons) {
      show(button, present.includes(id));
      setAttr(button, 'aria-pressed', String(!hidden.includes(id)));
    }
  };
  return { element, draw };
}

function toggle(store: Store, id: SeriesId): void {
  const hidden = store.model?.local.hiddenSeries ?? [];
  store.look({
    hiddenSeries: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id],
  });
}
