import type { FromPanel } from '../src/protocol/panel.ts';

/** Predictions are numbered apart from previews, so that a refusal finds its request. */
const FIRST_ID = 1_000_000_000;

/** Requests of the prediction row; only the newest answer counts. */
export class PredictionRequests {
  readonly #send: (message: FromPanel) => void;
  #lastId = FIRST_ID;

  constructor(send: (message: FromPanel) => void) {
    this.#send = send;
  }

  want(runId: string, cells: Readonly<Record<string, string>>, lambda: number | null): void {
    this.#lastId += 1;
    this.#send({ type: 'predict', runId, requestId: this.#lastId, cells: { ...cells }, lambda });
  }

  /** True for the answer to the newest request. */
  settle(requestId: number): boolean {
    return requestId === this.#lastId && requestId > FIRST_ID;
  }
}
