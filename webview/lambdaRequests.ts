import type { FromPanel } from '../src/protocol/panel.ts';

interface Wanted {
  readonly runId: string;
  readonly lambda: number;
}

/** After this long without an answer the next request goes out all the same: some λ are trainings of their own. */
const PATIENCE_MS = 10_000;

/**
 * Preview requests of a moving thumb: at most one is under way, and what is asked next is the newest λ,
 * whatever it passed over meanwhile.
 */
export class LambdaRequests {
  readonly #send: (message: FromPanel) => void;
  #next: Wanted | null = null;
  #underWay: (Wanted & { readonly requestId: number; readonly since: number }) | null = null;
  #lastId = 0;

  constructor(send: (message: FromPanel) => void) {
    this.#send = send;
  }

  want(runId: string, lambda: number): void {
    this.#next = { runId, lambda };
    this.#pump();
  }

  /** Takes an answer or a refusal; false where it answers another request. */
  settle({ requestId }: { readonly requestId: number }): boolean {
    if (this.#underWay?.requestId !== requestId) return false;
    this.#underWay = null;
    this.#pump();
    return true;
  }

  #pump(): void {
    const now = Date.now();
    if (!this.#next || (this.#underWay && now - this.#underWay.since < PATIENCE_MS)) return;
    const { runId, lambda } = this.#next;
    this.#next = null;
    this.#lastId += 1;
    this.#underWay = { runId, lambda, requestId: this.#lastId, since: now };
    this.#send({ type: 'preview', runId, requestId: this.#lastId, lambda });
  }
}
