/**
 * Installs what the benchmark compares against into bench/.peers: Python with pandas, scikit-learn, polars and
 * DuckDB; PapaParse and ml-regression-multivariate-linear; R with data.table, glmnet and doParallel. What cannot be had is
 * said, and noted in the benchmark's table; it is never an error.
 *
 *   npm run bench:peers [-- --conversions]
 *
 * `--conversions` also installs what `npm run test:peers` runs besides them: PyTorch, Keras, Spark, R's MASS.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { firstLine } from '../scripts/lib/run.mjs';
import { installConversions, installNode, installPython, installR } from './lib/install.mjs';
import { PEERS_FILE } from './lib/paths.mjs';

/**
 * @param {string} name
 * @param {() => Promise<string>} install
 * @returns {Promise<string | null>} what the benchmark starts, null where it cannot be had
 */
async function attempt(name, install) {
  console.log(`${name} …`);
  try {
    return await install();
  } catch (error) {
    console.error(`${name} is missing: ${firstLine(error)}`);
    return null;
  }
}

const before = existsSync(PEERS_FILE) ? JSON.parse(await readFile(PEERS_FILE, 'utf8')) : {};
const installed = {
  python: await attempt('Python: pandas, scikit-learn, polars, numpy, DuckDB', installPython),
  node: await attempt('Node: PapaParse, ml-regression-multivariate-linear', installNode),
  rscript: await attempt('R: data.table, glmnet, doParallel', installR),
  conversions: process.argv.includes('--conversions')
    ? await attempt('Python: PyTorch, Keras, Spark; R: MASS', installConversions)
    : (before.conversions ?? null),
};
await writeFile(PEERS_FILE, `${JSON.stringify(installed, null, 2)}\n`);
console.log(await readFile(PEERS_FILE, 'utf8'));
