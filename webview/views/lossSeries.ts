import { decimate } from '../charts/decimate.ts';
import type { Drawing, Line } from '../charts/lineChart.ts';
import type { ChartTheme } from '../charts/theme.ts';
import * as format from '../format.ts';
import type { Trace } from '../trace.ts';

/** The series of a descent: what its chart draws, without a page. */

/** Points drawn of each series; more would not be seen. */
const DRAWN = 500;

export type LossView = 'loss' | 'distance';
export type SeriesId = 'data' | 'penalty' | 'total' | 'validation' | 'optimum' | 'gap' | 'distance';

export interface Series {
  readonly id: SeriesId;
  readonly view: LossView;
  readonly label: string;
  readonly title: string;
  readonly colour: (theme: ChartTheme) => string;
}

const seriesOf = (
  view: LossView,
  id: SeriesId,
  title: string,
  colour: Series['colour'],
  label: string = id,
): Series => ({ id, view, label, title, colour });

export const SERIES: readonly Series[] = [
  seriesOf('loss', 'data', 'Mean loss of the training rows', (theme) => theme.data),
  seriesOf('loss', 'penalty', 'What λ adds for the size of the weights', (theme) => theme.penalty),
  seriesOf('loss', 'total', 'Data and penalty together: what is minimized', (theme) => theme.total),
  seriesOf('loss', 'validation', 'Data loss on the validation rows', (theme) => theme.validation),
  seriesOf('loss', 'optimum', 'The total loss at the minimum', (theme) => theme.dim),
  seriesOf('distance', 'gap', 'How far the total loss is above the minimum', (theme) => theme.data, 'J − J*'),
  seriesOf(
    'distance',
    'distance',
    'How far the weights are from those of the minimum',
    (theme) => theme.penalty,
    '‖w − w*‖',
  ),
];

/** The series that have numbers, in the legend's order; values by point of the trace. */
export function valuesOf(
  view: LossView,
  trace: Trace,
  optimum: number | null,
): Map<SeriesId, readonly number[]> {
  const { dataLoss, penalty, validation, iteration, distance } = trace;
  const total = dataLoss.map((value, index) => value + (penalty[index] ?? 0));
  const series = new Map<SeriesId, readonly number[]>();
  const whole = (values: readonly number[]): boolean =>
    values.length > 0 && values.length === iteration.length;
  if (view === 'distance') {
    if (optimum !== null)
      series.set(
        'gap',
        total.map((value) => value - optimum),
      );
    if (whole(distance)) series.set('distance', distance);
    return series;
  }
  series.set('data', dataLoss).set('penalty', penalty).set('total', total);
  if (whole(validation)) series.set('validation', validation);
  if (optimum !== null) series.set('optimum', iteration.length > 0 ? [optimum, optimum] : []);
  return series;
}

/** Whether it can be said how far the descent is from the minimum. */
export const hasDistance = ({ distance, iteration }: Trace, optimum: number | null): boolean =>
  iteration.length > 1 && (optimum !== null || distance.length === iteration.length);

/** A logarithmic axis pays where the largest positive loss is many times the smallest. */
export function spansDecades(series: ReadonlyMap<SeriesId, readonly number[]>): boolean {
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

export interface Looks {
  readonly log: boolean;
  readonly hidden: readonly string[];
  readonly theme: ChartTheme;
}

export function drawingOf(
  series: ReadonlyMap<SeriesId, readonly number[]>,
  trace: Trace,
  looks: Looks,
): Drawing {
  const first = trace.iteration[0] ?? 0;
  const last = trace.iteration.at(-1) ?? 1;
  const lines = SERIES.flatMap(({ id, label, colour }): Line[] => {
    const values = series.get(id);
    if (!values || looks.hidden.includes(id)) return [];
    const at = id === 'optimum' ? [first, last] : trace.iteration;
    const points = pointsOf(at, values, looks.log);
    return [{ label, colour: colour(looks.theme), dashed: id === 'optimum', points }];
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
export function pointsOf(
  at: readonly number[],
  values: readonly number[],
  log: boolean,
): { x: number; y: number }[] {
  return decimate(values, DRAWN).map((index) => {
    const value = values[index] ?? Number.NaN;
    return { x: at[index] ?? 0, y: log && value <= 0 ? Number.NaN : value };
  });
}
