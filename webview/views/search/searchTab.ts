import { MOST_TRIALS, type SearchSettings } from '../../../src/protocol/search.ts';
import { type SearchView, trialsToGoOnTo } from '../../../src/protocol/searchView.ts';
import { chips } from '../../controls/chips.ts';
import { numberField } from '../../controls/numberField.ts';
import { button } from '../../controls/toolkit.ts';
import { workLine } from '../../controls/workLine.ts';
import { h, icon, setText, show, whenChanged } from '../../dom.ts';
import type { Model } from '../../model.ts';
import type { Store } from '../../store.ts';
import { hasPath } from '../lambda/words.ts';
import type { ThemedView } from '../lossChart.ts';
import type { View } from '../view.ts';
import { searchEntry, settingsOf, VARIED, withVaried } from './searchSettings.ts';
import { trialChart } from './trialChart.ts';
import { trialTable } from './trialTable.ts';
import { bestSentence, hintOf, progressOf } from './words.ts';

/** A search for λ and the settings that go with it: what is searched, how it goes, and every trial. */
export function searchTab(store: Store): ThemedView {
  const fields = settingsFields(store);
  const actions = searchActions(store);
  const outcome = outcomeView();
  const chart = trialChart();
  const table = trialTable(store);
  const views: readonly View[] = [fields, actions, outcome, chart, table];
  const element = h(
    'section',
    { class: 'search', attrs: { 'aria-label': 'Search' } },
    ...views.map((view) => view.element),
  );
  return {
    element,
    retheme: () => chart.retheme(),
    update: (model) => {
      for (const view of views) view.update(model);
    },
  };
}

/** Strategy, what is varied besides λ, and how many trials. While a search runs they stand still. */
function settingsFields(store: Store): View {
  const change = (next: (settings: SearchSettings) => SearchSettings): void => {
    if (store.model) store.look({ search: next(settingsOf(store.model)) });
  };
  const strategy = chips('Strategy', (search, on) => {
    if (on) change((settings) => ({ ...settings, search }));
  });
  const varied = chips('Besides λ', (id, on) => change((settings) => withVaried(settings, id, on)));
  const trials = numberField({
    label: 'Trials',
    hideLabel: true,
    min: 1,
    max: MOST_TRIALS,
    integer: true,
    onChange: (value) => {
      if (value !== null) change((settings) => ({ ...settings, trials: value }));
    },
  });
  const about = h('p', { class: 'dim search-about' });
  const element = h(
    'div',
    { class: 'search-fields' },
    strategy.element,
    about,
    varied.element,
    h(
      'div',
      { class: 'chips-field search-trials' },
      h('span', { class: 'field-label', text: 'Trials', attrs: { 'aria-hidden': 'true' } }),
      trials.element,
    ),
  );
  return {
    element,
    update: (model) => {
      const settings = settingsOf(model);
      const running = model.host.search?.status === 'running';
      const offered = model.host.catalog.searches.map(({ id, label, description }) => ({
        value: id,
        label,
        title: description,
      }));
      strategy.set(offered, [settings.search]);
      varied.set(
        VARIED.map(({ id, label, title }) => ({ value: id, label, title })),
        settings.varied,
      );
      for (const field of [strategy, varied]) field.enable(!running);
      trials.set(settings.trials);
      setText(about, searchEntry(model, settings)?.description ?? '');
    },
  };
}

function searchActions(store: Store): View {
  const start = button('Start search', 'secondary', () => {
    if (store.model) store.search(settingsOf(store.model));
  });
  const resume = button('Resume', 'secondary', () => goOn(store));
  const hint = h('p', { class: 'dim search-hint', attrs: { role: 'status' } });
  // Not where the start is: a click that comes too late begins no other search.
  const stop = button('Stop search', 'secondary', () => store.post({ type: 'stopSearch' }));
  const line = workLine('Searching', stop.element);
  const failure = h('p', { class: 'search-failure', attrs: { role: 'alert' } });
  const failureText = h('span');
  failure.append(icon('error'), failureText);
  const element = h(
    'div',
    { class: 'search-actions' },
    h('div', { class: 'search-buttons' }, start.element, resume.element),
    h('div', { class: 'search-status' }, line.element, hint),
    failure,
  );
  return {
    element,
    update: (model: Model) => {
      const { search } = model.host;
      const running = search?.status === 'running';
      const onTo = search && trialsToGoOnTo(search, settingsOf(model));
      start.label(search && search.trials.length > 0 ? 'Start anew' : 'Start search');
      start.enable(!running && hasPath(model));
      show(resume.element, onTo !== null);
      if (onTo !== null)
        resume.label(onTo === search?.settings.trials ? 'Resume' : `Resume to ${onTo} trials`);
      show(line.element, running);
      if (running) line.set(progressOf(search));
      setText(hint, hintOf(model, onTo !== null));
      setText(failureText, search?.failure?.message ?? '');
      show(failure, search?.status === 'failed');
    },
  };
}

/** The best trial in a sentence, and what there is to say of it. */
function outcomeView(): View {
  const best = h('p', { class: 'search-best' });
  const note = h('p', { class: 'search-note' });
  const noteText = h('span');
  note.append(icon('info'), noteText);
  const element = h('div', { class: 'search-outcome' }, best, note);
  const draw = whenChanged((search: SearchView) => {
    setText(best, bestSentence(search));
    setText(noteText, search.note ?? '');
    show(note, search.note !== null);
  });
  return {
    element,
    update: ({ host: { search } }) => {
      show(element, search !== null && search.trials.length > 0);
      if (search) draw(search);
    },
  };
}

function goOn(store: Store): void {
  const { model } = store;
  const search = model?.host.search;
  const trials = model && search ? trialsToGoOnTo(search, settingsOf(model)) : null;
  if (trials !== null) store.post({ type: 'resumeSearch', trials });
}
