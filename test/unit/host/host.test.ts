import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { defaultSpec } from '../../../src/engine/spec.ts';
import { DisposableStore, Emitter } from '../../../src/host/dispose.ts';
import { formatBytes, formatNumber } from '../../../src/host/formatText.ts';
import { panelHtml } from '../../../src/host/panelHtml.ts';
import { uriOfState } from '../../../src/host/panelState.ts';
import { progressShare, statusText } from '../../../src/host/statusText.ts';
import { TrainingRun } from '../../../src/host/trainingRun.ts';
import { iterates, result, summary } from './reports.ts';

test('the host knows every id of package.json', () => {
  execFileSync(process.execPath, ['scripts/sync-contributions.mjs', '--check']);
});

test("the panel's page allows one script, its own styles and nothing unsafe", () => {
  const html = panelHtml({
    cspSource: 'https://host',
    script: 'https://host/panel.js',
    style: 'https://host/panel.css?a=1&b=2',
    nonce: 'abc',
    language: 'de',
    title: 'Ridgeline: <img src=x onerror=alert(1)>.csv',
  });
  expect(html).toContain(`script-src &#39;nonce-abc&#39;;`);
  expect(html).toContain(`default-src &#39;none&#39;`);
  expect(html).not.toMatch(/unsafe-/);
  expect(html).not.toContain('<img');
  expect(html).toContain('<html lang="de">');
});

test('disposables end once, last first, and late ones at once', () => {
  const ended: string[] = [];
  const store = new DisposableStore();
  for (const name of ['a', 'b']) store.add({ dispose: () => ended.push(name) });
  store.dispose();
  store.dispose();
  store.add({ dispose: () => ended.push('late') });
  expect(ended).toEqual(['b', 'a', 'late']);
});

test('one that throws does not keep the others', () => {
  const ended: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => ended.push('a') });
  store.add({
    dispose() {
      throw new Error('no');
    },
  });
  expect(() => store.dispose()).toThrow('no');
  expect(ended).toEqual(['a']);
});

test('a listener may go while it is called', () => {
  const heard: string[] = [];
  const emitter = new Emitter<string>();
  const first = emitter.on((text) => {
    heard.push(`first ${text}`);
    first.dispose();
  });
  emitter.on((text) => heard.push(`second ${text}`));
  emitter.fire('1');
  emitter.fire('2');
  expect(heard).toEqual(['first 1', 'second 1', 'second 2']);
});

test('sizes and numbers are rounded for reading', () => {
  expect([0, 999, 1000, 23_621, 999_499, 999_500, 5e9].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '24 kB',
    '999 kB',
    '1.0 MB',
    '5.0 GB',
  ]);
  expect([2007, 12345.678].map(formatNumber)).toEqual(['2007', '12,350']);
});

test('the status bar tells progress, then the score', () => {
  const run = new TrainingRun('r', 1, defaultSpec(), 1);
  const progress = { bytesRead: 43, bytesTotal: 100, rows: 1, rowsPerSecond: 1 };
  run.apply({ type: 'reading', runId: 'r', progress });
  expect(statusText(run)).toBe('$(loading~spin) Ridgeline: reading 43 %');
  run.apply({ type: 'working', runId: 'r', progress: { share: 0.348, text: 'fold 4 of 10, λ 5 of 9' } });
  expect(statusText(run)).toBe('$(loading~spin) Ridgeline: choosing λ 34 %, fold 4 of 10, λ 5 of 9');
  expect(progressShare(run)).toBe(0.348);
  run.apply({ type: 'data', runId: 'r', summary: summary() });
  expect(progressShare(run)).toBeNull();
  run.apply({ type: 'iterates', runId: 'r', iterates: iterates(0, 37) });
  run.apply({ type: 'paused', runId: 'r' });
  expect(statusText(run)).toBe('$(debug-pause) Ridgeline: paused, iteration 36 of 1,000');
  run.apply({ type: 'done', runId: 'r', result: result() });
  expect(statusText(run)).toBe('$(graph-scatter) Ridgeline: train R² 0.500');
});

test('only a state with a file is one', () => {
  expect(uriOfState({ uri: 'file:///a.csv', tab: 'x' })).toBe('file:///a.csv');
  expect([undefined, null, {}, { uri: 1 }].map(uriOfState)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
