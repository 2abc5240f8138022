import { h, show } from './dom.ts';
import type { Model } from './model.ts';
import type { Store } from './store.ts';
import { header } from './views/header.ts';
import { lambdaCard } from './views/lambdaCard.ts';
import { lossChart, type ThemedView } from './views/lossChart.ts';
import { runBar } from './views/runBar.ts';
import { scoresTable } from './views/scoresTable.ts';
import { tabs } from './views/tabs.ts';
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
  const themed: readonly ThemedView[] = [loss];
  const views: readonly View[] = [
    header(store),
    verdict(),
    runBar(store),
    lambdaCard(store),
    tabs(store, [
      {
        id: 'training',
        label: 'Training',
        view: training(loss, weights(store, 'beside')),
        present: hasTrace,
      },
      { id: 'weights', label: 'Weights', view: weights(store, 'full'), present: hasResult },
    ]),
    scoresTable(),
  ];
  root.replaceChildren(...views.map(({ element }) => element));
  return {
    draw: (model) => {
      for (const view of views) view.update(model);
    },
    retheme: () => {
      for (const view of themed) view.retheme();
    },
  };
}

const hasTrace = (model: Model): boolean => model.trace.iteration.length > 0 || model.held !== null;
const hasResult = (model: Model): boolean => (model.host.run?.result ?? model.held?.result ?? null) !== null;

/** Loss and weights, side by side where there is room. */
function training(loss: View, bars: View): View {
  return {
    element: h('div', { class: 'training' }, loss.element, bars.element),
    update: (model) => {
      show(loss.element, hasTrace(model));
      loss.update(model);
      bars.update(model);
    },
  };
}
