import { inlineRunner } from '../../../src/engine/csv/runner.ts';
import { parseSpec, type RunSpecInput } from '../../../src/engine/index.ts';
import { parseFromWorker, parseToWorker } from '../../../src/protocol/parse.ts';
import type { FromWorker, SourceRef, ToWorker } from '../../../src/protocol/run.ts';
import { Session } from '../../../src/worker/session.ts';
import { sourceOf } from '../engine/runs.ts';

export type Kind = FromWorker['type'];
export type Message<T extends Kind> = Extract<FromWorker, { type: T }>;
interface Waiting {
  readonly wanted: (message: FromWorker) => boolean;
  readonly settle: (message: FromWorker) => void;
  readonly fail: (reason: Error) => void;
}

export type TrainRequest = Extract<ToWorker, { type: 'train' }>;

/** A session on a platform whose clock moves only by `tick` each time it is asked, and whose messages are kept. */
export class Worker {
  readonly messages: FromWorker[] = [];
  readonly sleeps: number[] = [];
  readonly session: Session;
  opened = 0;
  time = 0;
  /** Milliseconds that pass with each look at the clock. */
  tick = 1;
  #waiting: Waiting[] = [];
  #seen = 0;

  /** @param content the file's text by its name; a missing one cannot be opened */
  constructor(content: Readonly<Record<string, string>>) {
    this.session = new Session({
      post: (message) => this.#post(message),
      now: () => {
        this.time += this.tick;
        return this.time;
      },
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      sleep: async (milliseconds) => {
        this.sleeps.push(milliseconds);
        this.time += milliseconds;
        await new Promise((resolve) => setImmediate(resolve));
      },
      runner: () => inlineRunner(),
      open: ({ name }) => {
        const text = content[name];
        if (text === undefined) throw new Error(`disk on fire: ${name}`);
        return sourceOf(text, { chunk: 1000, onOpen: () => this.opened++ }, name);
      },
    });
  }

  send(message: ToWorker): void {
    const parsed = parseToWorker(structuredClone(message));
    if (!parsed.ok) throw new Error(parsed.reason);
    this.session.handle(parsed.message);
  }

  /** The next message of a kind, past what earlier calls have handed out; a failure nobody waits for ends the test. */
  next<T extends Kind>(type: T, runId?: string): Promise<Message<T>> {
    const wanted = (message: FromWorker) =>
      message.type === type && (runId === undefined || message.runId === runId);
    return new Promise((resolve, fail) => {
      const settle = (message: FromWorker) => resolve(message as Message<T>);
      const at = this.messages.findIndex((message, index) => index >= this.#seen && wanted(message));
      if (at < 0) this.#waiting.push({ wanted, settle, fail });
      else {
        this.#seen = at + 1;
        settle(this.messages[at]!);
      }
    });
  }

  /** What has come so far is not handed out any more. */
  skip(): void {
    this.#seen = this.messages.length;
  }

  all<T extends Kind>(type: T, runId?: string): Message<T>[] {
    const found = this.messages.filter((message) => message.type === type);
    return found.filter((message) => runId === undefined || message.runId === runId) as Message<T>[];
  }

  kinds(runId: string): Kind[] {
    return this.messages.filter((message) => message.runId === runId).map((message) => message.type);
  }

  /** Every message must survive the thread's border and the host's parser unchanged. */
  #post(message: FromWorker): void {
    const crossed = structuredClone(message);
    const parsed = parseFromWorker(crossed);
    if (!parsed.ok) throw new Error(`${message.type}: ${parsed.reason}`);
    this.messages.push(parsed.message);
    const waiting = this.#waiting.find(({ wanted }) => wanted(parsed.message));
    if (!waiting) {
      this.#complain(parsed.message);
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    this.#seen = this.messages.length;
    waiting.settle(parsed.message);
  }

  #complain(message: FromWorker): void {
    if (message.type !== 'failed' && message.type !== 'refused') return;
    const { failure } = message;
    for (const { fail } of this.#waiting) fail(new Error(failure.stack ?? failure.message));
  }
}

export const fileRef = (name = 'data.csv', version = '1'): SourceRef => ({
  kind: 'file',
  path: `/${name}`,
  name,
  version,
});

export function trainMessage(
  runId: string,
  spec: RunSpecInput = {},
  more: Partial<TrainRequest> = {},
): TrainRequest {
  return {
    type: 'train',
    runId,
    spec: parseSpec(spec),
    source: fileRef(),
    memoryLimitMB: 64,
    workers: 1,
    pace: 0,
    watch: false,
    ...more,
  };
}

/** Lets everything run that can run without another message. */
export async function settled(rounds = 20): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise((resolve) => setImmediate(resolve));
}
