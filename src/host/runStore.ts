import * as v from 'valibot';
import type { RunSpec } from '../engine/spec.ts';
import { type RaceView, RaceViewSchema, RunViewSchema } from '../protocol/panel.ts';
import { type SearchView, SearchViewSchema } from '../protocol/searchView.ts';
import { thinIterates } from './iterateLog.ts';
import { specChanges, withChanges } from './specMemory.ts';

/** Files whose choices are remembered, and whose last run is kept: the ones used last. */
const MAX_FILES = 200;
const MAX_KEPT_RUNS = 20;
/** A kept run with more JSON than this goes without its trajectory, then without its paths, and then is not kept. */
const MAX_RUN_CHARACTERS = 4_000_000;
const KEPT_POINTS = 500;
const KEPT_SNAPSHOTS = 50;

/** VS Code's memory of a workspace, as far as it is needed. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A folder for larger things; every file is written whole or not at all. */
export interface Folder {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

const FileMemorySchema = v.object({
  spec: v.record(v.string(), v.unknown()),
  pace: v.nullable(v.number()),
  nextNumber: v.pipe(v.number(), v.integer(), v.minValue(1)),
  usedAt: v.number(),
});
const FilesSchema = v.record(v.string(), v.unknown());
const KeptRunSchema = v.object({
  uri: v.string(),
  /** The version of the file that it was trained on. */
  version: v.nullable(v.string()),
  view: RunViewSchema,
});
const KeptRaceSchema = v.object({ uri: v.string(), race: RaceViewSchema });
const KeptSearchSchema = v.object({ uri: v.string(), search: SearchViewSchema });
export type KeptRun = v.InferOutput<typeof KeptRunSchema>;
type FileMemory = v.InferOutput<typeof FileMemorySchema>;

const FILES_KEY = 'files';
/** What is kept of a file, each in a file of its own. */
const KEPT = ['run', 'race', 'search'] as const;

/** What is remembered of each file of the workspace: its choices, its run numbers and its last run. */
export class RunStore {
  constructor(
    private readonly memory: Memory,
    private readonly folder: Folder,
    private readonly now: () => number = Date.now,
  ) {}

  /** The spec to train a file with: its remembered choices over the one that the settings give. */
  spec(uri: string, base: RunSpec): RunSpec {
    return withChanges(base, this.#file(uri)?.spec);
  }

  pace(uri: string): number | null {
    return this.#file(uri)?.pace ?? null;
  }

  nextNumber(uri: string): number {
    return this.#file(uri)?.nextNumber ?? 1;
  }

  /** When a file was last trained on, in milliseconds; 0: never. */
  usedAt(uri: string): number {
    return this.#file(uri)?.usedAt ?? 0;
  }

  /** The file that was trained on last. */
  lastUsed(): string | undefined {
    return this.#files().at(-1)?.[0];
  }

  /** The file of this name that was trained on last: for a panel whose page kept no state. */
  findByName(name: string): string | undefined {
    const uris = this.#files().map(([uri]) => uri);
    return uris.reverse().find((uri) => decodeURIComponent(uri).endsWith(`/${name}`));
  }

  /** Remembers a file's choices as what they change in the settings' spec. */
  async remember(uri: string, choices: { spec: RunSpec; base: RunSpec; pace: number; nextNumber: number }) {
    const { spec, base, pace, nextNumber } = choices;
    const memory: FileMemory = { spec: specChanges(spec, base), pace, nextNumber, usedAt: this.now() };
    const others = this.#files().filter(([name]) => name !== uri);
    const files = [...others, [uri, memory] as const].slice(-MAX_FILES);
    await this.memory.update(FILES_KEY, Object.fromEntries(files));
  }

  /** Keeps a file's last run for the next window, thinned; a run that is too large is not kept. */
  async keepRun(kept: KeptRun): Promise<void> {
    const text = keptText(kept);
    const name = keptName('run', kept.uri);
    if (text === undefined) await this.folder.remove(name);
    else await this.folder.write(name, text);
    await this.#forgetOldest();
  }

  /** Keeps a file's last race for the next window. */
  async keepRace(uri: string, race: RaceView): Promise<void> {
    await this.folder.write(keptName('race', uri), JSON.stringify({ uri, race }));
    await this.#forgetOldest();
  }

  /** The race that an earlier window kept; undefined where there is none that can be read. */
  async keptRace(uri: string): Promise<RaceView | undefined> {
    const kept = parsed(KeptRaceSchema, await this.folder.read(keptName('race', uri)));
    return kept?.uri === uri ? kept.race : undefined;
  }

  /** Keeps a file's last search, with every trial, for the next window. */
  async keepSearch(uri: string, search: SearchView): Promise<void> {
    await this.folder.write(keptName('search', uri), JSON.stringify({ uri, search }));
    await this.#forgetOldest();
  }

  /** The search that an earlier window kept; undefined where there is none that can be read. */
  async keptSearch(uri: string): Promise<SearchView | undefined> {
    const kept = parsed(KeptSearchSchema, await this.folder.read(keptName('search', uri)));
    return kept?.uri === uri ? kept.search : undefined;
  }

  /** The run that an earlier window kept; undefined where there is none that can be read. */
  async keptRun(uri: string): Promise<KeptRun | undefined> {
    const kept = parsed(KeptRunSchema, await this.folder.read(keptName('run', uri)));
    return kept?.uri === uri ? kept : undefined;
  }

  async #forgetOldest(): Promise<void> {
    const pushedOut = this.#files().at(-MAX_KEPT_RUNS - 1)?.[0];
    if (pushedOut === undefined) return;
    for (const kind of KEPT) await this.folder.remove(keptName(kind, pushedOut));
  }

  #file(uri: string): FileMemory | undefined {
    return this.#files().find(([name]) => name === uri)?.[1];
  }

  /** Readable memories, the one used last at the end. */
  #files(): (readonly [string, FileMemory])[] {
    const files = v.safeParse(FilesSchema, this.memory.get(FILES_KEY));
    if (!files.success) return [];
    return Object.entries(files.output)
      .flatMap(([uri, value]) => {
        const memory = v.safeParse(FileMemorySchema, value);
        return memory.success ? [[uri, memory.output] as const] : [];
      })
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
  }
}

/** What a kept text holds; undefined where it cannot be read, as those of another version. */
function parsed<T>(schema: v.GenericSchema<unknown, T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  const kept = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return kept.success ? kept.output : undefined;
}

function keptText({ view, ...rest }: KeptRun): string | undefined {
  const full = { ...view, iterates: thinIterates(view.iterates, KEPT_POINTS, KEPT_SNAPSHOTS) };
  const bare = { ...full, iterates: { ...full.iterates, weightsAt: [], weights: [] } };
  const plain = { ...bare, result: bare.result && { ...bare.result, selection: null } };
  for (const candidate of [full, bare, plain]) {
    const text = JSON.stringify({ ...rest, view: candidate });
    if (text.length <= MAX_RUN_CHARACTERS) return text;
  }
  return undefined;
}

/** A file name made from a uri: two 32-bit FNV-1a hashes. The uri stands inside too, so a collision is noticed. */
function keptName(kind: (typeof KEPT)[number], uri: string): string {
  const hash = (seed: number) => {
    let h = seed;
    for (let i = 0; i < uri.length; i++) h = Math.imul(h ^ uri.charCodeAt(i), 0x01000193);
    return (h >>> 0).toString(16).padStart(8, '0');
  };
  return `${kind}-${hash(0x811c9dc5)}${hash(0x2f0b4a27)}.json`;
}
