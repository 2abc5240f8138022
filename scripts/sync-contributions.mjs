/**
 * Writes the ids that package.json contributes as types, so that the compiler holds the host against them.
 *
 *   node scripts/sync-contributions.mjs [--check]
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './lib/run.mjs';

const FILE = path.join(ROOT, 'src/host/manifest.ts');

/** @param {string} name @param {string[]} ids */
function union(name, ids) {
  return `export type ${name} =\n${ids.map((id) => `  | '${id}'`).join('\n')};\n`;
}

/** @param {{ contributes: { commands: { command: string }[], configuration: { properties: object } } }} manifest */
function manifestTypes({ contributes }) {
  const commands = contributes.commands.map(({ command }) => command);
  const settings = Object.keys(contributes.configuration.properties);
  return [
    '/* Made from package.json by scripts/sync-contributions.mjs. */\n',
    union('ManifestCommand', commands),
    union('ManifestSetting', settings),
  ].join('\n');
}

const wanted = manifestTypes(JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')));
if (process.argv.includes('--check')) {
  if ((await readFile(FILE, 'utf8')) !== wanted) {
    console.error(
      'src/host/manifest.ts does not match package.json: run node scripts/sync-contributions.mjs',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, wanted);
}
