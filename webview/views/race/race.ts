import type { RaceView } from '../../../src/protocol/panel.ts';
import { type Chips, chips } from '../../controls/chips.ts';
import { button } from '../../controls/toolkit.ts';
import { h, icon, setText, show, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import type { Model } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { ThemedView } from '../lossChart.ts';
import { chosenLanes, type Lanes, lanesOf, MOST_RACERS, racersIn, toggledLane } from './lanes.ts';
import { raceChart } from './raceChart.ts';
import { raceTable } from './raceTable.ts';

/** Solvers, starts and learning rates against each other on the same data: what races, and how it goes. */
export function raceTab(store: Store): ThemedView {
  const lanes = laneChips(store);
  const start = button('Start race', 'secondary', () => startOrStop(store));
  const hint = h('p', { class: 'dim race-hint' });
  const failure = h('p', { class: 'race-failure' });
  const failureText = h('span');
  failure.append(icon('error'), failureText);
  const chart = raceChart();
  const table = raceTable(store, chart.colours);
  const outcome = h('div', { class: 'race-outcome' }, chart.element, table.element);
  const element = h(
    'section',
    { class: 'race', attrs: { 'aria-label': 'Race' } },
    ...lanes.fields.map((field) => field.element),
    h('div', { class: 'race-actions' }, start.element, hint),
    failure,
    outcome,
  );
  const drawState = whenChanged((race: RaceView | null, racers: number, once: boolean) => {
    const running = race?.status === 'running';
    start.label(running ? 'Stop race' : 'Start race');
    start.enable(running || (racers > 0 && racers <= MOST_RACERS));
    for (const field of lanes.fields) field.enable(!running);
    setText(hint, hintOf(race, racers, once));
    setText(failureText, race?.failure?.message ?? '');
    show(failure, race?.status === 'failed');
    show(outcome, race !== null && race.labels.length > 0);
  });
  return {
    element,
    retheme: () => chart.retheme(),
    update: (model: Model) => {
      const now = lanesOf(model);
      lanes.draw(now);
      const { count, once } = racersIn(now, model.host.catalog);
      drawState(model.host.race, count, once);
      chart.update(model);
      table.update(model);
    },
  };
}

function laneChips(store: Store): { readonly fields: readonly Chips[]; draw(lanes: Lanes): void } {
  const field = (label: string, of: keyof Lanes): Chips =>
    chips(label, (value, on) => {
      if (!store.model) return;
      const lanes = lanesOf(store.model);
      store.look({ lanes: chosenLanes({ ...lanes, [of]: toggledLane(lanes[of], value, on) }) });
    });
  const solvers = field('Solvers', 'solvers');
  const starts = field('Starts', 'starts');
  const rates = field('Learning rates', 'rates');
  return {
    fields: [solvers, starts, rates],
    draw: (lanes) => {
      solvers.set(lanes.solvers.chips, lanes.solvers.chosen);
      starts.set(lanes.starts.chips, lanes.starts.chosen);
      rates.set(lanes.rates.chips, lanes.rates.chosen);
    },
  };
}

function startOrStop(store: Store): void {
  const { model } = store;
  if (!model) return;
  if (model.host.race?.status === 'running') {
    store.post({ type: 'stopRace' });
    return;
  }
  store.look({ hiddenRacers: [] });
  store.race(chosenLanes(lanesOf(model)));
}

function hintOf(race: RaceView | null, racers: number, once: boolean): string {
  if (race?.status === 'running')
    return race.labels.length === 0
      ? 'getting ready'
      : `${format.counted(race.labels.length, 'racer')}, a step each in turn`;
  if (racers === 0) return 'Choose at least one of each.';
  if (racers > MOST_RACERS)
    return `${format.count(racers)} racers are too many: ${MOST_RACERS} fit one chart.`;
  const told = race?.status === 'stopped' ? ['Stopped.'] : (race?.result?.notes ?? []);
  const remark = once && told.length === 0 ? ' Solvers without a learning rate race once.' : '';
  const next = `${format.counted(racers, 'racer')}, a step each in turn.${remark} Earlier runs stay as they are.`;
  return [...told, next].join(' ');
}
