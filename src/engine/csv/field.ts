import { CR, isLineEnd, LF, QUOTE, SPACE, TAB } from './bytes.ts';

/** Where one cell lies; filled anew by {@link scanField}. All positions are byte offsets. */
export interface Field {
  /** The content, without its quotes. */
  start: number;
  end: number;
  /** The delimiter or line end after the cell, or the end of the bytes. */
  next: number;
  quoted: boolean;
  /** Doubled quotes inside a quoted cell. */
  escapes: number;
  /** Line ends inside a quoted cell. */
  newlines: number;
  /** Text stands between the closing quote and the delimiter. */
  tail: boolean;
  /** The bytes ended before the closing quote. */
  unclosed: boolean;
}

/** An empty field to be filled. */
export function newField(): Field {
  return { start: 0, end: 0, next: 0, quoted: false, escapes: 0, newlines: 0, tail: false, unclosed: false };
}

/**
 * Finds the cell that starts at `start`: the one definition of what quotes mean. A quote opens a cell only as its
 * first byte and is literal elsewhere; text after the closing quote belongs to the cell. Mutates `field`.
 */
export function scanField(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
  field: Field,
): void {
  field.escapes = 0;
  field.newlines = 0;
  field.tail = false;
  field.unclosed = false;
  field.quoted = start < end && bytes[start] === QUOTE;
  if (field.quoted) {
    const closing = closingQuote(bytes, start + 1, end, field);
    field.start = start + 1;
    field.end = closing;
    field.unclosed = closing === end;
    field.next = field.unclosed ? end : endOfCell(bytes, closing + 1, end, delimiter);
    field.tail = !field.unclosed && hasText(bytes, closing + 1, field.next);
  } else {
    field.start = start;
    field.next = endOfCell(bytes, start, end, delimiter);
    field.end = field.next;
  }
}

/**
 * The content of a scanned cell as bytes to read: `bytes` itself where nothing has to be changed, else a copy with
 * quotes undoubled and the text after the closing quote joined on. Mutates `field.start` and `field.end` to match.
 */
export function fieldBytes(bytes: Uint8Array, field: Field): Uint8Array {
  if (field.escapes === 0 && !field.tail) return bytes;
  const tail = field.tail ? bytes.subarray(field.end + 1, trimmedTail(bytes, field)) : bytes.subarray(0, 0);
  const copy = new Uint8Array(field.end - field.start - field.escapes + tail.length);
  let to = 0;
  for (let at = field.start; at < field.end; at++) {
    copy[to++] = bytes[at];
    if (bytes[at] === QUOTE) at++;
  }
  copy.set(tail, to);
  field.start = 0;
  field.end = copy.length;
  return copy;
}

function closingQuote(bytes: Uint8Array, from: number, end: number, field: Field): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      if (at + 1 >= end || bytes[at + 1] !== QUOTE) return at;
      field.escapes++;
      at++;
    } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) {
      field.newlines++;
    }
  }
  return end;
}

function endOfCell(bytes: Uint8Array, from: number, end: number, delimiter: number): number {
  let at = from;
  while (at < end && bytes[at] !== delimiter && !isLineEnd(bytes[at])) at++;
  return at;
}

function hasText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return true;
  return false;
}

function trimmedTail(bytes: Uint8Array, field: Field): number {
  let end = field.next;
  while (end > field.end + 1 && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
  return end;
}
