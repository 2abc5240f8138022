import { RidgelineError, throwIfAborted } from '../errors.ts';
import { CR, codeUnits, LF } from './bytes.ts';
import { Chunker, type FindByte, type TextChunk } from './chunker.ts';
import { openText } from './head.ts';
import type { PassText } from './runner.ts';
import type { ByteSource, Encoding } from './types.ts';

/** Where to read rows: the file's form and where its data begin in the UTF-8 text. */
export interface PassForm {
  readonly gzip: boolean;
  readonly encoding: Encoding;
  /** Length of the byte-order mark before the text, in stored bytes. */
  readonly mark: number;
  readonly delimiter: number;
  readonly dataStart: number;
  /** Nominal size of a chunk. */
  readonly chunkBytes: number;
}

/** The data rows of a file. `onRead` is told how many stored bytes are read so far. */
export function passText(
  source: ByteSource,
  form: PassForm,
  onRead: (bytes: number) => void,
  signal: AbortSignal | undefined,
): PassText {
  const { gzip, encoding, mark, dataStart, chunkBytes } = form;
  const { path, size } = source;
  const stored = path !== undefined && size !== null && !gzip && encoding === 'utf8';
  return {
    chunks: (from, find) => chunks(source, form, from, onRead, signal, find),
    file: stored ? { path, size, dataStart: mark + dataStart, chunkBytes } : null,
    onRead,
  };
}

/**
 * The row-aligned chunks of a file from an offset in its data on. A chunk's bytes are used again for a later one as
 * soon as the next chunk is asked for.
 */
async function* chunks(
  source: ByteSource,
  form: PassForm,
  from: number,
  onRead: (bytes: number) => void,
  signal: AbortSignal | undefined,
  find?: FindByte,
): AsyncGenerator<TextChunk> {
  const chunker = new Chunker(form.delimiter, form.chunkBytes, find, from);
  let skip = form.dataStart + from;
  for await (const piece of openText(source, form, onRead)) {
    throwIfAborted(signal);
    const skipped = Math.min(skip, piece.length);
    skip -= skipped;
    for (const chunk of chunker.push(piece.subarray(skipped))) {
      yield chunk;
      chunker.recycle(chunk.bytes);
      throwIfAborted(signal);
    }
  }
  yield* chunker.finish();
}

/** The error for a chunk whose quote is never closed; `line` is the 0-based line it starts on. */
export function unclosedQuote(
  chunk: TextChunk,
  line: number,
  source: Pick<ByteSource, 'placeOf'>,
): RidgelineError {
  let at = line;
  let lineStart = 0;
  for (let index = 0; index < chunk.unclosedAt; index++) {
    const byte = chunk.bytes[index];
    if (byte !== LF && (byte !== CR || chunk.bytes[index + 1] === LF)) continue;
    at++;
    lineStart = index + 1;
  }
  const inFile = source.placeOf?.(at + 1);
  const column = codeUnits(chunk.bytes, lineStart, chunk.unclosedAt) + 1;
  const place = { line: inFile?.line ?? at + 1, column, length: 1 };
  return new RidgelineError(
    'unclosed-quote',
    `The quote that opens in ${inFile ? `${inFile.name}, ` : ''}line ${place.line}, column ${place.column} is never closed; close it, or double it if it is part of the text.`,
    place,
  );
}
