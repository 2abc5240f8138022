import { decimate } from '../../charts/decimate.ts';
import { type Drawing, type Line, lineChart } from '../../charts/lineChart.ts';
import { h, setText, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import type { Model } from '../../model.ts';
import type { RaceTrace } from '../../raceTrace.ts';
import type { ThemedView } from '../lossChart.ts';

const DRAWN = 400;
/** A logarithmic axis has no 0: the start stands before the first iteration. */
const START = 0.5;

export interface RaceLooks {
  readonly colour: string;
  readonly dashed: boolean;
}

/** A racer's colour, and beyond as many colours as there are a dashed line. */
export const looksOf = (racer: number, colours: readonly string[]): RaceLooks => ({
  colour: colours[racer % colours.length] ?? 'gray',
  dashed: Math.floor(racer / colours.length) % 2 === 1,
});

/** All racers over the iterations: how far above the minimum, or the loss itself where that is not known. */
export function raceChart(): ThemedView & { readonly colours: () => readonly string[] } {
  const chart = lineChart('The racers’ losses over iterations');
  const title = h('h2');
  const note = h('span', { class: 'dim' });
  const element = h(
    'div',
    { class: 'race-chart' },
    h('div', { class: 'chart-head' }, title, note),
    chart.element,
  );
  let redrawn = 0;
  const draw = whenChanged(
    (
      trace: RaceTrace,
      _version: number,
      labels: readonly string[],
      optimum: number | null,
      exact: boolean,
      hidden: readonly number[],
      _: number,
    ) => {
      setText(
        title,
        optimum === null ? 'Loss' : exact ? 'Above the minimum, J − J*' : 'Above the lowest, J − J*',
      );
      setText(note, 'both axes logarithmic');
      chart.draw(drawingOf(trace, labels, optimum, hidden, chart.theme.lines));
    },
  );
  return {
    element,
    colours: () => chart.theme.lines,
    retheme: () => {
      chart.retheme();
      redrawn += 1;
    },
    update: ({ host: { race }, raceTrace, raceVersion, local }: Model) => {
      if (!race) return;
      const exact = race.result?.exact ?? true;
      draw(raceTrace, raceVersion, race.labels, race.optimum, exact, local.hiddenRacers, redrawn);
    },
  };
}

/** Differences smaller than this share of the minimum are rounding. */
const ROUNDING = 2 ** -50;

/** How far above the minimum, up to where it has arrived: what follows is rounding. */
function untilArrived(loss: readonly number[], optimum: number): number[] {
  const least = Math.max(ROUNDING * Math.abs(optimum), Number.MIN_VALUE);
  const gaps = loss.map((value) => Math.max(least, value - optimum));
  const arrived = gaps.indexOf(least);
  return arrived < 0 ? gaps : gaps.slice(0, arrived + 1);
}

function drawingOf(
  trace: RaceTrace,
  labels: readonly string[],
  optimum: number | null,
  hidden: readonly number[],
  colours: readonly string[],
): Drawing {
  const lines = trace.tracks.flatMap(({ iteration, loss }, racer): Line[] => {
    if (hidden.includes(racer)) return [];
    const values = optimum === null ? loss : untilArrived(loss, optimum);
    const points = decimate(values, DRAWN).map((at) => {
      const y = values[at] ?? Number.NaN;
      return { x: Math.max(START, iteration[at] ?? 0), y: y > 0 ? y : Number.NaN };
    });
    return [{ label: labels[racer] ?? '', ...looksOf(racer, colours), points }];
  });
  const last = Math.max(10, ...trace.tracks.map(({ iteration }) => iteration.at(-1) ?? 0));
  return {
    lines,
    xLog: true,
    yLog: true,
    xLabel: 'iteration',
    xRange: [START, last],
    nearest: true,
    titleOf: (x) => (x < 1 ? 'start' : `iteration ${format.count(x)}`),
  };
}
