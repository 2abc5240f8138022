import type { RacerResult } from '../../../src/engine/report.ts';
import type { RaceView } from '../../../src/protocol/panel.ts';
import { h, setAttr, setText, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import type { Model } from '../../model.ts';
import type { RaceTrace } from '../../raceTrace.ts';
import type { Store } from '../../store.ts';
import { isNarrow, type View } from '../view.ts';
import { looksOf } from './raceChart.ts';

const REASONS: Readonly<Record<RacerResult['reason'], string>> = {
  iterations: 'all iterations',
  converged: 'arrived',
  diverged: 'diverged',
  stopped: 'stopped',
  stalled: 'stalled',
  earlyStopping: 'stopped early',
  noMinimum: 'no minimum',
};

interface Row {
  readonly name: HTMLElement;
  readonly key: HTMLElement;
  readonly cells: readonly HTMLElement[];
}

/** How each racer fared; its name switches its line. */
export function raceTable(store: Store, colours: () => readonly string[]): View {
  const head = h('tr');
  const body = h('tbody');
  const element = h('table', { class: 'race-table' }, h('thead', {}, head), body);
  let rows: Row[] = [];
  const lay = whenChanged((labels: readonly string[], narrow: boolean) => {
    const headings = ['racer', narrow ? 'to 1 %' : 'iterations to 1 %', narrow ? '' : 'time to 1 %'];
    const texts = [...headings.filter((text) => text !== ''), 'iterations', 'above J*', narrow ? '' : 'end'];
    head.replaceChildren(
      ...texts
        .filter(Boolean)
        .map((text) => h('th', { text, title: TITLES[text] ?? text, attrs: { scope: 'col' } })),
    );
    rows = labels.map((label, racer) => rowOf(store, label, racer, narrow ? 3 : 5));
    body.replaceChildren(
      ...rows.map(({ name, cells }) => h('tr', {}, h('th', { attrs: { scope: 'row' } }, name), ...cells)),
    );
  });
  const draw = whenChanged(
    (race: RaceView, trace: RaceTrace, _: number, hidden: readonly number[], narrow: boolean) => {
      for (const [racer, { name, key, cells }] of rows.entries()) {
        const { colour, dashed } = looksOf(racer, colours());
        key.style.borderTopColor = colour;
        key.style.borderTopStyle = dashed ? 'dashed' : 'solid';
        setAttr(name, 'aria-pressed', String(!hidden.includes(racer)));
        const texts = textsOf(race, trace, racer).filter((_text, at) => !narrow || !WIDE.includes(at));
        for (const [at, [text, exact]] of texts.entries()) {
          const cell = cells[at];
          if (!cell) continue;
          setText(cell, text);
          setAttr(cell, 'title', exact === '' ? null : exact);
        }
      }
    },
  );
  return {
    element,
    update: ({ host: { race }, raceTrace, raceVersion, local }: Model) => {
      if (!race) return;
      const narrow = isNarrow();
      lay(race.labels, narrow);
      draw(race, raceTrace, raceVersion, local.hiddenRacers, narrow);
    },
  };
}

/** Cells that there is no room for in a narrow panel: the time and the end. */
const WIDE: readonly number[] = [1, 4];

const TITLES: Readonly<Record<string, string>> = {
  'to 1 %': 'Iterations until the loss was within 1 % of the lowest',
  'iterations to 1 %': 'Iterations until the loss was within 1 % of the lowest',
  'time to 1 %': 'Computing time until the loss was within 1 % of the lowest',
  'above J*': 'The last loss less the lowest one',
};

function rowOf(store: Store, label: string, racer: number, cells: number): Row {
  const key = h('span', { class: 'key', attrs: { 'aria-hidden': 'true' } });
  const name = h(
    'button',
    {
      class: 'racer',
      title: `${label}: click to hide or show its line`,
      attrs: { type: 'button', 'aria-pressed': 'true' },
      on: { click: () => toggle(store, racer) },
    },
    key,
    h('span', { class: 'racer-name', text: label }),
  );
  return { name, key, cells: Array.from({ length: cells }, () => h('td')) };
}

function textsOf(race: RaceView, trace: RaceTrace, racer: number): [string, string][] {
  const told = race.result?.racers[racer];
  const last = trace.last(racer);
  const near = nearOf(race, trace, racer);
  const loss = told?.loss ?? last?.loss ?? null;
  const above = loss === null || race.optimum === null ? null : Math.max(0, loss - race.optimum);
  const iterations = told?.iterations ?? last?.iteration ?? null;
  const ms = told?.millisecondsToNear ?? null;
  return [
    [near === null ? '–' : format.count(near), ''],
    [ms === null ? '–' : format.duration(ms), format.exact(ms)],
    [iterations === null ? '–' : format.count(iterations), ''],
    [above === null ? '–' : above === 0 ? '0' : format.significant(above, 2), `loss ${format.exact(loss)}`],
    [told ? REASONS[told.reason] : 'running', ''],
  ];
}

/** Iterations to within 1 % of the lowest loss: as told at the end, until then by the laps in sight. */
function nearOf({ result, optimum }: RaceView, trace: RaceTrace, racer: number): number | null {
  const told = result?.racers[racer];
  if (told) return told.iterationsToNear;
  const track = trace.tracks[racer];
  if (optimum === null || !track) return null;
  const at = track.loss.findIndex((loss) => loss <= optimum + 0.01 * Math.abs(optimum));
  return at < 0 ? null : (track.iteration[at] ?? null);
}

function toggle(store: Store, racer: number): void {
  const hidden = store.model?.local.hiddenRacers ?? [];
  store.look({
    hiddenRacers: hidden.includes(racer) ? hidden.filter((other) => other !== racer) : [...hidden, racer],
  });
}
