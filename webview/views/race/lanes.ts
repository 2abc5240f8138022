import { racingSolvers, racingStarts, usualRacers } from '../../../src/protocol/lanes.ts';
import type { Catalog } from '../../../src/protocol/panel.ts';
import type { RaceLanes } from '../../../src/protocol/run.ts';
import { resolvedModel } from '../../choices.ts';
import type { Chip } from '../../controls/chips.ts';
import type { Model } from '../../model.ts';

/** What can race and what is chosen: pure, so that it can be tested. */

/** As many racers as the engine takes. */
export const MOST_RACERS = 24;
const RATES: readonly RaceLanes['learningRates'][number][] = ['auto', 0.001, 0.01, 0.1, 1];

export interface Lane {
  readonly chips: readonly Chip[];
  readonly chosen: readonly string[];
}

export interface Lanes {
  readonly solvers: Lane;
  readonly starts: Lane;
  readonly rates: Lane;
}

export interface RacersIn {
  readonly count: number;
  /** True where a solver races once although there are several rates. */
  readonly once: boolean;
}

/** The choices of a race; what no longer fits is not chosen any more. */
export function lanesOf(model: Model): Lanes {
  const { catalog, spec } = model.host;
  const lanes = model.local.lanes ?? model.host.race?.lanes;
  const racing = racingSolvers(catalog, resolvedModel(model), spec);
  const starts = racingStarts(catalog);
  const own = spec.learningRate;
  const rates = RATES.includes(own) ? RATES : [...RATES, own];
  const chip = ({ id, label, description }: (typeof racing)[number]): Chip => ({
    value: id,
    label,
    title: description,
  });
  const start = starts.some(({ id }) => id === spec.initializer.id) ? spec.initializer.id : starts[0]?.id;
  return {
    solvers: lane(racing.map(chip), lanes?.solvers, usualRacers(racing)),
    starts: lane(starts.map(chip), lanes?.initializers, start === undefined ? [] : [start]),
    rates: lane(
      rates.map((rate) => ({ value: String(rate), label: String(rate) })),
      lanes?.learningRates.map(String),
      [String(own)],
    ),
  };
}

function lane(chips: readonly Chip[], kept: readonly string[] | undefined, usual: readonly string[]): Lane {
  const left = (kept ?? usual).filter((value) => chips.some((chip) => chip.value === value));
  return { chips, chosen: left };
}

/** The chosen lanes as a message has them. */
export const chosenLanes = ({ solvers, starts, rates }: Lanes): RaceLanes => ({
  solvers: [...solvers.chosen],
  initializers: [...starts.chosen],
  learningRates: rates.chosen.map((rate) => (rate === 'auto' ? rate : Number(rate))),
});

/** How many race: a solver without a learning rate does once with each start. */
export function racersIn({ solvers, starts, rates }: Lanes, catalog: Catalog): RacersIn {
  const rateless = catalog.solvers.filter(({ goal }) => goal === 'tolerance').map(({ id }) => id);
  const single = solvers.chosen.filter((id) => rateless.includes(id)).length;
  const some = rates.chosen.length > 0 ? single : 0;
  const count = starts.chosen.length * ((solvers.chosen.length - single) * rates.chosen.length + some);
  return { count, once: single > 0 && rates.chosen.length > 1 };
}

/** The lanes after a chip was switched, in the order of the chips. */
export function toggledLane({ chips, chosen }: Lane, value: string, on: boolean): Lane {
  const next = chips.map((chip) => chip.value).filter((one) => (one === value ? on : chosen.includes(one)));
  return { chips, chosen: next };
}
