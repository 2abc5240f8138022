/**
 * Makes one of the benchmark's files, and prints its path.
 *
 *   node bench/data.mjs --rows 1000000 --columns 20 [--mixed | --kind dense|sparse|classes] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { ensureData } from './lib/generate.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    columns: { type: 'string', default: '20' },
    mixed: { type: 'boolean', default: false },
    kind: { type: 'string', default: 'dense' },
    seed: { type: 'string', default: '1' },
  },
});
const { file, bytes } = ensureData({
  rows: Number(values.rows),
  columns: Number(values.columns),
  mixed: values.mixed,
  kind: /** @type {'dense' | 'sparse' | 'classes'} */ (values.kind),
  seed: Number(values.seed),
});
console.log(`${file}  ${(bytes / 1e6).toFixed(1)} MB`);
