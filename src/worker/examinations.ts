import { RidgelineError } from '../engine/errors.ts';
import { importanceOf, intervalsOf, type Model } from '../engine/index.ts';
import type { WorkProgress } from '../engine/workReport.ts';
import type { FromWorker, ToWorker } from '../protocol/run.ts';
import { Pace } from './pace.ts';
import type { Platform } from './trainingRun.ts';

export type ExamineMessage = Extract<ToWorker, { type: 'examine' }>;

/** What is computed of finished runs on request, step by step; each can be stopped between two of its steps. */
export class Examinations {
  readonly #platform: Platform;
  readonly #running = new Map<AbortController, string>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Ends the examinations of a run, or all of them. */
  cancel(runId?: string): void {
    for (const [abort, own] of this.#running) if (runId === undefined || own === runId) abort.abort();
  }

  /** Runs to the end and tells how far it is; throws `cancelled` after {@link cancel}. */
  async answer(message: ExamineMessage, model: Model): Promise<FromWorker> {
    const abort = new AbortController();
    this.#running.set(abort, message.runId);
    try {
      return await this.#examined(message, model, abort.signal);
    } catch (error) {
      throw abort.signal.aborted ? cancelled() : error;
    } finally {
      this.#running.delete(abort);
    }
  }

  async #examined(message: ExamineMessage, model: Model, signal: AbortSignal): Promise<FromWorker> {
    const { runId, requestId, what, count } = message;
    if (what === 'importance') {
      const importance = await this.#finished(message, importanceOf(model, count, signal));
      return { type: what, runId, requestId, importance };
    }
    const intervals = await this.#finished(message, intervalsOf(model, count, signal));
    return { type: what, runId, requestId, intervals };
  }

  /** Tells how far it is and looks at the inbox now and then. */
  async #finished<T>(
    { runId, requestId }: ExamineMessage,
    steps: AsyncGenerator<WorkProgress, T>,
  ): Promise<T> {
    const pace = new Pace(this.#platform);
    for (;;) {
      const next = await steps.next();
      if (next.done) return next.value;
      if (pace.due) {
        this.#platform.post({ type: 'examining', runId, requestId, progress: next.value });
        pace.told();
      }
      await pace.breathe();
    }
  }
}

const cancelled = (): RidgelineError =>
  new RidgelineError('cancelled', 'This was ended before it had an answer. Ask for it again.');
