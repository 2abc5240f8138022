/**
 * Writes into package.json what its settings take from the engine's registries, so that an entry added there
 * appears in the settings: the choices of model, solver, schedule and initializer with their descriptions.
 *
 *   node scripts/sync-manifest.mjs [--check]      `--check` changes nothing and fails where package.json is stale
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { ROOT } from './lib/run.mjs';

const MANIFEST = path.join(ROOT, 'package.json');
/**
 * The settings that choose from a registry.
 *
 * @type {{ setting: string, registry: string, first?: Entry[] }[]}
 * @typedef {{ id: string, label: string, description: string, given?: string }} Entry
 */
const CHOICES = [
  {
    setting: 'ridgeline.model',
    registry: 'models',
    first: [{ id: 'auto', label: 'Automatic', description: 'The model that suits the target.' }],
  },
  {
    setting: 'ridgeline.solver',
    registry: 'solvers',
    first: [
      {
        id: 'auto',
        label: 'Automatic',
        description: 'The solver that suits model and data: exact where one is.',
      },
    ],
  },
  { setting: 'ridgeline.schedule', registry: 'schedules' },
  { setting: 'ridgeline.initializer', registry: 'initializers' },
];

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/**
 * The engine's public exports, bundled and loaded.
 *
 * @returns {Promise<Record<string, { list(): Entry[] }>>}
 */
async function loadEngine() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ridgeline-engine-'));
  try {
    const outfile = path.join(folder, 'engine.mjs');
    await build({
      entryPoints: [path.join(ROOT, 'src/engine/index.ts')],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The setting of this name, whether the manifest groups its settings or not.
 *
 * @param {{ contributes?: { configuration?: unknown } }} manifest
 * @param {string} name
 */
function settingOf(manifest, name) {
  const groups = [manifest.contributes?.configuration ?? []].flat();
  for (const { properties = {} } of /** @type {{ properties?: Record<string, object> }[]} */ (groups)) {
    const setting = /** @type {Record<string, unknown> | undefined} */ (properties[name]);
    if (setting) return setting;
  }
  throw new Error(`package.json has no setting ${name}`);
}

const engine = await loadEngine();
const text = await readFile(MANIFEST, 'utf8');
const manifest = JSON.parse(text);
for (const { setting: name, registry, first = [] } of CHOICES) {
  const listed = engine[registry]?.list();
  if (!listed) throw new Error(`the engine exports no registry "${registry}"`);
  // What must start from given weights cannot be a setting, which holds none.
  const entries = [...first, ...listed.filter(({ given }) => given !== 'needed')];
  const setting = settingOf(manifest, name);
  setting.enum = entries.map(({ id }) => id);
  setting.enumItemLabels = entries.map(({ label }) => label);
  setting.enumDescriptions = entries.map(({ description }) => description);
}
const stale = JSON.stringify(manifest) !== JSON.stringify(JSON.parse(text));
if (stale && flags.check) {
  console.error('package.json is behind the registries of the engine: run npm run manifest');
  process.exitCode = 1;
} else if (stale) {
  await writeFile(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  console.log('package.json is written');
}
