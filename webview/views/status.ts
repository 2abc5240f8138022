import type { WorkProgress } from '../../src/engine/workReport.ts';
import type { RunView } from '../../src/protocol/panel.ts';
import * as format from '../format.ts';
import type { Model } from '../model.ts';

export interface Status {
  readonly tone: 'idle' | 'busy' | 'good' | 'warn' | 'bad';
  readonly text: string;
  /** For narrow panels. */
  readonly short: string;
  readonly title: string;
  /** What assistive technology hears; changes only when the run changes its state. */
  readonly announcement: string;
}

/** The part of the file that has been read, or of the choice of λ that is made, 0 to 1; null while neither goes on. */
export function workShare(model: Model): number | null {
  const run = model.host.run;
  if (run?.status === 'training' && run.work) return run.work.share;
  if (run?.status !== 'reading' || !run.progress) return null;
  const { bytesRead, bytesTotal } = run.progress;
  return bytesTotal ? Math.min(1, bytesRead / bytesTotal) : 0;
}

/** How the run stands, in few words. */
export function statusOf(model: Model): Status {
  const run = model.host.run;
  if (!run) return plain('idle', 'not trained yet');
  switch (run.status) {
    case 'idle':
      return plain('idle', 'not trained yet');
    case 'reading':
      return reading(run);
    case 'training':
      return run.work ? choosing(run.work) : iterating(model, run, 'training', 'busy');
    case 'paused':
      return iterating(model, run, 'paused', 'warn');
    case 'done':
      return finished(run);
    case 'stopped':
      return diverged(run) ? plain('warn', 'diverged') : iterating(model, run, 'stopped', 'warn');
    case 'failed':
      return plain('bad', 'failed');
  }
}

const plain = (tone: Status['tone'], text: string): Status => ({
  tone,
  text,
  short: text,
  title: text,
  announcement: text,
});

const diverged = (run: RunView): boolean => run.result?.descent?.reason === 'diverged';

function reading({ progress }: RunView): Status {
  if (!progress) return plain('busy', 'reading');
  const { bytesRead, bytesTotal, rows, rowsPerSecond } = progress;
  const share = bytesTotal ? `${Math.round((100 * bytesRead) / bytesTotal)} %` : format.bytes(bytesRead);
  const size = bytesTotal
    ? `${format.bytes(bytesRead)} of ${format.bytes(bytesTotal)}`
    : format.bytes(bytesRead);
  return {
    tone: 'busy',
    text: `reading · ${size} · ${format.compact(rows)} rows · ${format.compact(rowsPerSecond)} rows/s`,
    short: `reading · ${share}`,
    title: `${format.count(rows)} rows, ${format.count(rowsPerSecond)} rows a second`,
    announcement: 'reading',
  };
}

function choosing({ share, text }: WorkProgress): Status {
  const done = `${Math.round(100 * share)} %`;
  const words = `choosing λ · ${done} · ${text}`;
  return {
    tone: 'busy',
    text: words,
    short: `choosing λ · ${done}`,
    title: words,
    announcement: 'choosing λ by cross-validation',
  };
}

function iterating(model: Model, run: RunView, word: string, tone: Status['tone']): Status {
  const at = model.trace.iteration.at(-1);
  const text =
    at === undefined
      ? word
      : `${word} · iteration ${format.count(at)} of ${format.count(run.spec.iterations)}`;
  const short = at === undefined ? word : `${word} · ${format.count(at)}`;
  return { tone, text, short, title: text, announcement: word };
}

function finished(run: RunView): Status {
  if (!run.result) return plain('good', 'trained');
  if (diverged(run)) return plain('warn', 'diverged');
  const rows = run.data ? format.counted(run.data.rows.read, 'row') : '';
  const time = format.duration(run.result.elapsedMs);
  const [metric] = run.result.metrics;
  const error = metric ? run.result.now.scores.test?.[metric.id] : null;
  const text = ['trained', rows, time].filter(Boolean).join(' · ');
  return {
    tone: 'good',
    text,
    short: 'trained',
    title: text,
    announcement: `trained, λ ${format.lambda(run.spec.lambda)}${metric && typeof error === 'number' ? `, test ${metric.label} ${format.score(metric.form, error)}` : ''}`,
  };
}
