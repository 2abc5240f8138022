import { bySize } from '../charts/barLayout.ts';
import { type Drawing, lineChart } from '../charts/lineChart.ts';
import { h, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { type Model, resultData, shownData } from '../model.ts';
import type { Trace } from '../trace.ts';
import type { ThemedView } from './lossChart.ts';

/** Fewer snapshots would draw straight lines that never were. */
const SNAPSHOTS = 4;
/** Lines drawn; more could not be told apart. */
const LINES = 12;

/** The largest weights over the iterations, from the start to where they ended. */
export function trajectory(): ThemedView {
  const chart = lineChart('Weights over iterations');
  const note = h('span', { class: 'dim' });
  const element = h(
    'section',
    { class: 'trajectory', attrs: { 'aria-label': 'Weights over iterations' } },
    h('div', { class: 'chart-head' }, h('h2', { text: 'Over the iterations' }), note),
    chart.element,
  );
  let redrawn = 0;
  const draw = whenChanged(
    (
      trace: Trace,
      _version: number,
      names: readonly string[] | undefined,
      target: number,
      _redrawn: number,
    ) => {
      const present =
        names !== undefined &&
        names.length > 0 &&
        trace.weights.length >= SNAPSHOTS &&
        (trace.latestWeights?.length ?? 0) >= names.length;
      show(element, present);
      if (!present) return;
      const drawn = drawingOf(trace, names, target, chart.theme.lines);
      note.textContent = names.length > LINES ? `the ${LINES} largest of ${names.length}, per SD` : 'per SD';
      chart.draw(drawn);
    },
  );
  return {
    element,
    retheme: () => {
      chart.retheme();
      redrawn += 1;
    },
    update: (model: Model) => {
      const data = shownData(model) ?? resultData(model);
      draw(model.trace, model.traceVersion, data?.features, model.local.targetIndex, redrawn);
    },
  };
}

function drawingOf(
  trace: Trace,
  names: readonly string[],
  target: number,
  colours: readonly string[],
): Drawing {
  const offset = target * names.length;
  const last = (trace.latestWeights ?? []).slice(offset, offset + names.length);
  const lines = bySize(last)
    .slice(0, LINES)
    .map((index, place) => ({
      label: names[index] ?? '',
      colour: colours[place % colours.length] ?? 'gray',
      dashed: place >= colours.length,
      points: trace.weightsAt.map((x, at) => ({ x, y: trace.weights[at]?.[offset + index] ?? Number.NaN })),
    }));
  const first = trace.weightsAt[0] ?? 0;
  return {
    lines,
    xLog: false,
    yLog: false,
    xLabel: 'iteration',
    xRange: [first, Math.max(first + 1, trace.weightsAt.at(-1) ?? 1)],
    labelEnds: true,
    titleOf: (x) => `iteration ${format.count(x)}`,
  };
}
