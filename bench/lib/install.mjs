import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { firstLine, NPM, retry, run, runOrThrow } from '../../scripts/lib/run.mjs';
import { PEERS_FOLDER } from './paths.mjs';

const PYTHON_PACKAGES = ['numpy', 'pandas', 'scikit-learn', 'polars', 'duckdb'];
/** Spark is published as a source archive alone; Keras computes with PyTorch. */
const CONVERSION_PACKAGES = ['numpy', 'torch', 'keras', 'pyspark'];
const DEBIAN_PYTHON = ['python3-numpy', 'python3-pandas', 'python3-sklearn'];
const NODE_PACKAGES = ['papaparse@5', 'ml-regression-multivariate-linear@2'];
const DEBIAN_R = ['r-base-core', 'r-cran-data.table', 'r-cran-glmnet', 'r-cran-doparallel'];
const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

/**
 * A virtual environment with the Python peers from PyPI; where PyPI is not reached, Debian's Python with Debian's
 * packages (polars and DuckDB are then missing).
 *
 * @returns {Promise<string>} the interpreter
 */
export async function installPython() {
  try {
    return await pythonFromPyPi('python', PYTHON_PACKAGES);
  } catch (error) {
    console.error(`PyPI is not reached (${/** @type {Error} */ (error).message.split('\n', 1)[0]})`);
    await debian(DEBIAN_PYTHON);
    return '/usr/bin/python3';
  }
}

/**
 * What `npm run test:peers` runs besides the benchmark's peers; R's MASS too, where it is not there.
 *
 * @returns {Promise<string>} an interpreter of its own: PyTorch brings gigabytes
 */
export async function installConversions() {
  const mass = await run('Rscript', ['-e', 'library(MASS)'], { capture: true }).catch(() => null);
  if (mass?.code !== 0) {
    await debian(['r-cran-mass']).catch((error) => console.error(`MASS is missing: ${firstLine(error)}`));
  }
  return pythonFromPyPi('conversions', CONVERSION_PACKAGES, ['--no-binary', 'pyspark']);
}

/**
 * @param {string} name the virtual environment's folder in bench/.peers
 * @param {string[]} packages
 * @param {string[]} [words] for pip
 */
async function pythonFromPyPi(name, packages, words = []) {
  const folder = path.join(PEERS_FOLDER, name);
  const windows = process.platform === 'win32';
  const python = path.join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  await mkdir(PEERS_FOLDER, { recursive: true });
  if (!existsSync(python)) await runOrThrow(PYTHON, ['-m', 'venv', folder]);
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--only-binary',
    ':all:',
    ...words,
  ];
  await retry('pip install', () => runOrThrow(python, [...install, ...packages]));
  console.log(`  bench/.peers/${name}, ${await megabytes(folder)} MB`);
  return python;
}

/** @returns {Promise<string>} the folder whose node_modules holds the packages */
export async function installNode() {
  const folder = path.join(PEERS_FOLDER, 'node');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const words = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...NODE_PACKAGES];
  await retry('npm install', () => runOrThrow(NPM, words, { cwd: folder }));
  console.log(`  bench/.peers/node, ${await megabytes(folder)} MB`);
  return folder;
}

/** @returns {Promise<string>} the program that runs R scripts */
export async function installR() {
  if (!(await hasR())) await debian(DEBIAN_R);
  if (!(await hasR())) throw new Error('R does not load data.table, glmnet and doParallel');
  return 'Rscript';
}

async function hasR() {
  const expression = 'suppressMessages({library(data.table); library(glmnet); library(doParallel)})';
  const tried = await run('Rscript', ['-e', expression], { capture: true }).catch(() => null);
  return tried?.code === 0;
}

/**
 * Installs Debian's packages; throws where this is no Debian or the user may not.
 *
 * @param {string[]} packages
 */
async function debian(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(`needs ${packages.join(', ')}, which only root can install, on Debian`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await retry('apt-get update', () => runOrThrow('apt-get', ['update', '-q'], { env }));
  const words = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  const output = await retry('apt-get install', () => runOrThrow('apt-get', words, { env }));
  const size = /After this operation, (.*) of additional disk space/.exec(output)?.[1];
  console.log(`  ${packages.join(', ')}: ${size ?? 'nothing new'}`);
}

/**
 * @param {string} folder
 * @returns {Promise<number>} whole megabytes of its files
 */
async function megabytes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (f) => (await stat(path.join(f.parentPath, f.name))).size));
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6);
}
