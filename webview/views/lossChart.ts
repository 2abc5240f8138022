import { lineChart } from '../charts/lineChart.ts';
import { segmented } from '../controls/segmented.ts';
import { h, setAttr, show, whenChanged } from '../dom.ts';
import { isRunning, type Model, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import type { Trace } from '../trace.ts';
import {
  drawingOf,
  hasDistance,
  type LossView,
  SERIES,
  type SeriesId,
  spansDecades,
  valuesOf,
} from './lossSeries.ts';
import type { View } from './view.ts';

export interface ThemedView extends View {
  retheme(): void;
}

/**
 * Loss over iterations: data, penalty, total and validation are lines of their own, the optimum is dashed. Or how far
 * the descent is from that optimum.
 */
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
  const view = segmented(
    'What the chart shows',
    [
      { value: 'loss', label: 'Loss', title: 'Loss over iterations' },
      { value: 'distance', label: 'To the optimum', title: 'How far loss and weights are from the minimum' },
    ],
    (value) => store.look({ lossView: value as LossView }),
  );
  view.element.classList.add('as-title');
  const title = h('h2', { text: 'Loss' });
  const legend = lossLegend(store);
  const element = h(
    'section',
    { class: 'loss', attrs: { 'aria-label': 'Loss' } },
    h('div', { class: 'chart-head' }, title, view.element, scale.element),
    chart.element,
    legend.element,
  );
  let redrawn = 0;
  const draw = whenChanged(
    (
      trace: Trace,
      _version: number,
      optimum: number | null,
      chosen: LossView,
      logAxis: boolean | null,
      hidden: readonly string[],
      settled: boolean,
      _: number,
    ) => {
      const far = hasDistance(trace, optimum);
      const shown = far ? chosen : 'loss';
      const series = valuesOf(shown, trace, optimum);
      const log = shown === 'distance' || (logAxis ?? spansDecades(series));
      show(view.element, far);
      show(title, !far);
      view.set(shown);
      show(scale.element, shown === 'loss');
      scale.set(log ? 'log' : 'linear');
      // The optimum keeps its place in the legend while the next run is on its way to it.
      legend.draw(settled && shown === 'loss' ? [...series.keys(), 'optimum'] : [...series.keys()], hidden);
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
        model.local.lossView,
        model.local.logAxis,
        model.local.hiddenSeries,
        result !== null,
        redrawn,
      );
    },
  };
}

/** The legend switches series on and off. */
function lossLegend(store: Store) {
  const buttons = SERIES.map(({ id, label, title }) => {
    const key = h('span', { class: `key key-${id}`, attrs: { 'aria-hidden': 'true' } });
    const button = h(
      'button',
      { title, attrs: { type: 'button' }, on: { click: () => toggle(store, id) } },
      key,
      label,
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
