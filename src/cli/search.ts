import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import {
  parseTuneFile,
  RidgelineError,
  type SearchResult,
  searches,
  type Trial,
  type TuneFile,
  TuningData,
  tune,
  tuningSpace,
} from '../engine/index.ts';
import type { RowCounts } from '../engine/report.ts';
import { createPool } from '../worker/pool.ts';
import { writeAtomically } from './files.ts';
import type { SearchCommand } from './options.ts';
import type { SearchAsked } from './searchOptions.ts';
import { searchReport, trialLine } from './searchReport.ts';
import { dataOf, readRows } from './train.ts';

const TRIALS = 25;

/** Searches for λ, l1Ratio and choices, and prints or writes every trial. @param threads already started */
export async function runSearch(command: SearchCommand, threads: readonly Worker[]): Promise<void> {
  const pool = createPool(threads);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const file = await searched(command, pool, stop.signal);
    const json = `${JSON.stringify(file)}\n`;
    if (command.output) writeAtomically(command.output, json);
    process.stdout.write(command.json ? json : searchReport(file));
  } finally {
    process.off('SIGINT', onInterrupt);
    pool.dispose();
  }
}

async function searched(
  command: SearchCommand,
  pool: ReturnType<typeof createPool>,
  signal: AbortSignal,
): Promise<TuneFile> {
  const { asked } = command;
  const before = asked.resume === null ? null : trialsOf(asked.resume);
  const { spec, source } = await dataOf(before ? { ...command, spec: before.spec } : command);
  const folded = { ...spec, lambdaChoice: 'min' as const };
  const rows = await readRows({ ...command, spec: folded }, source, pool, true);
  if (before && !areSame(before.rows, rows.counts)) throw otherRows(asked.resume!);
  const data = new TuningData(folded, rows);
  const trials = asked.trials ?? before?.asked ?? TRIALS;
  const settings = before ?? (await begun(asked, data));
  const { search, parameters, seed, space } = settings;
  const steps = tune(data, space, {
    search: searches.get(search),
    trials,
    seed,
    parameters,
    earlier: before?.trials ?? [],
    signal,
    memoryLimitBytes: command.memoryLimitMB * 2 ** 20,
    now: () => performance.now(),
  });
  const result = await listed(steps, before?.trials.length ?? 0, trials, command.quiet);
  const of = { spec, target: rows.plan.targets.map(({ name }) => name), rows: rows.counts };
  const how = { metric: data.metric, asked: trials, search, parameters, seed, space };
  return { schema: 'ridgeline.search/1', ...of, ...how, ...result, trials: [...result.trials] };
}

/** The settings of a search that begins. */
async function begun({ search, parameters, tuning }: SearchAsked, data: TuningData) {
  const { lambda, l1Ratio, choices } = await tuningSpace(data, tuning);
  const own = choices.map(({ id, values }) => ({ id, values: [...values] }));
  return { search, parameters, seed: data.spec.seed, space: { lambda, l1Ratio, choices: own } };
}

function trialsOf(path: string): TuneFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new RidgelineError('unreadable', `${path} cannot be read (${why}).`);
  }
  return parseTuneFile(text, path);
}

function areSame(one: RowCounts, other: RowCounts): boolean {
  return (Object.keys(one) as (keyof RowCounts)[]).every((part) => one[part] === other[part]);
}

function otherRows(path: string): RidgelineError {
  return new RidgelineError(
    'bad-spec',
    `The trials in ${path} were made on other rows than these. Give the file that they were made on, or begin anew with --search.`,
  );
}

/** Tells each trial on stderr as it comes, where that is a terminal. */
async function listed(
  steps: AsyncGenerator<Trial, SearchResult>,
  done: number,
  trials: number,
  quiet: boolean,
): Promise<SearchResult> {
  const told = !quiet && process.stderr.isTTY;
  for (let count = 1; ; count++) {
    const next = await steps.next();
    if (next.done) return next.value;
    // Trials on little data never wait for anything: an interrupt would not be heard.
    await setImmediate();
    if (told) process.stderr.write(`${trialLine(next.value, done + count, trials)}\n`);
  }
}
