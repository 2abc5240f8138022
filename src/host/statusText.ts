import type { Metric } from '../engine/report.ts';
import { formatNumber } from './formatText.ts';
import type { TrainingRun } from './trainingRun.ts';

/** What the status bar says of a run: progress while it goes on, then its score. */
export function statusText(run: TrainingRun): string {
  if (run.status === 'paused') return `$(debug-pause) Ridgeline: ${progressText(run)}`;
  if (run.active) return `$(loading~spin) Ridgeline: ${progressText(run)}`;
  switch (run.status) {
    case 'failed':
      return '$(error) Ridgeline: failed';
    case 'stopped':
      return '$(debug-stop) Ridgeline: stopped';
    default:
      return `$(${hasDiverged(run) ? 'warning' : 'graph-scatter'}) Ridgeline: ${outcomeText(run)}`;
  }
}

/** How far a run is: `reading 43 %`, `choosing λ 12 %, fold 2 of 10`, `iteration 36 of 1,000`. */
export function progressText(run: TrainingRun): string {
  if (run.status === 'reading') return `reading${percent(run)}`;
  if (run.work) return `choosing λ ${shareText(run.work.share)}, ${run.work.text}`;
  const doing = run.status === 'paused' ? 'paused' : 'training';
  if (run.iteration === null) return doing;
  const count = (value: number) => value.toLocaleString('en-US');
  return `${doing}, iteration ${count(run.iteration)} of ${count(run.spec.iterations)}`;
}

/** How a run ended: `test R² 0.422`, `diverged`. */
export function outcomeText(run: TrainingRun): string {
  return hasDiverged(run) ? 'diverged' : score(run);
}

function hasDiverged({ result }: TrainingRun): boolean {
  return result?.descent?.reason === 'diverged';
}

function percent({ progress }: TrainingRun): string {
  if (!progress?.bytesTotal) return '';
  return ` ${shareText(progress.bytesRead / progress.bytesTotal)}`;
}

const shareText = (share: number): string => `${Math.floor(Math.min(1, share) * 100)} %`;

/** What people know best: a share (R², accuracy) where there is one, else the score that decides. */
function score({ result }: TrainingRun): string {
  const { test, validation, train } = result?.now.scores ?? { test: null, validation: null, train: null };
  const [name, part] = test ? ['test', test] : validation ? ['validation', validation] : ['train', train];
  if (!result || !part) return 'trained';
  const known = result.metrics.filter(({ id }) => typeof part[id] === 'number');
  const metric = known.find(({ form }) => form !== 'number') ?? known[0];
  if (!metric) return 'trained';
  return `${name} ${metric.label} ${scoreText(metric.form, part[metric.id]!)}`;
}

function scoreText(form: Metric['form'], value: number): string {
  if (form === 'number') return formatNumber(value);
  return form === 'share' ? value.toFixed(3) : `${(100 * value).toFixed(1)} %`;
}

/** The part of what is under way that is done, 0 to 1; null where that is not known. */
export function progressShare({ status, progress, work }: TrainingRun): number | null {
  if (status !== 'reading') return work?.share ?? null;
  return progress?.bytesTotal ? Math.min(1, progress.bytesRead / progress.bytesTotal) : null;
}
