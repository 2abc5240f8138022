import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RidgelineError } from '../engine/errors.ts';

/** Writes a file whole or not at all: a reader never sees half of it, and an old one survives a failure. */
export function writeAtomically(path: string, content: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new RidgelineError(
      'unreadable',
      `${path} cannot be written (${why}). Choose another place with --output.`,
    );
  }
}
