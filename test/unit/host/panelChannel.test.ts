import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { COALESCE_MS, PanelChannel } from '../../../src/host/panelChannel.ts';
import type { PanelState, ToPanel } from '../../../src/protocol/panel.ts';
import { iterates, result } from './reports.ts';

const STATE = { stale: false } as PanelState;
const progress = (rows: number) => ({ bytesRead: rows, bytesTotal: 9, rows, rowsPerSecond: 1 });
let sent: ToPanel[];
let channel: PanelChannel;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  channel = new PanelChannel(
    (message) => sent.push(message),
    () => STATE,
  );
});
afterEach(() => {
  vi.useRealTimers();
});

test('nothing is sent before the panel is ready, then its full state', () => {
  channel.post({ type: 'stale', stale: true });
  channel.sync();
  vi.runAllTimers();
  expect(sent).toEqual([]);
  channel.ready();
  expect(sent).toEqual([{ type: 'state', state: STATE }]);
});

test('progress and iterations are joined by time', () => {
  channel.ready();
  for (let i = 0; i < 10; i++) {
    channel.post({ type: 'reading', runId: 'a', progress: progress(i) });
    channel.post({ type: 'iterates', runId: 'a', iterates: iterates(i, i + 1) });
  }
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(COALESCE_MS);
  expect(sent.slice(1)).toEqual([
    { type: 'reading', runId: 'a', progress: progress(9) },
    { type: 'iterates', runId: 'a', iterates: iterates(0, 10) },
  ]);
});

test('trials of one search are joined by time, and those of another take their place', () => {
  const trial = { lambda: 1, l1Ratio: 0, choices: {}, mean: 2, se: 1, elapsedMs: 0 };
  const trials = (searchId: string, ...lambdas: number[]): ToPanel => ({
    type: 'trials',
    searchId,
    trials: lambdas.map((lambda) => ({ ...trial, lambda })),
  });
  channel.ready();
  channel.post(trials('a', 1));
  channel.post(trials('a', 2, 3));
  vi.advanceTimersByTime(COALESCE_MS);
  channel.post(trials('a', 4));
  channel.post(trials('b', 5));
  vi.runAllTimers();
  expect(sent.slice(1)).toEqual([trials('a', 1, 2, 3), trials('b', 5)]);
});

test('what is not progress goes at once, after the progress before it', () => {
  channel.ready();
  channel.post({ type: 'iterates', runId: 'a', iterates: iterates(0, 2) });
  channel.post({ type: 'result', runId: 'a', status: 'done', result: result() });
  expect(sent.map((message) => message.type)).toEqual(['state', 'iterates', 'result']);
  vi.runAllTimers();
  expect(sent).toHaveLength(3);
});

test('iterations of different runs are not mixed', () => {
  channel.ready();
  channel.post({ type: 'iterates', runId: 'a', iterates: iterates(0, 2) });
  channel.post({ type: 'iterates', runId: 'b', iterates: iterates(0, 1) });
  vi.runAllTimers();
  expect(sent.slice(1)).toEqual([{ type: 'iterates', runId: 'b', iterates: iterates(0, 1) }]);
});

test('nothing is sent while hidden, and waiting deltas are dropped', () => {
  channel.ready();
  channel.post({ type: 'iterates', runId: 'a', iterates: iterates(0, 2) });
  channel.hidden();
  channel.post({ type: 'iterates', runId: 'a', iterates: iterates(2, 4) });
  vi.runAllTimers();
  expect(sent).toHaveLength(1);
  const { epoch } = channel;
  channel.ready();
  expect(channel.epoch).toBe(epoch + 1);
  expect(sent.map((message) => message.type)).toEqual(['state', 'state']);
});
