import { type ErrorCode, isExpected, RidgelineError } from '../engine/errors.ts';
import type { Failure } from '../protocol/run.ts';

/** A failure of the worker as an error again, for those who await a reply. */
export function toError(failure: Failure): RidgelineError {
  return new RidgelineError(failure.code as ErrorCode, failure.message, failure.place ?? undefined);
}

/** What a panel and the log are told of anything thrown; only a bug has a stack. */
export function toFailure(error: unknown): Failure {
  if (isExpected(error)) {
    const { place } = error;
    return {
      code: error.code,
      message: error.message,
      place: place ? { line: place.line, column: place.column, length: place.length ?? 0 } : null,
      stack: null,
    };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'unexpected',
    message: 'Something went wrong inside Ridgeline; its log says what.',
    place: null,
    stack,
  };
}

export const workerDied = (): RidgelineError =>
  new RidgelineError(
    'worker-died',
    'The training process ended unexpectedly, perhaps for lack of memory. Rerun starts a new one.',
  );

export const workerEnded = (): RidgelineError =>
  new RidgelineError('stopped', 'The training process was stopped. Rerun starts a new one.');

export const needsRerun = (): RidgelineError =>
  new RidgelineError('stopped', 'The data of this run is no longer in memory. Rerun to work with it.');

export const panelClosed = (): RidgelineError => new RidgelineError('stopped', 'The panel was closed.');
