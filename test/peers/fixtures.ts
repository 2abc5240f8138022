import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { PeerAnswer } from './compare.ts';

const FOLDER = 'test/fixtures/peers';

/** What one script printed. */
export interface Recorded {
  readonly version: string;
  readonly answers: readonly PeerAnswer[];
}

/** What a script's tool said when it was recorded; nothing where it never was. */
export function readRecorded(script: string): Recorded {
  const path = pathOf(script);
  if (!existsSync(path)) return { version: '', answers: [] };
  return JSON.parse(readFileSync(path, 'utf8')) as Recorded;
}

/** One answer a line, so that a difference is seen as one. */
export function writeRecorded(script: string, { version, answers }: Recorded): void {
  const lines = answers.map((answer) => `    ${JSON.stringify(answer)}`).join(',\n');
  writeFileSync(
    pathOf(script),
    `{\n  "version": ${JSON.stringify(version)},\n  "answers": [\n${lines}\n  ]\n}\n`,
  );
}

function pathOf(script: string): string {
  return `${FOLDER}/${script.replace(/\.\w+$/, '')}.json`;
}
