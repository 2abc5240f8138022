import { throwIfAborted } from '../errors.ts';
import { detectEncoding } from './encoding.ts';
import { gunzip, isGzip } from './gzip.ts';
import { refuseKnownKinds } from './refuse.ts';
import { joined, markLength, toUtf8, transcoder } from './transcode.ts';
import type { ByteSource, CsvOptions, Encoding } from './types.ts';

/** Bytes from which a file's form and its columns' types are found out. */
export const HEAD_BYTES = 1 << 20;

/** The start of a file as UTF-8 text. */
export interface Head {
  readonly text: Uint8Array;
  /** The file holds no more than this. */
  readonly complete: boolean;
  readonly gzip: boolean;
  readonly encoding: Encoding;
}

/** Reads up to `limit` bytes of text from the start. Throws `not-a-csv` for known other kinds of file. */
export async function readHead(
  source: ByteSource,
  csv: CsvOptions,
  limit: number,
  signal?: AbortSignal,
): Promise<Head> {
  const { bytes, complete, gzip } = await firstBytes(source, limit, signal);
  refuseKnownKinds(bytes);
  const encoding = csv.encoding ?? detectEncoding(bytes, complete).encoding;
  const coder = transcoder(encoding);
  const text = coder.push(bytes.subarray(markLength(bytes, encoding)));
  return { text: complete ? joined(text, coder.finish()) : text, complete, gzip, encoding };
}

/** The whole file as UTF-8 text without a byte-order mark; `onRead` is told of stored bytes. */
export function openText(
  source: ByteSource,
  form: { readonly gzip: boolean; readonly encoding: Encoding },
  onRead: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  const stored = counted(source.open(), onRead);
  return toUtf8(form.gzip ? gunzip(stored) : stored, form.encoding);
}

async function firstBytes(
  source: ByteSource,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array; complete: boolean; gzip: boolean }> {
  const stored = await take(source.open(), 2, signal);
  const gzip = isGzip(stored.bytes);
  const taken = await take(gzip ? gunzip(source.open()) : source.open(), limit, signal);
  return { ...taken, gzip };
}

async function take(
  pieces: AsyncIterable<Uint8Array>,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const taken: Uint8Array[] = [];
  let length = 0;
  let complete = true;
  for await (const piece of pieces) {
    throwIfAborted(signal);
    if (length === limit && piece.length > 0) {
      complete = false;
      break;
    }
    const fits = piece.subarray(0, limit - length);
    taken.push(fits.slice());
    length += fits.length;
    if (fits.length < piece.length) {
      complete = false;
      break;
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of taken) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, complete };
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onRead(piece.length);
    yield piece;
  }
}
