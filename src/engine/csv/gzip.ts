import { RidgelineError } from '../errors.ts';

/** True for the two bytes that every gzip file begins with. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The inflated bytes of a gzip stream. Stops reading its source when the consumer stops. Throws `unreadable`
 * where the archive is damaged or cut off.
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('gzip');
  const reader = stream.readable.getReader();
  const feeder = new Feeder(source, stream.writable.getWriter() as Writer);
  try {
    for (;;) {
      const { done, value } = await inflate(reader, feeder);
      if (done) break;
      yield value;
    }
    await feeder.finished;
  } finally {
    await feeder.stop();
    await reader.cancel().catch(() => undefined);
  }
}

type Writer = WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;

/** Writes a source into the inflater until it ends or is told to stop. */
class Feeder {
  readonly finished: Promise<void>;
  /** What the source itself failed with, as against damage in the archive. */
  sourceError: unknown;
  private stopped = false;

  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    private readonly writer: Writer,
  ) {
    this.finished = this.run();
    this.finished.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.writer.abort().catch(() => undefined);
    await this.finished.catch(() => undefined);
  }

  private async run(): Promise<void> {
    for await (const piece of this.pieces()) {
      if (this.stopped) return;
      await this.writer.write(piece.slice());
    }
    await this.writer.close();
  }

  private async *pieces(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.source;
    } catch (error) {
      this.sourceError = error;
      await this.writer.abort(error).catch(() => undefined);
      throw error;
    }
  }
}

async function inflate(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  feeder: Feeder,
): Promise<{ done: false; value: Uint8Array } | { done: true; value: undefined }> {
  try {
    return await reader.read();
  } catch {
    if (feeder.sourceError !== undefined) throw feeder.sourceError;
    throw new RidgelineError(
      'unreadable',
      'The gzip file is damaged or cut off; copy or compress it again, or unpack it first.',
    );
  }
}
