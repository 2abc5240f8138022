import { defaultSpec, type RunSpec } from '../../../src/engine/spec.ts';
import type { SessionOptions } from '../../../src/host/sessionTypes.ts';
import { TrainingSession } from '../../../src/host/trainingSession.ts';
import type { WorkerHandle } from '../../../src/host/workerHandle.ts';
import type { FromWorker, ToWorker } from '../../../src/protocol/run.ts';

/** A worker that does what a test tells it. */
export class FakeWorker implements WorkerHandle {
  readonly posted: ToWorker[] = [];
  disposed = false;
  #message: (message: unknown) => void = () => {};
  #death: (detail: string) => void = () => {};

  /** @param answer called with every message, to reply by {@link send} */
  constructor(private readonly answer: (message: ToWorker, worker: FakeWorker) => void = () => {}) {}

  post(message: ToWorker): void {
    this.posted.push(message);
    this.answer(message, this);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }

  onDeath(listener: (detail: string) => void): void {
    this.#death = listener;
  }

  dispose(): void {
    this.disposed = true;
  }

  send(message: FromWorker): void {
    this.#message(message);
  }

  sendRaw(message: unknown): void {
    this.#message(message);
  }

  die(detail = 'exit code 1'): void {
    this.#death(detail);
  }
}

/** A session over fake workers, which are listed as they are started. */
export function fakeSession(
  answer?: (message: ToWorker, worker: FakeWorker) => void,
  options: Partial<SessionOptions> = {},
) {
  const workers: FakeWorker[] = [];
  const problems: string[] = [];
  const spec: RunSpec = defaultSpec();
  const session = new TrainingSession({
    startWorker: () => {
      const worker = new FakeWorker(answer);
      workers.push(worker);
      return worker;
    },
    source: async () => ({
      ref: { kind: 'file', path: 'data.csv', name: 'data.csv', version: 'stored:1:1' },
      encoding: null,
    }),
    isCurrent: (version, now) => version === now,
    memoryLimitMB: () => 64,
    workers: () => 0,
    problem: (text) => problems.push(text),
    nextNumber: 1,
    spec,
    pace: 0,
    ...options,
  });
  return { session, workers, problems, spec };
}

/** Lets everything that is only waiting for promises happen. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
