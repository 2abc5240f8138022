import { throwIfAborted } from '../errors.ts';
import { detectEncoding } from './encoding.ts';
import { gunzip, isGzip } from './gzip.ts';
import { refuseKnownKinds } from './refuse.ts';
import { joined, markLength, toUtf8, transcoder } from './transcode.ts';
import type { ByteSource, CsvOptions, Encoding } from './types.ts';

/** The start of a file as UTF-8 text. */
export interface Head {
  readonly text: Uint8Array;
  /** The file holds no more than this. */
  readonly complete: boolean;
  readonly gzip: boolean;
  readonly encoding: Encoding;
  /** Length of the byte-order mark before the text, in stored bytes. */
  readonly mark: number;
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
  const mark = markLength(bytes, encoding);
  const text = coder.push(bytes.subarray(mark));
  return { text: complete ? joined(text, coder.finish()) : text, complete, gzip, encoding, mark };
}

/** The whole file as UTF-8 text without a byte-order mark; `onRead` is told how many stored bytes are read so far. */
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
  const stored = await take(source.open(), limit, signal);
  if (!isGzip(stored.bytes)) return { ...stored, gzip: false };
  return { ...(await take(gunzip(source.open()), limit, signal)), gzip: true };
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
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    onRead(bytes);
    yield piece;
  }
}
