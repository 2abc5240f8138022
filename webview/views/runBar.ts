import type { Catalog } from '../../src/protocol/panel.ts';
import { button, dropdown, iconButton } from '../controls/toolkit.ts';
import { h, whenChanged } from '../dom.ts';
import { isRunning, type Model } from '../model.ts';
import type { Store } from '../store.ts';
import { takesWeights, weightsOfRun } from './settings/startValues.ts';
import type { View } from './view.ts';

/** Train, pause, step, stop; model, solver and start; the gear. */
export function runBar(store: Store): View {
  const train = button('Train', 'primary', () => store.train());
  const pause = iconButton('debug-pause', 'Pause', () => togglePause(store));
  const step = iconButton('debug-step-over', 'Step: one more iteration', () => ofRun(store, 'step'));
  const stop = iconButton('debug-stop', 'Stop', () => ofRun(store, 'stop'));
  const model = dropdown('Model', (id) => store.edit({ model: id }));
  const solver = dropdown('Solver', (id) => store.train({ solver: id }));
  const start = dropdown('Start', (id) => chooseStart(store, id), 'Start');
  const gear = iconButton('settings-gear', 'Settings of the run', () => {
    store.look({ settingsOpen: !store.model?.local.settingsOpen });
  });
  const element = h(
    'section',
    { class: 'run-bar', attrs: { 'aria-label': 'Run' } },
    h('div', { class: 'run-actions' }, train.element, pause.element, step.element, stop.element),
    h('div', { class: 'run-choices' }, model.element, solver.element, start.element, gear.element),
  );

  const drawActions = whenChanged((running: boolean, paused: boolean) => {
    pause.enable(running);
    step.enable(running);
    stop.enable(running);
    pause.icon(paused ? 'debug-continue' : 'debug-pause');
    pause.label(paused ? 'Resume' : 'Pause');
  });
  const drawChoices = whenChanged((catalog: Catalog, modelId: string, solverId: string, startId: string) => {
    model.set(choicesOf(catalog.models), modelId);
    solver.set(solverChoices(catalog), solverId);
    start.set(choicesOf(catalog.initializers), startId);
    model.element.classList.toggle('only', catalog.models.length < 2);
  });
  return {
    element,
    update: ({ host, local }: Model) => {
      const status = host.run?.status;
      drawActions(isRunning(status), status === 'paused');
      drawChoices(host.catalog, host.spec.model, host.spec.solver, host.spec.initializer.id);
      gear.expanded(local.settingsOpen);
    },
  };
}

const choicesOf = (entries: Catalog['models'], prefix = '') =>
  entries.map(({ id, label, description }) => ({
    value: id,
    label: `${prefix}${label}`,
    title: description,
  }));

/** The spec's own `auto` beside the solvers there are. */
function solverChoices({ solvers }: Catalog) {
  const choices = choicesOf(solvers);
  if (solvers.some(({ id }) => id === 'auto')) return choices;
  return [{ value: 'auto', label: 'Exact', title: 'The exact solver that suits the data' }, ...choices];
}

/** A start from given weights takes those of the run in sight. */
function chooseStart(store: Store, id: string): void {
  const model = store.model;
  if (!model) return;
  store.train({
    initializer: {
      id,
      parameters: {},
      values: takesWeights(model.host.catalog, id) ? weightsOfRun(model) : null,
    },
  });
}

function togglePause(store: Store): void {
  ofRun(store, store.model?.host.run?.status === 'paused' ? 'resume' : 'pause');
}

function ofRun(store: Store, type: 'pause' | 'resume' | 'step' | 'stop'): void {
  const runId = store.model?.host.run?.id;
  if (runId !== undefined) store.post({ type, runId });
}
