import type { Worker } from 'node:worker_threads';
import { takesBatches } from '../engine/general/optimum.ts';
import { race, solvers } from '../engine/index.ts';
import type { RaceResult, RacerResult } from '../engine/report.ts';
import { createPool } from '../worker/pool.ts';
import { columns } from './columns.ts';
import { writeAtomically } from './files.ts';
import type { RaceCommand } from './options.ts';
import { significant } from './report.ts';
import { dataOf, readRows } from './train.ts';

/** Races solvers, starts and learning rates on one file, and prints who was near the lowest loss, and when. */
export async function runRace(command: RaceCommand, threads: readonly Worker[]): Promise<void> {
  const pool = createPool(threads);
  try {
    const { spec, source } = await dataOf(command);
    const batches = command.lanes.solvers.some((id) => takesBatches(spec, solvers.get(id)));
    const data = await readRows({ ...command, spec }, source, pool, batches);
    const result = await finished(
      race(spec, data, command.lanes, {
        memoryLimitBytes: command.memoryLimitMB * 2 ** 20,
        now: () => performance.now(),
      }),
    );
    const json = `${JSON.stringify({ schema: 'ridgeline.race/1', ...result })}\n`;
    if (command.output) writeAtomically(command.output, json);
    process.stdout.write(command.json ? json : raceReport(result));
  } finally {
    pool.dispose();
  }
}

async function finished<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

/** The racers, the fastest to the lowest loss first. */
function raceReport({ optimum, exact, racers, notes = [] }: RaceResult): string {
  const rank = ({ iterationsToNear, loss }: RacerResult) =>
    iterationsToNear ?? 1e15 + (loss === null ? 1e15 : loss);
  const rows = [...racers]
    .sort((a, b) => rank(a) - rank(b))
    .map((racer) => [
      racer.label,
      racer.learningRate === null ? '' : significant(racer.learningRate),
      racer.iterationsToNear === null ? 'never' : String(racer.iterationsToNear),
      racer.millisecondsToNear === null ? '' : `${racer.millisecondsToNear.toFixed(1)} ms`,
      racer.loss === null ? '' : significant(racer.loss),
      `${racer.iterations} (${racer.reason})`,
    ]);
  const head = ['racer', 'η', 'to within 1 %', 'time', 'last loss', 'iterations'];
  const lowest = exact ? 'The lowest loss (J*) is' : 'The lowest loss that any racer reached is';
  const remarks = notes.map((note) => `· ${note}\n`).join('');
  return `${lowest} ${significant(optimum)}.\n\n${columns([head, ...rows])}\n${remarks}`;
}
