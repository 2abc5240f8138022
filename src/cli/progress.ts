import type { ReadProgress } from '../engine/csv/types.ts';

/** Between two drawings of the bar. */
const FRAME_MS = 100;
const WIDTH = 24;

/** A progress bar on stderr while a file is read; nothing where stderr is no terminal, or when quiet. */
export function progressBar(
  name: string,
  quiet: boolean,
): { update(progress: ReadProgress): void; clear(): void } {
  const stream = process.stderr;
  if (quiet || !stream.isTTY) return { update: () => {}, clear: () => {} };
  const started = performance.now();
  let last = 0;
  return {
    update({ bytesRead, bytesTotal, rows }) {
      const now = performance.now();
      if (now - last < FRAME_MS) return;
      last = now;
      const share = bytesTotal ? Math.min(1, bytesRead / bytesTotal) : 0;
      const filled = Math.round(share * WIDTH);
      const bar = bytesTotal
        ? `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(share * 100)} %`
        : '';
      const rate = Math.round(rows / ((now - started) / 1000)).toLocaleString('en-US');
      stream.write(`\r\x1b[K${name} ${bar} ${rows.toLocaleString('en-US')} rows, ${rate} a second`);
    },
    clear: () => stream.write('\r\x1b[K'),
  };
}
