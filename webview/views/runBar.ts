import type { RunSpec } from '../../src/engine/spec.ts';
import { fittingSolvers, isExact } from '../../src/protocol/lanes.ts';
import type { Catalog, Entry } from '../../src/protocol/panel.ts';
import { AUTO, choosingModel, resolvedModel } from '../choices.ts';
import { button, type Choice, dropdown, iconButton } from '../controls/toolkit.ts';
import { h, whenChanged } from '../dom.ts';
import { isRunning, type Model } from '../model.ts';
import type { Store } from '../store.ts';
import { takesWeights, weightsOfRun } from './settings/startValues.ts';
import type { View } from './view.ts';

/** Below so many pixels three choices share one line, in short words. */
const SHORT = 520;

/** Train, pause, step, stop; model, solver and start; the gear. */
export function runBar(store: Store): View {
  const train = button('Train', 'primary', () => store.train());
  const pause = iconButton('debug-pause', 'Pause', () => togglePause(store));
  const step = iconButton('debug-step-over', 'Step: one more iteration', () => ofRun(store, 'step'));
  const stop = iconButton('debug-stop', 'Stop', () => ofRun(store, 'stop'));
  const model = dropdown('Model', (id) => chooseModel(store, id));
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
  const drawChoices = whenChanged(
    (catalog: Catalog, spec: RunSpec, resolved: Entry | null, short: boolean) => {
      model.set(modelChoices(catalog, resolved, short), spec.model);
      solver.set(solverChoices(catalog, spec, resolved), spec.solver);
      start.set(startChoices(catalog, resolved), spec.initializer.id);
    },
  );
  return {
    element,
    update: (shown: Model) => {
      const { host, local } = shown;
      const status = host.run?.status;
      drawActions(isRunning(status), status === 'paused');
      drawChoices(host.catalog, host.spec, resolvedModel(shown), window.innerWidth < SHORT);
      gear.expanded(local.settingsOpen);
    },
  };
}

const choicesOf = (entries: readonly Entry[]): Choice[] =>
  entries.map(({ id, label, description }) => ({ value: id, label, title: description }));

/** The models, and the choice that leaves it to the target, which says what it came to. */
function modelChoices({ models }: Catalog, resolved: Entry | null, short: boolean): Choice[] {
  const label = resolved ? `${short ? '' : 'Auto · '}${resolved.label}` : 'Auto';
  return [{ value: AUTO, label, title: 'The model that suits the target' }, ...choicesOf(models)];
}

/** The solvers that fit, and the choice that leaves it to the data: exact where an exact one fits. */
function solverChoices(catalog: Catalog, spec: RunSpec, resolved: Entry | null): Choice[] {
  const fitting = fittingSolvers(catalog, resolved, spec);
  const exact = fitting.some(isExact);
  const auto = {
    value: AUTO,
    label: exact ? 'Exact' : 'Auto',
    title: exact ? 'The exact solver that suits the data' : 'The solver that gets to the minimum soonest',
  };
  // One that was chosen for another model stays in sight until something else is chosen.
  const chosen = catalog.solvers.filter(
    ({ id }) => id === spec.solver && !fitting.some((one) => one.id === id),
  );
  return [auto, ...choicesOf([...fitting, ...chosen])];
}

/** A network has several weights for each column, so that none can be given. */
function startChoices({ initializers }: Catalog, resolved: Entry | null): Choice[] {
  return choicesOf(resolved?.network ? initializers.filter(({ given }) => given !== 'needed') : initializers);
}

function chooseModel(store: Store, id: string): void {
  if (store.model) store.train(choosingModel(store.model, id));
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
