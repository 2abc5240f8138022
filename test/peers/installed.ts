import { existsSync, readFileSync } from 'node:fs';
import { PEERS_FILE } from '../../bench/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';
import type { Recorded } from './fixtures.ts';
import type { Tool } from './tools.ts';

const SCRIPTS = 'test/peers/tools';
/** Keras has no backend of its own, R says things in the language of the place. */
const ENVIRONMENT = {
  ...process.env,
  KERAS_BACKEND: 'torch',
  LC_ALL: 'C.UTF-8',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** The program that can load what a tool needs; null where there is none. */
export async function findProgram(tool: Tool): Promise<string | null> {
  for (const program of programsFor(tool)) {
    const probe = tool.language === 'r' ? `library(${tool.needs})` : `import ${tool.needs}`;
    const words = [tool.language === 'r' ? '-e' : '-c', probe];
    const tried = await run(program, words, { capture: true, env: ENVIRONMENT }).catch(() => null);
    if (tried?.code === 0) return program;
  }
  return null;
}

/** What `npm run bench:peers` installed, then what is there anyway. */
function programsFor({ language }: Tool): string[] {
  const known = existsSync(PEERS_FILE)
    ? (JSON.parse(readFileSync(PEERS_FILE, 'utf8')) as Record<string, string | null>)
    : {};
  const own = language === 'r' ? [known['rscript']] : [known['python'], known['conversions']];
  const usual = language === 'r' ? 'Rscript' : process.platform === 'win32' ? 'python' : 'python3';
  return [...own.filter((program) => typeof program === 'string'), usual];
}

/** Runs a tool on its jobs; what it says beside its answer is shown where it fails. */
export async function runTool(program: string, tool: Tool, file: string): Promise<Recorded> {
  const { code, output } = await run(program, [`${SCRIPTS}/${tool.script}`, file], {
    capture: true,
    env: ENVIRONMENT,
  });
  const line = output.split('\n').find((one) => one.startsWith('{"version"'));
  if (code !== 0 || !line) throw new Error(`${tool.name} gave no answer (code ${code})\n${output}`);
  return JSON.parse(line) as Recorded;
}
