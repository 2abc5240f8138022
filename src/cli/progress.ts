import type { ReadProgress } from '../engine/csv/types.ts';
import { grouped } from '../engine/index.ts';
import type { WorkProgress } from '../engine/workReport.ts';

/** Between two drawings of the bar. */
const FRAME_MS = 100;
const WIDTH = 24;

/** Where a bar is drawn: stderr, where that is a terminal. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressBar {
  /** A file is read. */
  update(progress: ReadProgress): void;
  /** Something long is computed. */
  work(progress: WorkProgress): void;
  clear(): void;
}

/** A progress bar on stderr; nothing where that is no terminal, or when quiet. @param name what is worked on */
export function progressBar(name: string, quiet: boolean, screen: Screen = process.stderr): ProgressBar {
  if (quiet || !screen.isTTY) return { update: () => {}, work: () => {}, clear: () => {} };
  const started = performance.now();
  let last = Number.NEGATIVE_INFINITY;
  const draw = (words: () => string): void => {
    const now = performance.now();
    if (now - last < FRAME_MS) return;
    last = now;
    screen.write(`\r\x1b[K${name} ${words()}`);
  };
  return {
    update: ({ bytesRead, bytesTotal, rows }) =>
      draw(() => {
        const bar = bytesTotal ? barOf(Math.min(1, bytesRead / bytesTotal)) : '';
        const seconds = Math.max(1e-3, (performance.now() - started) / 1000);
        const rate = grouped(Math.round(rows / seconds));
        return `${bar} ${grouped(rows)} rows, ${rate} a second`;
      }),
    work: ({ share, text }) => draw(() => `${barOf(share)} ${text}`),
    clear: () => screen.write('\r\x1b[K'),
  };
}

/** `██████░░░░░░ 50 %` */
function barOf(share: number): string {
  const filled = Math.round(share * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(share * 100)} %`;
}

/** Runs steps to their end, with a progress bar. */
export async function followed<T>(
  steps: AsyncGenerator<WorkProgress, T>,
  name: string,
  quiet: boolean,
  screen: Screen = process.stderr,
): Promise<T> {
  const bar = progressBar(name, quiet, screen);
  try {
    for (;;) {
      const next = await steps.next();
      if (next.done) return next.value;
      bar.work(next.value);
    }
  } finally {
    bar.clear();
  }
}
