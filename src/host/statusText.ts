import { formatNumber } from './formatText.ts';
import type { TrainingRun } from './trainingRun.ts';

/** What the status bar says of a run: progress while it goes on, then its score. */
export function statusText(run: TrainingRun): string {
  switch (run.status) {
    case 'reading':
      return `$(loading~spin) Ridgeline: reading${percent(run)}`;
    case 'training':
      return '$(loading~spin) Ridgeline: training';
    case 'paused':
      return '$(debug-pause) Ridgeline: paused';
    case 'failed':
      return '$(error) Ridgeline: failed';
    case 'stopped':
      return '$(debug-stop) Ridgeline: stopped';
    default:
      return `$(graph-scatter) Ridgeline: ${score(run)}`;
  }
}

/** How much of the file has been read, from 0 to 1; undefined where its size is not known. */
export function readFraction({ progress }: TrainingRun): number | undefined {
  if (!progress?.bytesTotal) return undefined;
  return Math.min(1, progress.bytesRead / progress.bytesTotal);
}

function percent(run: TrainingRun): string {
  const fraction = readFraction(run);
  return fraction === undefined ? '' : ` ${Math.floor(fraction * 100)} %`;
}

function score({ result }: TrainingRun): string {
  const { test, validation, train } = result?.now.scores ?? { test: null, validation: null, train: null };
  const [name, part] = test ? ['test', test] : validation ? ['validation', validation] : ['train', train];
  if (!part) return 'trained';
  return part.r2 === null ? `${name} MSE ${formatNumber(part.mse)}` : `${name} R² ${part.r2.toFixed(3)}`;
}
