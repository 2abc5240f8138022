import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NodePlatform } from '../../../src/host/nodePlatform.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ridgeline-platform-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function start(script: string) {
  const file = path.join(folder, 'worker.mjs');
  await writeFile(file, `import { parentPort } from 'node:worker_threads';\n${script}`);
  const printed: string[] = [];
  return { worker: new NodePlatform(file, (line) => printed.push(line)).startWorker(), printed };
}

describe('replacing a file', () => {
  const platform = new NodePlatform('', () => {});

  test('writes it whole and leaves nothing beside it', async () => {
    const file = path.join(folder, 'model.json');
    await writeFile(file, 'old and longer');
    await platform.replaceFile(file, new TextEncoder().encode('new'));
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['model.json']);
  });

  test('that cannot be replaced leaves nothing behind and rejects', async () => {
    await expect(platform.replaceFile(path.join(folder, 'no', 'x'), new Uint8Array(1))).rejects.toThrow();
    await expect(platform.replaceFile(folder, new Uint8Array(1))).rejects.toThrow();
    expect(await readdir(path.dirname(folder))).not.toContainEqual(expect.stringContaining('.tmp'));
  });
});

describe('a worker', () => {
  const stop = { type: 'stop', runId: 'r' } as const;

  test('gets what is posted and answers; what it prints goes to the log', async () => {
    const { worker, printed } = await start(
      'parentPort.on("message", (m) => { console.log("hello"); parentPort.postMessage(m.type); });',
    );
    const answer = new Promise((resolve) => worker.onMessage(resolve));
    worker.post(stop);
    expect(await answer).toBe('stop');
    await expect.poll(() => printed).toEqual(['hello']);
    worker.dispose();
    worker.dispose();
    worker.post(stop);
  });

  test.each([
    ['exits', 'process.exit(9)', '9'],
    ['throws', 'throw new Error("no luck")', 'no luck'],
  ])('that %s is reported dead once', async (_, script, detail) => {
    const { worker } = await start(`parentPort.on("message", () => { ${script} });`);
    const deaths: string[] = [];
    worker.onDeath((text) => deaths.push(text));
    worker.post(stop);
    await expect.poll(() => deaths).toHaveLength(1);
    expect(deaths[0]).toContain(detail);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(deaths).toHaveLength(1);
  });

  test('that was disposed is not reported dead', async () => {
    const { worker } = await start('setInterval(() => {}, 1000);');
    let dead = false;
    worker.onDeath(() => {
      dead = true;
    });
    worker.dispose();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(dead).toBe(false);
  });

  test('takes bytes over without a copy', async () => {
    const { worker } = await start(
      'parentPort.on("message", (m) => parentPort.postMessage(m.source.bytes.length));',
    );
    const bytes = new Uint8Array(1000);
    const answer = new Promise((resolve) => worker.onMessage(resolve));
    const csv = {
      delimiter: null,
      encoding: null,
      decimal: null,
      header: null,
      missingTokens: null,
      categorical: null,
    };
    const source = { kind: 'bytes', name: 'x', version: '1', bytes } as const;
    worker.post({ type: 'inspect', runId: '', requestId: 1, source, csv });
    expect(await answer).toBe(1000);
    expect(bytes.length).toBe(0);
    worker.dispose();
  });
});
