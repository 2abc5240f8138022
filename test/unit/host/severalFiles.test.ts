import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { together } from '../../../src/host/fileSet.ts';
import { trainingSource } from '../../../src/host/fileSource.ts';
import { FileWatch } from '../../../src/host/fileWatch.ts';
import { type event, Uri } from './fakeVscode.ts';

/** What VS Code was asked for, and what it has to say. */
const host = vi.hoisted(() => ({
  patterns: [] as string[],
  files: null as unknown as ReturnType<typeof event<unknown>>,
  edits: null as unknown as ReturnType<typeof event<unknown>>,
  size: 1,
  read: 0,
  stats: 0,
}));

vi.mock('vscode', async () => {
  const fake = await import('./fakeVscode.ts');
  host.files = fake.event();
  host.edits = fake.event();
  const silent = fake.event().on;
  return {
    Uri: fake.Uri,
    RelativePattern: fake.RelativePattern,
    FileType: { Directory: 2 },
    workspace: {
      textDocuments: [],
      createFileSystemWatcher(pattern: InstanceType<typeof fake.RelativePattern>) {
        host.patterns.push(`${pattern.base.path} ${pattern.pattern}`);
        return { onDidChange: host.files.on, onDidCreate: silent, onDidDelete: silent, dispose: () => {} };
      },
      onDidChangeTextDocument: host.edits.on,
      onDidCloseTextDocument: silent,
      onDidSaveTextDocument: silent,
      fs: {
        async stat() {
          host.stats++;
          return { type: 1, mtime: 1, size: host.size };
        },
        async readFile() {
          host.read++;
          return new Uint8Array(1);
        },
      },
    },
  };
});

type Given = Parameters<typeof together>[0];
const joined = (...texts: string[]) => together(texts.map(Uri.parse) as unknown as Given);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `memory:///many/${i}.csv`);

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(host, { patterns: [], size: 1, read: 0, stats: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

test('are watched by their folders, and nothing else in these is heard', async () => {
  const watch = new FileWatch(joined('file:///a/1.csv', 'file:///a/2.csv', 'file:///b/[3].csv'));
  expect(host.patterns).toEqual(['/a *', '/b [[]3[]].csv']);
  const seen: unknown[] = [];
  watch.onVersion((version) => seen.push(version));
  host.files.fire(Uri.parse('file:///a/other.csv'));
  await vi.runAllTimersAsync();
  expect(seen).toHaveLength(0);
  host.files.fire(Uri.parse('file:///a/2.csv'));
  await vi.runAllTimersAsync();
  expect(seen).toHaveLength(1);
  watch.dispose();
});

test('are not named anew by what is typed elsewhere', () => {
  const watch = new FileWatch(joined(...numbered(20)));
  const parse = vi.spyOn(Uri, 'parse');
  host.edits.fire({ document: { uri: Uri.from({ scheme: 'file', path: '/elsewhere.txt' }) } });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
  watch.dispose();
});

test('that are not on a disk may have 200 MB together, which is known before any is read', async () => {
  host.size = 60_000_000;
  await expect(trainingSource(joined(...numbered(4)))).rejects.toThrow(
    '0.csv and 3 more have 240 MB together, and files that are not on a disk can have 200 MB: copy them to a folder first.',
  );
  expect(host.read).toBe(0);
  expect((await trainingSource(joined(...numbered(3)))).ref.kind).toBe('files');
  expect(host.read).toBe(3);
});

test('are a thousand at the most', () => {
  expect(joined(...numbered(1000)).path).toBe('/0.csv and 999 more');
  expect(() => joined(...numbered(1001))).toThrow(
    'These are 1,001 files, and 1,000 can be trained on as one: choose fewer, or join them into larger files first.',
  );
});
