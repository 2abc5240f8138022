import type { ColumnSummary, DataSummary } from '../../src/engine/report.ts';
import { bySize } from '../charts/barLayout.ts';
import { disclosure } from '../controls/disclosure.ts';
import { labelled } from '../controls/field.ts';
import { dropdown, textField } from '../controls/toolkit.ts';
import { h, setAttr, setText, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { finishedRunId, type Model, type Predicted, resultData, shownView } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** Inputs made at first; the others take the average until they are asked for. */
const FIRST = 12;

/** One case typed by hand, predicted with the λ in sight; it starts as the average row. */
export function predictRow(store: Store): View {
  const section = disclosure('predict', () => store.look({ predictOpen: !store.model?.local.predictOpen }));
  setText(section.summary, 'Predict one row');
  const inputs = h('div', { class: 'fields predict-fields' });
  const more = h('button', {
    class: 'link',
    attrs: { type: 'button' },
    on: { click: () => lay(Number.POSITIVE_INFINITY) },
  });
  const outcome = h('div', { class: 'predict-outcome', attrs: { 'aria-live': 'polite' } });
  section.body.append(outcome, inputs, more);
  let data: DataSummary | null = null;

  const lay = (count: number): void => {
    const columns = (data?.columns ?? []).filter(({ role }) => role === 'feature');
    inputs.replaceChildren(...columns.slice(0, count).map((column) => inputOf(store, column)));
    show(more, columns.length > count);
    setText(more, `All ${columns.length} columns`);
  };
  const drawInputs = whenChanged((next: DataSummary | null) => {
    data = next;
    lay(FIRST);
  });
  const ask = whenChanged((_run: string | null, _view: unknown, _cells: unknown, shown: DataSummary) => {
    store.predict(cellsOf(shown, store.model?.local.cells ?? {}));
  });
  const drawOutcome = whenChanged((predicted: Predicted | null, of: DataSummary) => {
    outcome.replaceChildren(...outcomeOf(predicted, of));
  });
  return {
    element: section.element,
    update: (model: Model) => {
      const shown = resultData(model);
      const run = finishedRunId(model);
      show(section.element, run !== null && shown !== null && shownView(model) !== null);
      section.open(model.local.predictOpen);
      if (!shown || run === null || !model.local.predictOpen) return;
      drawInputs(shown);
      ask(run, shownView(model), model.local.cells, shown);
      drawOutcome(model.predicted, shown);
    },
  };
}

/** The cell of the average row. */
function average({ kind, mean, levels }: ColumnSummary): string {
  if (kind === 'category') return levels[0] ?? '';
  return mean === null ? '' : String(Number(mean.toPrecision(4)));
}

function cellsOf({ columns }: DataSummary, typed: Readonly<Record<string, string>>): Record<string, string> {
  const features = columns.filter(({ role }) => role === 'feature');
  return Object.fromEntries(features.map((column) => [column.name, typed[column.name] ?? average(column)]));
}

function inputOf(store: Store, column: ColumnSummary): HTMLElement {
  const { name } = column;
  const change = (text: string): void => store.look({ cells: { ...store.model?.local.cells, [name]: text } });
  const now = store.model?.local.cells[name] ?? average(column);
  if (column.kind === 'category' && column.levels.length > 0) {
    const control = dropdown(name, change);
    control.set(
      column.levels.map((level) => ({ value: level, label: level })),
      now,
    );
    return labelled(name, control.element);
  }
  const field = textField({ label: name, onInput: change });
  field.element.title =
    column.min === null ? name : `${name}: ${format.exact(column.min)} to ${format.exact(column.max)}`;
  field.set(now);
  return field.element;
}

function outcomeOf(predicted: Predicted | null, { targets, classes, outputs }: DataSummary): HTMLElement[] {
  if (!predicted) return [];
  if (predicted.refusal !== null) return [h('p', { class: 'dim', text: predicted.refusal })];
  const notes = predicted.notes.map((text) => h('p', { class: 'dim', text }));
  const told =
    classes && predicted.values.length === classes.length
      ? probabilities(predicted.values, classes)
      : predicted.values.map((value, index) =>
          numberOf(classes ? `score of ${outputs[index] ?? ''}` : `${targets[index] ?? ''} ≈`, value),
        );
  return [h('p', {}, ...told), ...notes];
}

function numberOf(name: string, value: number, text = format.significant(value, 4)): HTMLElement {
  const number = h('strong', { text, title: format.exact(value) });
  setAttr(number, 'data-exact', format.exact(value));
  return h('span', { class: 'prediction' }, h('span', { class: 'dim', text: `${name} ` }), number);
}

/** Classes named at once; the others are less probable. */
const NAMED = 4;

/** The most probable classes, the first above all. */
function probabilities(values: readonly number[], classes: readonly string[]): HTMLElement[] {
  return bySize(values)
    .slice(0, NAMED)
    .map((index) => {
      const value = values[index] ?? 0;
      return numberOf(classes[index] ?? '', value, format.percent(value));
    });
}
