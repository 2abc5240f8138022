/**
 * What λ costs in the engine once the file has been read: the first model, the first preview, every further one.
 *
 *   node bench/.build/latency-engine.mjs FILE
 */
import { parseSpec, readData, type TrainedModel, train } from '../../src/engine/index.ts';
import { fileSource } from '../../src/worker/node.ts';

const PREVIEWS = 60;

const file = process.argv[2] ?? '';
const spec = parseSpec({ target: ['y'], split: { kind: 'random', fraction: 0.2 } });
const data = await readData(fileSource(file), spec, {});

const started = performance.now();
const since = () => performance.now() - started;
const model = await trained();
const modelMs = since();
model.preview(2);
const liveMs = since();
const previewMs = Array.from({ length: PREVIEWS }, (_, i) => {
  const before = performance.now();
  model.preview(10 ** (-2 + (6 * i) / PREVIEWS));
  return performance.now() - before;
});
console.log(JSON.stringify({ columns: data.plan.columns.length, modelMs, liveMs, previewMs }));

async function trained(): Promise<TrainedModel> {
  const events = train(spec, data);
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
  }
}
