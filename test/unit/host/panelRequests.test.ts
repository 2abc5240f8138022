import { expect, test, vi } from 'vitest';
import type { PanelChannel } from '../../../src/host/panelChannel.ts';
import { PanelRequests } from '../../../src/host/panelRequests.ts';
import { fakeSession, settled } from './fakeWorker.ts';
import { result, summary } from './reports.ts';

vi.mock('vscode', () => ({}));

type Given = ConstructorParameters<typeof PanelRequests>;

async function trained() {
  const { session, workers, spec } = fakeSession((message, worker) => {
    if (message.type !== 'train') return;
    worker.send({ type: 'data', runId: message.runId, summary: summary() });
    worker.send({ type: 'done', runId: message.runId, result: result() });
  });
  const { id: runId } = await session.train(spec, 0);
  const channel = { epoch: 1, post: () => {} } as unknown as PanelChannel;
  const requests = new PanelRequests({} as Given[0], session, channel, {} as Given[3], {} as Given[4]);
  const cancelled = () => workers[0]?.posted.filter(({ type }) => type === 'cancelExamine');
  return { requests, runId, cancelled };
}

test('what a page had examined ends with the page', async () => {
  const { requests, runId, cancelled } = await trained();
  void requests.handle({ type: 'examine', runId, requestId: 1, what: 'intervals', count: 200 });
  await settled();
  expect(cancelled()).toEqual([]);
  requests.abandon();
  expect(cancelled()).toEqual([{ type: 'cancelExamine', runId }]);
  requests.abandon();
  expect(cancelled()).toHaveLength(1);
});

test('a page that had nothing examined ends nothing', async () => {
  const { requests, runId, cancelled } = await trained();
  void requests.handle({ type: 'preview', runId, requestId: 1, lambda: 1 });
  requests.abandon();
  expect(cancelled()).toEqual([]);
});
