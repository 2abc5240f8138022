import { CR, decodeText, isLineEnd, LF, SPACE, TAB } from './bytes.ts';
import { fieldBytes, newField, scanField } from './field.ts';

/** One cell as text, with what dialect detection wants to know about it. */
export interface Cell {
  readonly text: string;
  readonly quoted: boolean;
  readonly tail: boolean;
}

/** One row of cells and where it lies. */
export interface Row {
  readonly cells: readonly Cell[];
  /** Byte offsets of the row and of what follows its line end. */
  readonly start: number;
  readonly next: number;
  /** 1-based physical line of its first byte, and of the row after it. */
  readonly line: number;
  readonly nextLine: number;
  /** False where the bytes end before the row's line end. */
  readonly terminated: boolean;
  /** The bytes end inside quotes. */
  readonly unclosed: boolean;
}

/**
 * Cuts UTF-8 bytes into rows of text cells: for heads and tests, where strings are wanted. Lines of white space
 * alone are skipped. Yields also a last row that is cut off by the end of the bytes.
 */
export function* tokenize(bytes: Uint8Array, start: number, end: number, delimiter: number): Generator<Row> {
  let at = start;
  let line = 1;
  while (at < end) {
    const after = skipBlankLine(bytes, at, end, delimiter);
    if (after !== at) {
      at = after;
      line++;
      continue;
    }
    const row = readRow(bytes, at, end, delimiter, line);
    yield row;
    at = row.next;
    line = row.nextLine;
  }
}

/** The offset after the line end at `at`, taking CRLF as one. */
export function afterLineEnd(bytes: Uint8Array, at: number, end: number): number {
  return bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
}

/** The offset after a line of spaces and tabs alone (a tab that delimits is no space); `at` where the line holds more. */
export function skipBlankLine(bytes: Uint8Array, at: number, end: number, delimiter: number): number {
  let to = at;
  while (to < end && bytes[to] !== delimiter && (bytes[to] === SPACE || bytes[to] === TAB)) to++;
  if (to === end) return end;
  return isLineEnd(bytes[to]) ? afterLineEnd(bytes, to, end) : at;
}

function readRow(bytes: Uint8Array, start: number, end: number, delimiter: number, line: number): Row {
  const cells: Cell[] = [];
  const field = newField();
  let nextLine = line;
  let at = start;
  for (;;) {
    scanField(bytes, at, end, delimiter, field);
    nextLine += field.newlines;
    const { next, quoted, tail, unclosed } = field;
    const content = fieldBytes(bytes, field);
    cells.push({ text: decodeText(content, field.start, field.end), quoted, tail });
    if (next < end && bytes[next] === delimiter) {
      at = next + 1;
      continue;
    }
    const terminated = next < end;
    const after = terminated ? afterLineEnd(bytes, next, end) : end;
    return { cells, start, next: after, line, nextLine: nextLine + 1, terminated, unclosed };
  }
}
