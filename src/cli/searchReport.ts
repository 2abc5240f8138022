import type { Trial, TuneFile } from '../engine/index.ts';
import { edgeNote } from '../engine/selection/tune.ts';
import { columns } from './columns.ts';
import { significant } from './report.ts';

/** Every trial in its order, the best one, and how to train with it. */
export function searchReport({ trials, best, complete, metric, space }: TuneFile): string {
  const choices = space.choices.map(({ id }) => id);
  const loss = metric === 'mse' ? 'mean squared error' : 'loss';
  const head = ['trial', 'λ', 'l1Ratio', ...choices, `${loss} on held-out rows`, 'standard error'];
  const rows = trials.map((trial, at) => [
    String(at + 1),
    significant(trial.lambda),
    significant(trial.l1Ratio),
    ...choices.map((id) => String(trial.choices[id])),
    lossOf(trial),
    trial.se === null ? '' : significant(trial.se),
  ]);
  const sentences = [
    ...(complete ? [] : ['The search was stopped. Go on with --resume and the file that --output wrote.']),
    ...(best ? [`The least loss is that of: ${optionsOf(best)}`] : ['No trial could be fitted.']),
  ];
  const note = edgeNote(space, best);
  return `${columns([head, ...rows])}\n\n${[...sentences, ...(note ? [note] : [])].join('\n')}\n`;
}

/** One trial as it comes. */
export function trialLine(trial: Trial, count: number, of: number): string {
  const error = trial.se === null ? '' : ` ± ${significant(trial.se)}`;
  return `${count}/${of}  ${optionsOf(trial)}  ${lossOf(trial)}${error}`;
}

function lossOf({ mean, failure }: Trial): string {
  return mean === null ? (failure ?? '') : significant(mean);
}

/** The options with which `train` makes the same model. */
function optionsOf({ lambda, l1Ratio, choices }: Trial): string {
  const others = Object.entries(choices).map(([id, value]) => `--${id} ${value}`);
  return [`--lambda ${lambda}`, `--l1-ratio ${l1Ratio}`, ...others].join(' ');
}
