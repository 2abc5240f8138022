import type { ColumnSummary } from '../../src/engine/report.ts';
import { AUTO } from '../choices.ts';
import { type Choice, dropdown } from '../controls/toolkit.ts';
import { h, setAttr, setText, show, whenChanged } from '../dom.ts';
import { canBePredicted, type Model, shownData, targetsOf } from '../model.ts';
import type { Store } from '../store.ts';
import { statusOf, workShare } from './status.ts';
import type { View } from './view.ts';

/** Separates names of several targets in a choice's value; no header holds it. */
const SEPARATOR = '\u0000';

/** File → target, and how the run stands. */
export function header(store: Store): View {
  const file = h('h1', { class: 'file' });
  const target = dropdown('Target', (value) => chooseTarget(store, value.split(SEPARATOR)));
  target.element.classList.add('target');
  const dot = h('span', { class: 'dot', attrs: { 'aria-hidden': 'true' } });
  const status = h('span', { class: 'status-text' });
  const bar = h('div', { class: 'reading-bar' });
  const track = h(
    'div',
    { class: 'reading-track', attrs: { role: 'progressbar', 'aria-label': 'Reading and choosing λ' } },
    bar,
  );
  const live = h('div', { class: 'visually-hidden', attrs: { role: 'status', 'aria-live': 'polite' } });
  const arrow = h('span', { class: 'dim arrow', text: '→', attrs: { 'aria-hidden': 'true' } });
  const element = h(
    'header',
    { class: 'header' },
    h('div', { class: 'file-and-target' }, file, arrow, target.element),
    h('div', { class: 'status' }, dot, status),
    track,
    live,
  );

  const drawFile = whenChanged((name: string, path: string) => {
    setText(file, name);
    file.title = path;
  });
  const drawTargets = whenChanged((columns: readonly ColumnSummary[], targets: string) => {
    target.set(targetChoices(columns, targets), targets);
    show(target.element, columns.length > 0);
    show(arrow, columns.length > 0);
  });
  const drawStatus = (model: Model): void => {
    const { tone, text, short, title, announcement } = statusOf(model);
    setAttr(dot, 'class', `dot dot-${tone}`);
    setText(status, window.innerWidth < 480 ? short : text);
    setAttr(status, 'title', title);
    setText(live, announcement);
    const share = workShare(model);
    track.classList.toggle('busy', share !== null);
    bar.style.transform = `scaleX(${share ?? 0})`;
    setAttr(track, 'aria-valuenow', share === null ? null : String(Math.round(share * 100)));
    setAttr(track, 'aria-hidden', share === null ? 'true' : null);
  };
  return {
    element,
    update: (model) => {
      drawFile(model.host.file.name, model.host.file.path);
      drawTargets(shownData(model)?.columns ?? model.host.columns, targetsOf(model).join(SEPARATOR));
      drawStatus(model);
    },
  };
}

/** Columns that can be predicted, and the present target even where it is none of them or several. */
function targetChoices(columns: readonly ColumnSummary[], targets: string): readonly Choice[] {
  const names = columns.filter(canBePredicted).map(({ name }) => name);
  const choices = names.map((name) => ({ value: name, label: name }));
  if (targets === '') return [{ value: '', label: 'choose a target' }, ...choices];
  if (names.includes(targets)) return choices;
  const several = targets.split(SEPARATOR);
  const label = several.length > 1 ? `${several.length} targets` : several.join('');
  return [{ value: targets, label, title: several.join(', ') }, ...choices];
}

/** A column that becomes the target is no feature any more; the run is repeated. */
function chooseTarget(store: Store, target: readonly string[]): void {
  const spec = store.model?.host.spec;
  if (!spec) return;
  const features = spec.features?.filter((name) => !target.includes(name)) ?? null;
  store.look({ targetIndex: 0 });
  // Another target may resolve to another model, with other classes.
  const { solver, model } = spec;
  const needs = store.model?.host.catalog.solvers.find(({ id }) => id === solver)?.needs ?? [];
  const open = model === AUTO && needs.length > 0 ? { solver: AUTO } : {};
  store.train({ target: [...target], features, positive: null, ...open });
}
