import { inspectHead } from '../engine/csv/reader.ts';
import type { CsvOptions } from '../engine/csv/types.ts';
import { isExpected, RidgelineError } from '../engine/errors.ts';
import type { Model } from '../engine/index.ts';
import type { Failure, FromWorker, SourceRef, ToWorker } from '../protocol/run.ts';
import { DataCache } from './dataCache.ts';
import { Examinations } from './examinations.ts';
import { guessedColumns, knownColumns } from './inspection.ts';
import { opened } from './opened.ts';
import { RaceRun } from './raceRun.ts';
import { SearchRun } from './searchRun.ts';
import { type Platform, TrainingRun, type TrainMessage } from './trainingRun.ts';

/** Finished models that can still be asked for other λ and predictions. */
const KEPT_MODELS = 20;

/** Serves one file's panel: trains one run at a time, and answers for finished ones. */
export class Session {
  readonly #platform: Platform;
  readonly #cache: DataCache;
  readonly #examinations: Examinations;
  readonly #models = new Map<string, Model>();
  #running: TrainingRun | null = null;
  /** A race or a search: what stands beside the runs. */
  #beside: RaceRun | SearchRun | null = null;
  /** The last answer of a model at another λ: the next one starts from its weights, so they come in order. */
  #answered: Promise<void> = Promise.resolve();

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#cache = new DataCache(platform);
    this.#examinations = new Examinations(platform);
  }

  /** Handles one message; whatever goes wrong is answered, never thrown. */
  handle(message: ToWorker): void {
    switch (message.type) {
      case 'train':
        void this.#train(message);
        return;
      case 'race':
        void this.#runBeside(new RaceRun(message, this.#platform));
        return;
      case 'search':
        void this.#runBeside(new SearchRun(message, this.#platform));
        return;
      case 'pause':
      case 'step':
      case 'resume':
        this.#steer(message.type, message.runId);
        return;
      case 'stop':
        if (this.#running?.runId === message.runId) this.#running.stop();
        if (this.#beside?.runId === message.runId) this.#beside.stop();
        return;
      case 'preview':
        this.#answerInTurn(message, async (model) => {
          const { type, runId, requestId, lambda } = message;
          return { type, runId, requestId, preview: await model.preview(lambda) };
        });
        return;
      case 'predict':
        this.#answerInTurn(message, async (model) => {
          const { runId, requestId, cells, lambda } = message;
          return { type: 'prediction', runId, requestId, prediction: await model.predict(cells, lambda) };
        });
        return;
      case 'examine':
        void this.#answer(message, (model) => this.#examinations.answer(message, model));
        return;
      case 'cancelExamine':
        this.#examinations.cancel(message.runId);
        return;
      case 'inspect':
        void this.#inspect(message);
        return;
    }
  }

  #steer(type: 'pause' | 'step' | 'resume', runId: string): void {
    const running = this.#running;
    if (running?.runId !== runId) return;
    if (type === 'pause') running.pause();
    else running.gate[type]();
    if (type !== 'step') this.#platform.post({ type: type === 'pause' ? 'paused' : 'resumed', runId });
  }

  async #train(message: TrainMessage): Promise<void> {
    const { runId } = message;
    this.#running?.stop();
    this.#examinations.cancel();
    const run = new TrainingRun(message, this.#platform);
    this.#running = run;
    const standing: Model[] = [];
    try {
      const model = await run.run(this.#cache, (early) => {
        standing.push(early);
        this.#remember(runId, early);
        this.#platform.post({ type: 'model', runId, result: early.result() });
      });
      this.#remember(runId, model);
      this.#platform.post({ type: run.stopped ? 'stopped' : 'done', runId, result: model.result() });
    } catch (error) {
      // A stopped run may find that its rows were given to the next one.
      const stopped = run.stopped || (isExpected(error) && error.code === 'stopped');
      this.#platform.post(
        stopped
          ? { type: 'stopped', runId, result: standing[0]?.result() ?? null }
          : { type: 'failed', runId, failure: failureOf(error) },
      );
    } finally {
      if (this.#running === run) this.#running = null;
    }
  }

  async #runBeside(run: RaceRun | SearchRun): Promise<void> {
    const { runId } = run;
    this.#beside?.stop();
    this.#examinations.cancel();
    this.#beside = run;
    try {
      await run.run(this.#cache);
    } catch (error) {
      // A stopped run may find that its rows were given to the next one.
      const stopped = run.stopped || (isExpected(error) && error.code === 'stopped');
      const post = this.#platform.post.bind(this.#platform);
      if (stopped) post({ type: 'stopped', runId, result: null });
      else post({ type: 'failed', runId, failure: failureOf(error) });
    } finally {
      if (this.#beside === run) this.#beside = null;
    }
  }

  #remember(runId: string, model: Model): void {
    this.#models.set(runId, model);
    for (const id of this.#models.keys()) {
      if (this.#models.size <= KEPT_MODELS) return;
      this.#models.delete(id);
    }
  }

  #answerInTurn(
    request: { runId: string; requestId: number },
    reply: (model: Model) => Promise<FromWorker>,
  ): void {
    this.#answered = this.#answered.then(() => this.#answer(request, reply));
  }

  async #answer(
    request: { runId: string; requestId: number },
    reply: (model: Model) => Promise<FromWorker>,
  ): Promise<void> {
    const { runId, requestId } = request;
    try {
      const model = this.#models.get(runId);
      if (!model)
        throw new RidgelineError('bad-spec', 'That run is not held any more. Rerun it to go on from it.');
      this.#platform.post(await reply(model));
    } catch (error) {
      this.#platform.post({ type: 'refused', runId, requestId, failure: failureOf(error) });
    }
  }

  /** From what has been read of this version, else from the file's head. */
  async #inspect(message: Extract<ToWorker, { type: 'inspect' }>): Promise<void> {
    const { runId, requestId, source, csv } = message;
    try {
      const known = this.#cache.known(source, csv);
      const columns = known ? knownColumns(known) : await this.#headColumns(source, csv);
      this.#platform.post({ type: 'columns', runId, requestId, columns });
    } catch (error) {
      this.#platform.post({ type: 'refused', runId, requestId, failure: failureOf(error) });
    }
  }

  async #headColumns(source: SourceRef, csv: CsvOptions) {
    const own = await opened(this.#platform, source, csv);
    return guessedColumns(await inspectHead(own.source, own.csv));
  }
}

/** An error as it crosses the thread's border: sentences for expected ones, a stack for bugs. */
export function failureOf(error: unknown): Failure {
  if (isExpected(error)) {
    const { line, column, length = 1 } = error.place ?? { line: 0, column: 0 };
    const place = error.place ? { line, column, length } : null;
    return { code: error.code, message: error.message, place, stack: null };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'bug',
    message: 'Something went wrong inside Ridgeline; the log has the details.',
    place: null,
    stack,
  };
}
