import { bestTrial, type TrialReport } from '../../../src/protocol/search.ts';
import type { SearchView } from '../../../src/protocol/searchView.ts';
import { segmented } from '../../controls/segmented.ts';
import { h, setAttr, setText, show, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import type { TRIAL_ORDERS } from '../../local.ts';
import type { Model } from '../../model.ts';
import type { Store } from '../../store.ts';
import { isNarrow, type View } from '../view.ts';
import { isInForce, VARIED } from './searchSettings.ts';
import { metricName, triedWords, valueWords } from './words.ts';

interface Row {
  readonly element: HTMLElement;
  readonly mark: HTMLElement;
  readonly use: HTMLButtonElement;
}

/** Every trial, and what trains with its settings. Rows stay where they are while others come, so that the focus does. */
export function trialTable(store: Store): View {
  const head = h('tr');
  const body = h('tbody');
  const order = segmented(
    'Order of the trials',
    [
      { value: 'newest', label: 'Newest first' },
      { value: 'best', label: 'Best first' },
    ],
    (trialOrder) => store.look({ trialOrder: trialOrder as (typeof TRIAL_ORDERS)[number] }),
  );
  const table = h(
    'table',
    { class: 'trial-table', attrs: { 'aria-label': 'Trials' } },
    h('thead', {}, head),
    body,
  );
  const element = h(
    'div',
    { class: 'trials' },
    h('div', { class: 'chart-head' }, h('h2', { text: 'Trials' }), order.element),
    h('div', { class: 'trials-scroller' }, table),
  );
  let rows: Row[] = [];
  const lay = whenChanged((_id: string, metric: string, varied: string, narrow: boolean) => {
    rows = [];
    body.replaceChildren();
    const columns = VARIED.filter(({ id }) => varied.split(' ').includes(id));
    const names = columns.map(({ label, short }) => (narrow ? short : label));
    table.classList.toggle('full', columns.length === VARIED.length);
    head.replaceChildren(...['trial', 'λ', ...names, `${metric} ± SE`].map(headingOf), h('td'));
  });
  const draw = whenChanged((search: SearchView, model: Model, byLoss: boolean, narrow: boolean) => {
    const { trials, settings } = search;
    for (let at = rows.length; at < trials.length; at++)
      rows.push(rowOf(store, trials[at] as TrialReport, at, settings.varied));
    const best = bestTrial(trials);
    for (const [at, { element: row, mark, use }] of rows.entries()) {
      const trial = trials[at] as TrialReport;
      row.classList.toggle('best', trial === best);
      show(mark, trial === best);
      const used = isInForce(model, search, trial);
      setText(use, used ? 'in use' : narrow ? 'use' : 'Use this');
      setAttr(use, 'aria-disabled', used ? 'true' : null);
    }
    place(
      body,
      placesOf(trials, byLoss).map((at) => (rows[at] as Row).element),
    );
  });
  return {
    element,
    update: (model: Model) => {
      const { search } = model.host;
      show(element, search !== null && search.trials.length > 0);
      if (!search) return;
      const narrow = isNarrow();
      order.set(model.local.trialOrder);
      lay(search.id, metricName(search.metric), search.settings.varied.join(' '), narrow);
      draw(search, model, model.local.trialOrder === 'best', narrow);
    },
  };
}

const headingOf = (text: string): HTMLElement => h('th', { text, attrs: { scope: 'col' } });

/** The newest first, or the least loss; what could not be fitted stands last. */
export function placesOf(trials: readonly TrialReport[], byLoss: boolean): number[] {
  const loss = (at: number): number => trials[at]?.mean ?? Number.POSITIVE_INFINITY;
  const newest = [...trials.keys()].reverse();
  if (!byLoss) return newest;
  return newest.sort((a, b) => (loss(a) === loss(b) ? a - b : loss(a) - loss(b)));
}

/** Brings the rows into an order and moves as few of them as come anew. */
function place(body: HTMLElement, wanted: readonly HTMLElement[]): void {
  for (const [at, row] of wanted.entries()) {
    const there = body.children[at] ?? null;
    if (there !== row) body.insertBefore(row, there);
  }
}

function rowOf(store: Store, trial: TrialReport, at: number, varied: readonly string[]): Row {
  const mark = h('span', { class: 'trial-mark', text: 'best' });
  const name = h('th', { attrs: { scope: 'row' } }, String(at + 1), mark);
  const columns = VARIED.filter(({ id }) => varied.includes(id));
  const cell = (text: string, title: string): HTMLElement => h('td', { text, title });
  const others = columns.map(({ id }) => {
    const exact = id === 'l1Ratio' ? trial.l1Ratio : trial.choices[id];
    return cell(valueWords(trial, id), String(exact ?? ''));
  });
  const loss = lossCell(trial);
  const use = h('button', {
    class: 'trial-use',
    title: `Train with the settings of trial ${at + 1}: ${triedWords(trial, varied)}. Earlier runs stay.`,
    attrs: { type: 'button', 'aria-label': `Use trial ${at + 1}` },
    on: { click: () => use.getAttribute('aria-disabled') === null && store.useTrial(trial) },
  });
  const lambda = cell(format.significant(trial.lambda, 3), String(trial.lambda));
  const element = h('tr', {}, name, lambda, ...others, loss, h('td', {}, trial.mean === null ? null : use));
  return { element, mark, use };
}

/** The loss, and its error under it where there is no room beside it. */
function lossCell({ mean, se, failure, elapsedMs }: TrialReport): HTMLElement {
  if (mean === null) return h('td', { class: 'dim', text: 'no fit', title: failure ?? '' });
  const title = `${mean} ± ${se}\n${format.duration(elapsedMs)} of computing`;
  const error =
    se === null ? null : h('span', { class: 'trial-se', text: ` ± ${format.significant(se, 2)}` });
  return h('td', { title }, format.mse(mean), error);
}
