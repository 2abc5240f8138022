/**
 * Ridgeline inside one process: trains as often as asked, as the terminal program does, warm after the first time; and
 * takes every further λ from the model that stands. Prints what the peers' scripts print.
 *
 *   node bench/.build/ridgeline.js FILE --target y --lambdas 1,10 [--repeat 1]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { parseSpec, readData, type TrainedModel, train } from '../src/engine/index.ts';
import { fileSource } from '../src/worker/node.ts';
import { createPool, type Pool } from '../src/worker/pool.ts';
import type { ReferenceModel } from './lib/answers.mjs';

/** Reads the file anew, and keeps no rows. */
async function trained(pool: Pool, file: string, target: string, lambda: number): Promise<TrainedModel> {
  const spec = parseSpec({ target: [target], lambda });
  const source = fileSource(file);
  const runner = pool.runner(availableParallelism(), source.size ?? 0);
  const data = await readData(source, spec, { memoryLimitBytes: 0, runner });
  const events = train(spec, data, { now: () => performance.now() });
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value as TrainedModel;
  }
}

function modelAt(model: TrainedModel, lambda: number, first: boolean): ReferenceModel {
  const { weights, intercept } = first ? model.result().now : model.preview(lambda).view;
  const { columns } = model.fit.data.plan;
  const { scale } = model.fit.scaling;
  const named = (values: ArrayLike<number>) =>
    Object.fromEntries(columns.map((column, j) => [column.name, values[j] ?? Number.NaN]));
  return { coefficients: named(weights), intercept: intercept[0] ?? Number.NaN, scale: named(scale) };
}

const { values, positionals } = parseArgs({
  options: {
    target: { type: 'string', default: 'y' },
    lambdas: { type: 'string', default: '1' },
    repeat: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
const lambdas = values.lambdas.split(',').map(Number);
const seconds: number[] = [];
let models: ReferenceModel[] = [];
const pool = createPool();
for (let round = 0; round < Number(values.repeat); round++) {
  const started = performance.now();
  const model = await trained(pool, positionals[0] ?? '', values.target, lambdas[0] ?? 1);
  models = lambdas.map((lambda, i) => modelAt(model, lambda, i === 0));
  seconds.push((performance.now() - started) / 1000);
}
pool.dispose();
console.log(JSON.stringify({ models, seconds, versions: {} }));
