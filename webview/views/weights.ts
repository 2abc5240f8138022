import type { DataSummary, RunResult } from '../../src/engine/report.ts';
import { type Bars, weightBars } from '../charts/weightBars.ts';
import { segmented } from '../controls/segmented.ts';
import { dropdown, textField } from '../controls/toolkit.ts';
import { h, setText, show, whenChanged } from '../dom.ts';
import { isRunning, type Model, resultData, shownData, shownResult, shownView } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** More weights than this get a search field. */
const SEARCH_FROM = 13;

export type WeightScale = 'standardized' | 'original';

/** The weights as bars: scale, target and search above them. `name` tells the two places apart that show them. */
export function weights(store: Store, name: string): View {
  const bars = weightBars('Weights, largest first', (index) => store.mark(index));
  const scale = segmented(
    'Scale of the weights',
    [
      {
        value: 'standardized',
        label: 'per SD',
        title: 'Per standard deviation of the column: comparable with each other',
      },
      { value: 'original', label: 'per unit', title: "In the column's own units: as the model is applied" },
    ],
    (value) => store.look({ weightScale: value as WeightScale }),
  );
  const target = dropdown('Weights of', (index) => store.look({ targetIndex: Number(index) }));
  let search = '';
  const field = textField({
    label: 'Find a column',
    hideLabel: true,
    placeholder: 'Find a column',
    onInput: (text) => {
      search = text;
      if (store.model) update(store.model);
    },
  });
  field.element.classList.add('search');
  const ghostKey = h('span', { class: 'key-item' }, h('span', { class: 'key key-ghost' }), 'at λ = 0');
  const note = h('span', { class: 'dim weights-note' });
  const element = h(
    'section',
    { class: `weights weights-${name}`, attrs: { 'aria-label': 'Weights' } },
    h('div', { class: 'chart-head' }, h('h2', { text: 'Weights' }), target.element, scale.element),
    field.element,
    bars.element,
    h(
      'div',
      { class: 'legend legend-weights' },
      h('span', { class: 'key-item' }, h('span', { class: 'key key-now' }), 'now'),
      ghostKey,
      note,
    ),
  );

  const draw = whenChanged(
    (
      now: readonly number[],
      ghosts: readonly number[],
      ranking: readonly number[],
      names: readonly string[],
      cap: number,
      frame: string,
      words: string,
      marked: number | null,
    ) => {
      const comparable = frame.includes(' standardized ');
      const drawn: Bars = { names, now, ghosts, ranking, cap, search: words, comparable, frame, marked };
      bars.draw(drawn);
      show(field.element, names.length >= SEARCH_FROM);
      show(ghostKey, ghosts.length > 0);
      setText(note, names.length >= SEARCH_FROM ? `${names.length} columns` : '');
    },
  );
  const lay = whenChanged((targets: readonly string[], index: number) => {
    show(target.element, targets.length > 1);
    target.set(
      targets.map((label, at) => ({ value: String(at), label })),
      String(index),
    );
  });
  const slices = weightSlices();
  const update = (model: Model): void => {
    const sliced = slices(model);
    show(element, sliced !== null);
    if (!sliced) return;
    scale.set(model.local.weightScale);
    lay(sliced.targets, sliced.index);
    draw(
      sliced.now,
      sliced.ghosts,
      sliced.ranking,
      sliced.names,
      sliced.cap,
      sliced.frame,
      search,
      model.marked ?? null,
    );
  };
  return { element, update };
}

export interface Slices {
  readonly names: readonly string[];
  readonly targets: readonly string[];
  readonly index: number;
  readonly now: readonly number[];
  readonly ghosts: readonly number[];
  /** What the rows are ordered by: the weights of the model in sight, however far a descent has come. */
  readonly ranking: readonly number[];
  readonly cap: number;
  readonly frame: string;
}

/** The weights of one target in the scale that is looked at; the same objects while nothing changed. */
function weightSlices(): (model: Model) => Slices | null {
  let sources: readonly unknown[] = [];
  let last: Slices | null = null;
  return (model) => {
    const next = [
      model.host.run?.status,
      model.host.run?.id,
      model.traceVersion,
      model.preview,
      model.drag === null,
      shownResult(model),
      resultData(model),
      shownData(model),
      model.local.weightScale,
      model.local.targetIndex,
    ];
    if (next.length === sources.length && next.every((value, at) => value === sources[at])) return last;
    sources = next;
    last = slicesOf(model);
    return last;
  };
}

function slicesOf(model: Model): Slices | null {
  const result = shownResult(model);
  const learning = isRunning(model.host.run?.status) || !model.host.run?.result;
  const moved = model.drag !== null || model.preview !== null;
  const live = learning && !moved ? model.trace.latestWeights : null;
  const data =
    live && !sameColumns(shownData(model), resultData(model)) ? shownData(model) : resultData(model);
  const all = live ?? shownView(model)?.standardized ?? null;
  const p = data?.features.length ?? 0;
  // A network has several weights for each column, and shows none.
  if (!data || !all || p === 0 || all.length < p * data.outputs.length) return null;
  const index = Math.min(model.local.targetIndex, data.outputs.length - 1);
  const original = model.local.weightScale === 'original';
  const slice = (values: readonly number[]): number[] => {
    const part = values.slice(index * p, (index + 1) * p);
    return original ? part.map((value, at) => (data.scale[at] ? value / (data.scale[at] ?? 1) : 0)) : part;
  };
  const known = result && sameColumns(data, resultData(model)) ? result : null;
  const ghosts = known?.zero ? slice(known.zero.standardized) : [];
  const own = model.host.run?.result ? model.host.run.id : (model.held?.runId ?? model.host.run?.id ?? '');
  return {
    names: data.features,
    targets: data.outputs,
    index,
    now: slice(all),
    ghosts,
    ranking: slice(known ? known.now.standardized : all),
    cap: capOf(result, data, original),
    frame: `${own} ${model.local.weightScale} ${index} ${p}`,
  };
}

const sameColumns = (a: DataSummary | null, b: DataSummary | null): boolean =>
  a !== null &&
  b !== null &&
  (a === b ||
    (a.features.length === b.features.length && a.features.every((name, at) => name === b.features[at])));

/**
 * Standardized weights at λ = 0 can be enormous where columns are nearly the same; outlines are cut at three
 * standard deviations of the target, which no sensible weight exceeds.
 */
function capOf(result: RunResult | null, data: DataSummary, original: boolean): number {
  const deviation = result?.baseline.train?.rmse;
  if (original || data.outputs.length > 1 || !deviation) return Number.POSITIVE_INFINITY;
  return 3 * deviation;
}
