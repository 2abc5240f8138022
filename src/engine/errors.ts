/** What kind of failure a {@link RidgelineError} is; stable, so that hosts can offer a matching way out. */
export type ErrorCode =
  | 'empty-file'
  | 'not-a-csv'
  | 'unreadable'
  | 'unclosed-quote'
  | 'unknown-column'
  | 'no-target'
  | 'no-features'
  | 'no-rows'
  | 'missing-values'
  | 'too-many-levels'
  | 'too-large'
  | 'bad-spec'
  | 'bad-model'
  | 'singular'
  | 'diverged'
  | 'stopped'
  | 'cancelled'
  | 'worker-died';

/** Where in a file something is wrong; line and column count from 1, column in characters of that line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Length of the marked text in characters, where known. */
  readonly length?: number;
}

/**
 * An expected failure: its message is one sentence for the user that names a way out.
 * Anything else that is thrown is a bug and keeps its stack.
 */
export class RidgelineError extends Error {
  override readonly name = 'RidgelineError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly place?: Place,
  ) {
    super(message);
  }
}

/** True for failures made for the user's eyes. */
export function isExpected(error: unknown): error is RidgelineError {
  return error instanceof RidgelineError;
}

/** Throws `stopped` where the signal was aborted: called between units of work. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RidgelineError('stopped', 'The training was stopped.');
}
