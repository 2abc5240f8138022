import type { Worker } from 'node:worker_threads';
import {
  initializers,
  isExpected,
  models,
  schedules,
  searches as searchKinds,
  solvers,
} from '../engine/index.ts';
import { kebabCase } from '../engine/registry.ts';
import { parsePath, parsePredict, parseRace, parseSearch, parseTrain } from './options.ts';
import { runPath } from './path.ts';
import { runPredict } from './predict.ts';
import { runRace } from './race.ts';
import { runSearch } from './search.ts';
import { SEARCH_OPTIONS } from './searchOptions.ts';
import { runTrain } from './train.ts';
import { runTune } from './tune.ts';
import { parseTune } from './tuneOptions.ts';
import { helpText, UsageError } from './usage.ts';

async function main(words: string[], threads: readonly Worker[]): Promise<void> {
  const [command, ...rest] = words;
  if (!command || rest.includes('--help') || ['help', '--help', '-h'].includes(command)) {
    process.stdout.write(help());
    return;
  }
  if (command === 'train') return runTrain(parseTrain(rest), threads);
  if (command === 'path') return runPath(parsePath(rest), threads);
  if (command === 'tune' && searches(rest)) return runSearch(parseSearch(rest), threads);
  if (command === 'tune') return runTune(parseTune(rest), threads);
  if (command === 'race') return runRace(parseRace(rest), threads);
  if (command === 'predict') return runPredict(parsePredict(rest));
  throw new UsageError(`There is no command "${command}". Use train, path, tune, race or predict.`);
}

/** True where `tune` is to search, and not to try λ after λ. */
function searches(words: readonly string[]): boolean {
  const options = Object.keys(SEARCH_OPTIONS).map((name) => `--${name}`);
  return words.some((word) => options.includes(word.replace(/=.*$/s, '')));
}

function help(): string {
  const ids = (registry: { ids(): string[] }) => registry.ids().map(kebabCase).join('|');
  return helpText({
    models: ids(models),
    solvers: ids(solvers),
    initializers: ids(initializers),
    schedules: ids(schedules),
    searches: ids(searchKinds),
  });
}

/** Expected failures are one sentence; a bug keeps its stack. */
function report(error: unknown): void {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message} See ridgeline --help.\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = 1;
  if (!isExpected(error)) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return;
  }
  const told = !error.place || error.message.includes(`line ${error.place.line}`);
  const at = told ? '' : ` (line ${error.place?.line}, column ${error.place?.column})`;
  process.stderr.write(`${error.message}${at}\n`);
}

/** Runs a command; a failure is told and sets the exit code. @param threads already started for it */
export async function runTerminal(words: string[], threads: readonly Worker[]): Promise<void> {
  // A closed pipe (… | head) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  await main(words, threads).catch(report);
}
