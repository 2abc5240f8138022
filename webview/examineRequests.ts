import type { WorkProgress } from '../src/engine/workReport.ts';
import type { FromPanel } from '../src/protocol/panel.ts';

/** Numbered apart from previews and predictions, so that a refusal finds its request. */
const FIRST_ID = 2_000_000_000;

export type Examined = 'importance' | 'intervals';

/** What is being computed of which run, and how far it is; null before that is known. */
export interface Examining {
  readonly what: Examined;
  readonly runId: string;
  readonly progress: WorkProgress | null;
}

/** Requests for what is computed of a finished run only when it is asked for. */
export class ExamineRequests {
  readonly #send: (message: FromPanel) => void;
  #lastId = FIRST_ID;

  constructor(send: (message: FromPanel) => void) {
    this.#send = send;
  }

  want(runId: string, what: Examined, count: number): void {
    this.#lastId += 1;
    this.#send({ type: 'examine', runId, requestId: this.#lastId, what, count });
  }

  cancel(runId: string): void {
    this.#send({ type: 'cancelExamine', runId });
  }

  /** True for the answer to the newest request. */
  settle(requestId: number): boolean {
    return requestId === this.#lastId && requestId > FIRST_ID;
  }
}
