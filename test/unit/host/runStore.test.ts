import { beforeEach, expect, test } from 'vitest';
import { defaultSpec } from '../../../src/engine/spec.ts';
import { Race } from '../../../src/host/race.ts';
import { type Folder, type Memory, RunStore } from '../../../src/host/runStore.ts';
import { Search } from '../../../src/host/search.ts';
import { TrainingRun } from '../../../src/host/trainingRun.ts';
import { iterates, result, summary } from './reports.ts';

const base = defaultSpec();
let values: Map<string, unknown>;
let files: Map<string, string>;
let store: RunStore;
let clock = 0;

beforeEach(() => {
  values = new Map();
  files = new Map();
  clock = 0;
  const memory: Memory = {
    get: (key) => values.get(key),
    async update(key, value) {
      values.set(key, JSON.parse(JSON.stringify(value)));
    },
  };
  const folder: Folder = {
    read: async (name) => files.get(name),
    async write(name, text) {
      files.set(name, text);
    },
    async remove(name) {
      files.delete(name);
    },
  };
  store = new RunStore(memory, folder, () => ++clock);
});

const remember = (uri: string, lambda = 5) =>
  store.remember(uri, { spec: { ...base, lambda }, base, pace: 30, nextNumber: 4 });

function finished(width = 2, points = 3) {
  const run = new TrainingRun('r', 3, base, 1);
  run.apply({ type: 'data', runId: 'r', summary: summary() });
  run.apply({ type: 'iterates', runId: 'r', iterates: iterates(0, points, width) });
  run.apply({ type: 'done', runId: 'r', result: result() });
  return run.view();
}

test('choices are remembered per file', async () => {
  await remember('file:///a.csv');
  expect(store.spec('file:///a.csv', base).lambda).toBe(5);
  expect(store.pace('file:///a.csv')).toBe(30);
  expect(store.nextNumber('file:///a.csv')).toBe(4);
  expect(store.spec('file:///b.csv', base)).toEqual(base);
  expect([store.pace('file:///b.csv'), store.nextNumber('file:///b.csv')]).toEqual([null, 1]);
});

test('the file used last is known, also by its name', async () => {
  expect(store.lastUsed()).toBeUndefined();
  await remember('file:///x/my%20data.csv');
  await remember('file:///y/my%20data.csv');
  await remember('file:///y/other.csv');
  await remember('file:///x/my%20data.csv');
  expect(store.lastUsed()).toBe('file:///x/my%20data.csv');
  expect(store.findByName('my data.csv')).toBe('file:///x/my%20data.csv');
  expect(store.findByName('data.csv')).toBeUndefined();
});

test('only so many files are remembered', async () => {
  for (let i = 0; i < 205; i++) await remember(`file:///${i}.csv`);
  expect(store.nextNumber('file:///4.csv')).toBe(1);
  expect(store.nextNumber('file:///5.csv')).toBe(4);
});

test('a memory that cannot be read costs itself alone', async () => {
  await remember('file:///a.csv');
  const all = values.get('files') as Record<string, unknown>;
  values.set('files', { ...all, 'file:///b.csv': 'nonsense' });
  expect(store.nextNumber('file:///a.csv')).toBe(4);
  values.set('files', 7);
  expect(store.nextNumber('file:///a.csv')).toBe(1);
});

test('the last run comes back in the next window', async () => {
  const view = finished();
  await store.keepRun({ uri: 'file:///a.csv', version: 'stored:1:2', view });
  expect(await store.keptRun('file:///a.csv')).toEqual({
    uri: 'file:///a.csv',
    version: 'stored:1:2',
    view: JSON.parse(JSON.stringify(view)),
  });
  expect(await store.keptRun('file:///b.csv')).toBeUndefined();
});

test('the last race comes back in the next window, and goes with the files', async () => {
  const race = new Race('r', { solvers: ['adam'], initializers: ['zeros'], learningRates: ['auto'] });
  race.apply({ type: 'racers', runId: 'r', labels: ['Adam'], optimum: 1 });
  race.apply({ type: 'stopped', runId: 'r', result: null });
  await remember('file:///a.csv');
  await store.keepRace('file:///a.csv', race.view());
  expect(await store.keptRace('file:///a.csv')).toEqual(race.view());
  expect(await store.keptRace('file:///b.csv')).toBeUndefined();
  for (const name of files.keys()) files.set(name, '{"uri":"file:///a.csv","race":{"id":7}}');
  expect(await store.keptRace('file:///a.csv')).toBeUndefined();
});

test('the last search comes back in the next window with every trial, and goes with the files', async () => {
  const settings = { search: 'random', parameters: {}, trials: 9, varied: [] };
  const space = { lambda: { low: 1, high: 9 }, l1Ratio: { low: 0, high: 0 }, choices: [] };
  const found = { lambda: 3, l1Ratio: 0, choices: { degree: 2 }, mean: 1 / 3, se: null, elapsedMs: 1 };
  const none = { ...found, mean: null, failure: 'No.' };
  const begun = { spec: defaultSpec(), settings, version: '1', space, metric: 'mse', trials: [found, none] };
  const view = new Search('s', begun as never).view();
  await store.keepSearch('file:///a.csv', view);
  expect(await store.keptSearch('file:///a.csv')).toStrictEqual(view);
  expect(await store.keptSearch('file:///b.csv')).toBeUndefined();
  for (let at = 0; at <= 20; at++) await remember(`file:///${at}.csv`);
  await store.keepSearch('file:///0.csv', view);
  expect(await store.keptSearch('file:///0.csv')).toBeUndefined();
});

test('what is kept is bounded', async () => {
  const keep = (width: number) =>
    store.keepRun({ uri: 'file:///a.csv', version: null, view: finished(width, 1500) });
  await keep(10);
  const kept = await store.keptRun('file:///a.csv');
  expect(kept?.view.iterates.iteration.length).toBeLessThanOrEqual(500);
  expect(kept?.view.iterates.weights.length).toBeLessThanOrEqual(50);
  const huge = { ...finished(), result: result({ modelJson: 'x'.repeat(5_000_000) }) };
  await store.keepRun({ uri: 'file:///a.csv', version: null, view: huge });
  expect(files.size).toBe(0);
});

test('a kept run that cannot be read is none', async () => {
  await store.keepRun({ uri: 'file:///a.csv', version: null, view: finished() });
  const [name] = files.keys();
  files.set(name ?? '', '{"uri":"file:///a.csv","view":{}}');
  expect(await store.keptRun('file:///a.csv')).toBeUndefined();
  files.set(name ?? '', '{');
  expect(await store.keptRun('file:///a.csv')).toBeUndefined();
});
