/**
 * PapaParse reads, ml-regression-multivariate-linear trains: least squares without a penalty, which is all it has.
 *
 *   node papaparse_mlr.mjs FILE --target y, with PEERS_NODE naming the folder of the packages
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const folder = path.resolve(process.env.PEERS_NODE ?? '.');
const load = createRequire(path.join(folder, 'package.json'));
const Papa = load('papaparse');
const Regression = load('ml-regression-multivariate-linear');

const { values, positionals } = parseArgs({
  options: { target: { type: 'string', default: 'y' } },
  allowPositionals: true,
});
const started = performance.now();
const text = readFileSync(positionals[0] ?? '', 'utf8');
const rows = Papa.parse(text, { dynamicTyping: true, skipEmptyLines: true }).data;
const header = rows.shift();
const at = header.indexOf(values.target);
const targets = rows.map((/** @type {number[]} */ row) => row.splice(at, 1));
header.splice(at, 1);
const { weights } = new (Regression.default ?? Regression)(rows, targets);
const seconds = [(performance.now() - started) / 1000];

const coefficients = Object.fromEntries(
  header.map((/** @type {string} */ name, /** @type {number} */ j) => [name, weights[j][0]]),
);
const version = (/** @type {string} */ name) => load(`${name}/package.json`).version;
const versions = {
  PapaParse: version('papaparse'),
  'ml-regression-multivariate-linear': version('ml-regression-multivariate-linear'),
};
const models = [{ coefficients, intercept: weights[header.length][0] }];
console.log(JSON.stringify({ models, seconds, versions }));
