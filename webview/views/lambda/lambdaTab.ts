import type { DataSummary, LambdaUnit } from '../../../src/engine/report.ts';
import type { Selection } from '../../../src/engine/selectionReport.ts';
import { type Reading, readingsOf } from '../../charts/lambda/lambdaAxis.ts';
import { pathsOf } from '../../charts/lambda/paths.ts';
import { dropdown } from '../../controls/toolkit.ts';
import { h, icon, setText, show, whenChanged } from '../../dom.ts';
import type { LAMBDA_UNITS } from '../../local.ts';
import { type Model, resultData, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import { lambdaPath } from '../lambdaPath.ts';
import type { ThemedView } from '../lossChart.ts';
import { curveLegend } from './curveLegend.ts';
import { overlay } from './overlay.ts';
import { type Drawn, plots, readingAbove } from './plots.ts';
import { waiting } from './waiting.ts';
import { chosenSentence } from './words.ts';

/** How λ was chosen: weights and cross-validated error over it, or what stands in their place. */
export function lambdaTab(store: Store): ThemedView {
  const chosen = selectionView(store);
  const plain = lambdaPath();
  const empty = waiting(store);
  const element = h('div', { class: 'lambda-tab' }, chosen.element, empty.element, plain.element);
  return {
    element,
    retheme: () => {
      chosen.retheme();
      plain.retheme();
    },
    update: (model) => {
      const result = shownResult(model);
      const selected = (result?.selection?.lambdas.length ?? 0) > 1;
      show(chosen.element, selected);
      show(plain.element, !selected && (result?.curve.lambda.length ?? 0) > 2);
      empty.update(model);
      if (selected) chosen.update(model);
      else plain.update(model);
    },
  };
}

function selectionView(store: Store): ThemedView {
  const over = overlay(store);
  const drawing = plots(over.place, ...over.elements);
  const output = dropdown('Weights of', (index) => store.look({ targetIndex: Number(index) }));
  const unit = dropdown(
    'The axis of λ in terms of',
    (id) => store.look({ lambdaUnit: id as (typeof LAMBDA_UNITS)[number] }),
    'axis',
  );
  unit.element.classList.add('unit');
  const legend = curveLegend(store);
  const sentence = h('p', { class: 'selection-sentence' });
  const notes = h('ul', { class: 'selection-notes' });
  const element = h(
    'section',
    { class: 'selection', attrs: { 'aria-label': 'Choosing λ' } },
    h(
      'div',
      { class: 'chart-head' },
      h(
        'h2',
        { text: 'Weights over λ ' },
        h('span', { class: 'dim selection-unit', text: 'per standard deviation' }),
      ),
      output.element,
    ),
    drawing.element,
    h('div', { class: 'plots-foot' }, legend.element, unit.element),
    sentence,
    notes,
  );
  const gather = gatherer();
  const drawControls = whenChanged(
    (readings: readonly Reading[], chosen: Reading, outputs: readonly string[], at: number) => {
      unit.set(
        readings.map(({ id, label }) => ({ value: id, label })),
        chosen.id,
      );
      output.set(
        outputs.map((label, index) => ({ value: String(index), label })),
        String(at),
      );
      show(output.element, outputs.length > 1);
    },
  );
  const drawWords = whenChanged((selection: Selection) => {
    setText(sentence, chosenSentence(selection, selection.chosen));
    notes.replaceChildren(
      ...selection.notes.map((note) => h('li', {}, icon('info'), h('span', { text: note }))),
    );
    show(notes, selection.notes.length > 0);
  });
  return {
    element,
    retheme: drawing.retheme,
    update: (model: Model) => {
      const data = resultData(model);
      const result = shownResult(model);
      if (!data || !result?.selection) return;
      const drawn = gather(model, data, result.selection, result.lambdaUnits);
      drawControls(drawn.readings, drawn.reading, data.outputs, drawn.output);
      legend.update(result.selection, model.local.hiddenCurves);
      drawWords(result.selection);
      drawing.draw(drawn, model.marked ?? null);
      over.update(model);
    },
  };
}

interface Gathered extends Drawn {
  readonly readings: readonly Reading[];
  readonly output: number;
}

/** What is drawn, the same object while nothing of it changed. */
function gatherer() {
  let last: Gathered | null = null;
  const gather = whenChanged(
    (
      selection: Selection,
      units: readonly LambdaUnit[] | undefined,
      perSample: boolean,
      data: DataSummary,
      targetIndex: number,
      unit: string,
      hidden: readonly string[],
    ) => {
      const output = Math.max(0, Math.min(targetIndex, data.outputs.length - 1));
      const readings = readingsOf(selection, units, perSample);
      const reading = readings.find(({ id }) => id === unit) ?? (readings[0] as Reading);
      const above = readingAbove(readings, reading, selection);
      const paths = pathsOf(selection, data.features, output);
      last = { selection, paths, reading, above, hidden, readings, output };
    },
  );
  return (
    model: Model,
    data: DataSummary,
    selection: Selection,
    units: readonly LambdaUnit[] | undefined,
  ): Gathered => {
    const { local, host } = model;
    const perSample = (host.run?.result ? host.run.spec : host.spec).lambdaScale === 'perSample';
    gather(selection, units, perSample, data, local.targetIndex, local.lambdaUnit, local.hiddenCurves);
    return last as unknown as Gathered;
  };
}
