import { describe, expect, it } from 'vitest';
import { models, parseSpec, type RunSpecInput, solvers } from '../../src/engine/index.ts';
import { catalog } from '../../src/host/catalog.ts';
import type { RaceView } from '../../src/protocol/panel.ts';
import { choosingModel, consistent, resolvedModel } from '../../webview/choices.ts';
import { mixWords } from '../../webview/format.ts';
import { readLocal } from '../../webview/local.ts';
import type { Model } from '../../webview/model.ts';
import { RaceTrace } from '../../webview/raceTrace.ts';
import { Trace } from '../../webview/trace.ts';
import { parseLayers } from '../../webview/typedNumber.ts';
import { hasDistance, valuesOf } from '../../webview/views/lossSeries.ts';
import { chosenLanes, lanesOf, racersIn, toggledLane } from '../../webview/views/race/lanes.ts';

/** A panel's model with this spec, of a file of which nothing is known. */
function panel(spec: RunSpecInput = {}, local: unknown = {}): Model {
  return {
    host: {
      file: { name: 'a.csv', path: 'a.csv' },
      catalog: catalog(),
      columns: [],
      spec: parseSpec(spec),
      pace: 0,
      held: null,
      run: null,
      runs: [],
      race: null,
      search: null,
      stale: false,
    },
    local: readLocal(local),
    held: null,
    trace: new Trace(),
    traceVersion: 0,
    raceTrace: new RaceTrace(null),
    raceVersion: 0,
    drag: null,
    preview: null,
    predicted: null,
    lambdaRefusal: null,
    examining: null,
    examineRefusal: null,
  };
}

describe('choices', () => {
  it('a model is known once it is chosen or the target was read', () => {
    expect(resolvedModel(panel())).toBeNull();
    expect(resolvedModel(panel({ model: 'poisson' }))?.id).toBe('poisson');
    expect(resolvedModel(panel({ model: 'of an older version' }))).toBeNull();
  });

  it('a change leaves a solver open that no longer fits, and no other', () => {
    const model = panel({ model: 'linear', solver: 'newton' });
    expect(consistent(model, { l1Ratio: 0.5 })).toEqual({ l1Ratio: 0.5, solver: 'auto' });
    expect(consistent(model, { coupling: 0.5 })).toEqual({ coupling: 0.5 });
    expect(consistent(panel({ solver: 'auto' }), { l1Ratio: 1 })).toEqual({ l1Ratio: 1 });
  });

  it('a network brings its start along and leaves it behind; another start stays', () => {
    const own = models.get('mlp').start;
    expect(choosingModel(panel({ model: 'linear' }), 'mlp').initializer).toMatchObject({ id: own });
    const back = panel({ model: 'mlp', initializer: { id: own ?? '' } });
    expect(choosingModel(back, 'linear').initializer).toMatchObject({ id: parseSpec({}).initializer.id });
    const chosen = panel({ model: 'linear', initializer: { id: 'heNormal' } });
    expect(choosingModel(chosen, 'mlp').initializer).toBeUndefined();
  });

  it('layers and mixes are read and told in words', () => {
    expect(parseLayers('32, 16')).toEqual([32, 16]);
    expect(parseLayers('8')).toEqual([8]);
    expect(['', '0', '1,2,3,4', 'x', '1.5', '2000'].map(parseLayers)).toEqual(Array(6).fill(null));
    expect([0, 0.25, 1].map(mixWords)).toEqual([
      'Ridge: L2 alone',
      'Elastic net: 25\u00a0% L1',
      'Lasso: L1 alone',
    ]);
  });
});

const TWO_RATES = {
  solvers: ['newton', 'adam'],
  initializers: ['zeros', 'normal'],
  learningRates: ['auto' as const, 1],
};

describe('a race', () => {
  it('has a lane for every solver with steps; what no longer fits is not chosen', () => {
    const lanes = lanesOf(panel({ model: 'linear', learningRate: 0.3 }));
    expect(lanes.solvers.chips.map(({ value }) => value)).toEqual(
      solvers.ids().filter((id) => solvers.get(id).kind === 'iterative'),
    );
    expect(lanes.rates.chosen).toEqual(['0.3']);
    const { catalog } = panel({}).host;
    expect(racersIn(lanes, catalog)).toEqual({ count: lanes.solvers.chosen.length, once: false });
    const rated = panel({ model: 'linear' }, { lanes: TWO_RATES });
    expect(racersIn(lanesOf(rated), catalog)).toEqual({ count: 6, once: true });
    const kept = {
      solvers: ['newton', 'adam'],
      initializers: ['zeros', 'normal'],
      learningRates: ['auto', 1],
    };
    const network = lanesOf(panel({ model: 'mlp' }, { lanes: kept }));
    expect(chosenLanes(network)).toEqual({ ...kept, solvers: ['adam'] });
    const more = toggledLane(network.starts, 'zeros', false);
    expect(more.chosen).toEqual(['normal']);
  });

  it('is kept bounded, with the newest step of each', () => {
    const view = { tracks: [{ iteration: [0], loss: [9] }] } as unknown as RaceView;
    const trace = new RaceTrace(view);
    for (let at = 1; at < 5000; at++)
      trace.append({ racer: [0, 1], iteration: [at, at], loss: [9 - at / 1e4, at] });
    expect(trace.tracks[0]?.loss.length).toBeLessThan(1002);
    expect(trace.last(0)?.iteration).toBe(4999);
    expect(trace.tracks[0]?.iteration[0]).toBe(0);
    expect(trace.lowest).toBe(1);
    expect(view.tracks[0]?.loss).toEqual([9]);
  });
});

describe('the series of a descent', () => {
  const trace = (distance: number[] = []): Trace => {
    const made = new Trace();
    made.append({
      iteration: [0, 1, 2],
      dataLoss: [4, 3, 2],
      penalty: [0, 1, 1],
      validation: [],
      gradientNorm: [1, 1, 1],
      ...(distance.length > 0 ? { distance } : {}),
      weightsAt: [],
      weights: [],
    });
    return made;
  };

  it('say how far it is from the minimum, where that is known', () => {
    expect(hasDistance(trace(), null)).toBe(false);
    expect(hasDistance(trace([3, 2, 1]), null)).toBe(true);
    expect([...valuesOf('distance', trace([3, 2, 1]), 2.5)]).toEqual([
      ['gap', [1.5, 1.5, 0.5]],
      ['distance', [3, 2, 1]],
    ]);
    expect([...valuesOf('loss', trace(), 2.5).keys()]).toEqual(['data', 'penalty', 'total', 'optimum']);
  });
});
