import { h, show } from './dom.ts';
import { isRunning, type Model, shownResult } from './model.ts';
import type { Store } from './store.ts';
import { callouts } from './views/callouts.ts';
import { dataSummary } from './views/dataSummary.ts';
import { examined } from './views/examined.ts';
import { fitScores } from './views/fit/fit.ts';
import { header } from './views/header.ts';
import { lambdaTab } from './views/lambda/lambdaTab.ts';
import { isChoosing } from './views/lambda/words.ts';
import { lambdaCard } from './views/lambdaCard.ts';
import { lossChart } from './views/lossChart.ts';
import { predictRow } from './views/predictRow.ts';
import { raceTab } from './views/race/race.ts';
import { runBar } from './views/runBar.ts';
import { runsList } from './views/runsList.ts';
import { scoresTable } from './views/scoresTable.ts';
import { searchTab } from './views/search/searchTab.ts';
import { settings } from './views/settings/settings.ts';
import { tabs } from './views/tabs.ts';
import { trajectory } from './views/trajectory.ts';
import { verdict } from './views/verdict.ts';
import type { View } from './views/view.ts';
import { weights } from './views/weights.ts';

export interface App {
  /** Draws the model; everything that did not change is skipped. */
  draw(model: Model): void;
  /** The theme changed: charts read their colours anew. */
  retheme(): void;
}

/** Puts the panel together. */
export function app(root: HTMLElement, store: Store): App {
  const loss = lossChart(store);
  const path = lambdaTab(store);
  const over = trajectory();
  const race = raceTab(store);
  const search = searchTab(store);
  const views: readonly View[] = [
    header(store),
    callouts(store),
    verdict(),
    runBar(store),
    settings(store),
    onlyIf(hasModel, lambdaCard(store)),
    tabs(store, [
      {
        id: 'training',
        label: 'Training',
        view: stacked('training', loss, weights(store, 'beside')),
        present: hasTrace,
      },
      {
        id: 'weights',
        label: 'Weights',
        view: stacked('weights-tab', weights(store, 'full'), withoutWeights(), over, examined(store)),
        present: hasResult,
      },
      {
        id: 'lambda',
        label: 'λ',
        view: stacked('lambda-and-weights', path, weights(store, 'path')),
        present: hasLambda,
      },
      { id: 'fit', label: 'Fit', view: fitScores(store), present: hasResult },
      { id: 'race', label: 'Race', view: race, present: canRace },
      { id: 'search', label: 'Search', view: search, present: canSearch },
    ]),
    scoresTable(),
    predictRow(store),
    dataSummary(store),
    runsList(store),
  ];
  root.replaceChildren(...views.map(({ element }) => element));
  return {
    draw: (model) => {
      root.classList.toggle('held', awaits(model) && model.preview === null);
      for (const view of views) view.update(model);
    },
    retheme: () => {
      for (const view of [loss, path, over, race, search]) view.retheme();
    },
  };
}

/** True while the model in sight is about to be replaced by that of the run under way. */
const awaits = ({ held, host }: Model): boolean => held !== null && isRunning(host.run?.status);
const hasResult = (model: Model): boolean => shownResult(model) !== null;
const hasTrace = (model: Model): boolean => model.trace.iteration.length > 0 || awaits(model);
const hasLambda = (model: Model): boolean => hasResult(model) || isChoosing(model);
/** Before any data is known there is nothing to race on, but for what was asked for from outside. */
const canRace = (model: Model): boolean => hasResult(model) || model.host.race !== null;
/** A search needs no model: what asks for it from outside may come before the first one. */
const canSearch = (model: Model): boolean =>
  hasResult(model) || model.host.search !== null || model.local.tab === 'search';
/** Before the first model there is no λ to move, unless one is on its way. */
const hasModel = (model: Model): boolean => hasResult(model) || isRunning(model.host.run?.status);

/** What stands in place of the weights where there are none. */
function withoutWeights(): View {
  const text =
    'A network has several weights for each column, in layers: none of them can be read by itself. Shuffling a column tells what the network makes of it.';
  const element = h('p', { class: 'dim no-weights', text });
  return {
    element,
    update: (model) => show(element, shownResult(model)?.now.weights.length === 0),
  };
}

/** Views one under another, or side by side where there is room. */
function stacked(name: string, ...views: readonly View[]): View {
  return {
    element: h('div', { class: name }, ...views.map(({ element }) => element)),
    update: (model) => {
      for (const view of views) view.update(model);
    },
  };
}

function onlyIf(present: (model: Model) => boolean, view: View): View {
  return {
    element: view.element,
    update: (model) => {
      show(view.element, present(model));
      view.update(model);
    },
  };
}
