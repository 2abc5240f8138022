/**
 * What λ costs in the engine once the file has been read: the first model, until every other λ is cheap, each of those.
 * The first model is timed until all that is shown of it is there; between two steps of the work that follows, a worker
 * looks at its inbox.
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
let modelMs = Number.NaN;
let resultMs = Number.NaN;
let longestStepMs = 0;
const model = await trained();
model.preview(2);
const liveMs = since();
const previewMs = Array.from({ length: PREVIEWS }, (_, i) => {
  const before = performance.now();
  model.preview(10 ** (-2 + (6 * i) / PREVIEWS));
  return performance.now() - before;
});
const columns = data.plan.columns.length;
console.log(JSON.stringify({ columns, modelMs, resultMs, liveMs, longestStepMs, previewMs }));

async function trained(): Promise<TrainedModel> {
  const events = train(spec, data, { live: true });
  for (;;) {
    const before = since();
    const next = await events.next();
    if (next.done) {
      if (Number.isNaN(modelMs)) stands(next.value as TrainedModel);
      return next.value as TrainedModel;
    }
    if (next.value.type === 'model') stands(next.value.model as TrainedModel);
    if (next.value.type === 'work') longestStepMs = Math.max(longestStepMs, since() - before);
  }
}

function stands(early: TrainedModel): void {
  modelMs = since();
  early.result();
  resultMs = since();
}
