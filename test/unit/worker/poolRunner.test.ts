import { describe, expect, test } from 'vitest';
import { type ChunkRunner, inlineRunner } from '../../../src/engine/csv/runner.ts';
import {
  type ByteSource,
  parseSpec,
  prepareData,
  type RunSpecInput,
  readData,
  readTable,
  train,
} from '../../../src/engine/index.ts';
import { loadKernels } from '../../../src/engine/kernels/index.ts';
import { stream } from '../../../src/engine/random.ts';
import { chunkServer, type FromChunkThread, type ToChunkThread } from '../../../src/worker/chunkServer.ts';
import { type ChunkThread, poolRunner } from '../../../src/worker/poolRunner.ts';

/** A thread that answers after a while of its own, in order, over a border that copies as a real one does. */
function fakeThread(delay: () => number, stored: Uint8Array): ChunkThread {
  let listener: (message: FromChunkThread) => void = () => {};
  let inbox = Promise.resolve();
  const later = (act: () => void) => {
    inbox = inbox.then(() => new Promise((resolve) => setTimeout(resolve, delay()))).then(act);
  };
  const serve = chunkServer({
    post(message) {
      const copy = structuredClone(message);
      later(() => listener(copy));
    },
    open: () => ({
      readAt(into, position) {
        const part = stored.subarray(position, position + into.length);
        into.set(part);
        return part.length;
      },
      close() {},
    }),
    find: (text, byte) => text.indexOf(byte),
    kernels: loadKernels(),
  });
  return {
    // Shared buffers cross as they are.
    post: (message: ToChunkThread) => later(() => serve(message)),
    onMessage: (own) => {
      listener = own;
    },
    onFailure: () => {},
    end: () => {},
  };
}

/** @param stored what the threads find where a source has a path */
function pool(threads: number, seed: number, stored = bytes): ChunkRunner {
  const random = stream(seed, 'delays');
  const own = Array.from({ length: threads }, () => fakeThread(() => random.integer(0, 3), stored));
  return poolRunner(() => own);
}

/** About 3 MB, so several chunks: numbers, levels that turn up late, gaps, a split column, line breaks in quotes. */
function largeText(): string {
  const random = stream(7, 'table');
  const lines = ['a,b,group,note,part,y'];
  for (let row = 0; row < 60_000; row++) {
    const a = random.normal();
    const b = random.integer(0, 500) / 4;
    const group = row > 45_000 && row % 7 === 0 ? 'late' : ['x', 'y', 'z'][random.integer(0, 2)];
    const gap = random.uniform() < 0.01;
    const part = row % 10 === 9 ? 'test' : 'train';
    const y = 2 * a - 0.1 * b + (group === 'x' ? 1 : 0) + random.normal();
    lines.push(`${a},${gap ? 'NA' : b},${group},${row % 1000 === 0 ? '"two\nlines"' : 'one'},${part},${y}`);
  }
  return `${lines.join('\n')}\n`;
}

const bytes = new TextEncoder().encode(largeText());
let opened = 0;
const source: ByteSource = {
  name: 'large.csv',
  size: bytes.length,
  async *open() {
    opened++;
    for (let at = 0; at < bytes.length; at += 300_000) yield bytes.subarray(at, at + 300_000);
  },
};

async function model(
  input: RunSpecInput,
  runner: ChunkRunner,
  memoryLimitBytes = 0,
  from = source,
): Promise<string> {
  const spec = parseSpec({ target: ['y'], ...input });
  const data = await readData(from, spec, { runner, memoryLimitBytes });
  return finished(spec, data);
}

async function finished(spec: ReturnType<typeof parseSpec>, data: Awaited<ReturnType<typeof prepareData>>) {
  const events = train(spec, data, { absoluteErrors: true });
  for (;;) {
    const next = await events.next();
    if (next.done) return JSON.stringify({ ...next.value.file(), passes: 0, passReasons: [] });
  }
}

const SPECS: [string, RunSpecInput][] = [
  ['no split', {}],
  [
    'random split and validation',
    { split: { kind: 'random', fraction: 0.2 }, validation: { kind: 'random', fraction: 0.1 } },
  ],
  ['every fifth row', { split: { kind: 'every', every: 5 } }],
  ['a split column', { split: { kind: 'column', column: 'part' } }],
  ['the last rows', { split: { kind: 'last', fraction: 0.25 } }],
  ['filled gaps', { missing: 'mean' }],
  ['λ chosen on shuffled folds', { lambdaChoice: 'min' }],
  [
    'λ chosen on the training rows of a split',
    { lambdaChoice: '1se', split: { kind: 'random', fraction: 0.2 }, folds: { kind: 'shuffle', count: 3 } },
  ],
];

describe('chunks parsed on threads', () => {
  test.each(SPECS)('give the model of one thread, bit for bit: %s', async (_, spec) => {
    const alone = await model(spec, inlineRunner());
    for (const threads of [1, 2, 3]) expect(await model(spec, pool(threads, threads))).toBe(alone);
  });

  test.each(SPECS)('give the model of rows held in memory, bit for bit: %s', async (_, input) => {
    const spec = parseSpec({ target: ['y'], ...input });
    const held = await prepareData(await readTable(source), spec);
    expect(await model(input, inlineRunner(loadKernels()))).toBe(await finished(spec, held));
  });

  test.each(SPECS)('give the same model where they read the file themselves: %s', async (_, input) => {
    // Quotes stand from a third of the file on: from there on the chunks are handed over.
    const quoteless = new TextDecoder().decode(bytes).replaceAll('"two\nlines"', 'two');
    const quoted = quoteless.split('\n');
    quoted.splice(20_000, 0, '1,2,x,"two\nlines",train,3');
    for (const [text, mark] of [
      [quoteless, ''],
      [quoted.join('\n'), '\ufeff'],
    ]) {
      const stored = new TextEncoder().encode(`${mark}${text}`);
      const apart: ByteSource = {
        ...source,
        size: stored.length,
        async *open() {
          yield stored;
        },
      };
      const alone = await model(input, inlineRunner(), 0, apart);
      for (const threads of [1, 2, 3]) {
        const runner = pool(threads, threads, stored);
        expect(await model(input, runner, 0, { ...apart, path: 'made' })).toBe(alone);
      }
    }
  });

  test('read the file once where its head told the truth', async () => {
    const spec = parseSpec({ target: ['y'], exclude: ['note', 'part'] });
    const before = opened;
    const data = await readData(source, spec, { runner: inlineRunner(), memoryLimitBytes: 0 });
    const passes = data.passes.count;
    expect(passes).toBe(1);
    const folded = { ...spec, lambdaChoice: 'min' as const };
    const runner = inlineRunner();
    const { folding, ...others } = await readData(source, folded, { runner, memoryLimitBytes: 0 });
    expect(others.passes.count).toBe(1);
    expect(folding!.rows.reduce((sum, rows) => sum + rows, 0)).toBe(others.counts.train);
    expect(folding!.moments).toHaveLength(10);
    // One look at the head, and the one pass, each time.
    expect(opened - before).toBe(4);
    expect(data.plan.columns.map((column) => column.name)).toEqual([
      'a',
      'b',
      'group=late',
      'group=x',
      'group=y',
      'group=z',
    ]);
  });

  test('fail as one: a thread that breaks ends the pass with its reason', async () => {
    const broken: ChunkThread = {
      post: () => {},
      onMessage: () => {},
      onFailure: (listener) => setTimeout(() => listener(new Error('out of memory')), 5),
      end: () => {},
    };
    await expect(
      model(
        {},
        poolRunner(() => [broken]),
      ),
    ).rejects.toThrow('out of memory');
  });

  test('take no answer to a pass that was given up for one to the next', async () => {
    // Numbers at the head, text later: the pass starts anew while chunks of the first layout are still under way.
    const rows = Array.from(
      { length: 200_000 },
      (_, row) => `${row > 70_000 ? `w${row % 5}` : row},${row % 97},${row}`,
    );
    const text = new TextEncoder().encode(`a,b,y\n${rows.join('\n')}\n`);
    const turning: ByteSource = {
      name: 'turning.csv',
      size: text.length,
      async *open() {
        yield text;
      },
    };
    const read = async (runner: ChunkRunner) => {
      const { columns, rows: count } = await readTable(turning, { runner, memoryLimitBytes: 0 });
      return { columns, count };
    };
    const alone = await read(inlineRunner());
    expect(alone.columns.map(({ kind }) => kind)).toEqual(['category', 'numeric', 'numeric']);
    for (const threads of [2, 3]) expect(await read(pool(threads, threads))).toEqual(alone);
  });
});
