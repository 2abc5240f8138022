/**
 * Reads the rows of a chunk into columns. What is not a plain number or a text seen before is left to the careful
 * reader, as an event in the order of the bytes.
 */
import { hardNumber, next, powerOfTen, wholeNumber } from './decimal';
import { clear, HEADER, intern, masked, size } from './levels';

/** Kinds of events, in the low three bits of the fourth word; the others are at, end, row; above them the column. */
const NUMBER = 0;
const TEXT = 1;
const NEW_TEXT = 2;
const SHORT_ROW = 3;
const LONG_ROW = 4;

/** Codes of text cells that are no index of a level: no cell, or to be set by the event. */
const ABSENT = -1;

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
const MINUS = 45;

/** Outcomes: all is read; a buffer is too small and all must be read again. */
const DONE = 0;
const MORE_ROWS = 1;
const MORE_EVENTS = 2;

/** Bytes of a column's record: kind (0 number, 1 text), address of its cells, cells without value, table of texts. */
const COLUMN: usize = 16;

/** Bytes of a token's record: 16 bytes of text and its length. */
const TOKEN: usize = 32;

/** A job is a record of 32-bit words; the last four are written. */
const START: usize = 0;
const END: usize = 4;
const DELIMITER: usize = 8;
const DECIMAL: usize = 12;
const BLANK: usize = 16;
const COLUMNS: usize = 20;
const WIDTH: usize = 24;
const CAPACITY: usize = 28;
const EVENTS: usize = 32;
const EVENT_CAPACITY: usize = 36;
const TOKENS: usize = 40;
const TOKEN_COUNT: usize = 44;
const SLOTS: usize = 48;
const MOST_LEVELS: usize = 52;
const ROWS: usize = 56;
const LINES: usize = 60;
const EVENT_COUNT: usize = 64;
const WIDEST: usize = 68;

/** Where the next event goes, and the end of its region. */
let eventAt: usize = 0;
let eventEnd: usize = 0;

function push(at: usize, end: usize, row: i32, what: i32): void {
  if (eventAt < eventEnd) {
    store<i32>(eventAt, <i32>at);
    store<i32>(eventAt, <i32>end, 4);
    store<i32>(eventAt, row, 8);
    store<i32>(eventAt, what, 12);
  }
  eventAt += 16;
}

/** Reads the rows of a job; the byte before its end is a line end, and so is the one at its end. */
export function parse(job: usize): i32 {
  const end: usize = load<i32>(job, END);
  const delimiter = load<i32>(job, DELIMITER);
  const decimal = load<i32>(job, DECIMAL);
  const blank = load<i32>(job, BLANK);
  const columns: usize = load<i32>(job, COLUMNS);
  const width = load<i32>(job, WIDTH);
  const capacity = load<i32>(job, CAPACITY);
  const last = columns + <usize>width * COLUMN;
  const zero = i8x16.splat(48);
  const nine = i8x16.splat(9);
  const stops = i8x16.splat(<i8>delimiter);
  const lf = i8x16.splat(<i8>LF);
  const cr = i8x16.splat(<i8>CR);
  // Where there is none, a byte that no cell holds.
  const mark = i8x16.splat(<i8>((decimal < 0 ? delimiter : decimal) - 48));
  eventAt = load<i32>(job, EVENTS);
  eventEnd = eventAt + ((<usize>load<i32>(job, EVENT_CAPACITY)) << 4);
  clearColumns(job, columns, last);
  let at: usize = load<i32>(job, START);
  let row = 0;
  let lines = 0;
  let widest = 0;
  while (at < end) {
    const head = <i32>load<u8>(at);
    if (head <= SPACE && head !== delimiter) {
      const after = skipBlankLine(at, end, delimiter);
      if (after !== at) {
        at = after;
        lines++;
        continue;
      }
    }
    if (row === capacity) return MORE_ROWS;
    if (eventAt >= eventEnd) return MORE_EVENTS;
    const rowStart = at;
    let column = columns;
    let stop = delimiter;
    for (;;) {
      if (load<i32>(column) === 0) {
        let first = at;
        let byte = <i32>load<u8>(first);
        while (byte === blank) byte = <i32>load<u8>(++first);
        // The next cell waits for nothing but this cell's end; its number is made meanwhile.
        const cell = v128.load(first);
        const ends = v128.or(i8x16.eq(cell, stops), v128.or(i8x16.eq(cell, lf), i8x16.eq(cell, cr)));
        const extent = ctz(i8x16.bitmask(ends) | 0x10000);
        const negative = byte === MINUS;
        const from = first + <usize>negative;
        const length = extent - <i32>negative;
        const bytes = i8x16.sub(v128.load(from), zero);
        const inside = (1 << length) - 1;
        const others = i8x16.bitmask(i8x16.gt_u(bytes, nine)) & inside;
        const marks = i8x16.bitmask(i8x16.eq(bytes, mark)) & inside;
        const whole = ctz(others | (1 << length));
        const digits = length - <i32>(others !== 0);
        let value: f64 = NaN;
        if (digits > 0 && extent < 16 && others === marks && (others & (others - 1)) === 0) {
          value = <f64>(<i64>wholeNumber(bytes, whole, length)) / powerOfTen(digits - whole);
          // No branch: half of all signs would be guessed wrongly.
          value = reinterpret<f64>(reinterpret<u64>(value) | ((<u64>negative) << 63));
          at = first + <usize>extent;
          stop = <i32>load<u8>(at);
        } else {
          value = hardNumber(first, first === at, delimiter, decimal);
          if (next !== 0) at = next;
          else {
            value = NaN;
            at = oddNumber(job, at, end, row, <i32>((column - columns) >> 4), column);
          }
          stop = <i32>load<u8>(at);
        }
        store<f64>(<usize>load<i32>(column, 4) + ((<usize>row) << 3), value);
      } else {
        at = text(job, at, end, row, <i32>((column - columns) >> 4), column);
        stop = <i32>load<u8>(at);
      }
      column += COLUMN;
      if (stop !== delimiter) break;
      at++;
      if (column === last) break;
    }
    if (column !== last) {
      push(rowStart, at, row, ((<i32>((column - columns) >> 4)) << 3) | SHORT_ROW);
      fillMissing(column, last, row);
    } else if (stop === delimiter) {
      const byte = <i32>load<u8>(at);
      if (at < end && (byte === LF || byte === CR)) widest = width;
      else {
        const after = skipCells(at, end, delimiter);
        push(at, after, row, LONG_ROW);
        at = after;
      }
    }
    at = afterLineEnd(at, end);
    row++;
  }
  if (eventAt > eventEnd) return MORE_EVENTS;
  store<i32>(job, row, ROWS);
  store<i32>(job, lines, LINES);
  store<i32>(job, <i32>((eventAt - <usize>load<i32>(job, EVENTS)) >> 4), EVENT_COUNT);
  store<i32>(job, widest, WIDEST);
  return DONE;
}

function clearColumns(job: usize, columns: usize, last: usize): void {
  const slots = load<i32>(job, SLOTS);
  for (let column = columns; column < last; column += COLUMN) {
    store<i32>(column, 0, 8);
    if (load<i32>(column) === 1) clear(load<i32>(column, 12), slots);
  }
}

/** A cell that holds no plain number: empty, a missing token, or one for the careful reader. Its end. */
function oddNumber(job: usize, at: usize, end: usize, row: i32, index: i32, column: usize): usize {
  const delimiter = load<i32>(job, DELIMITER);
  const byte = <i32>load<u8>(at);
  if (byte === delimiter || byte === LF || byte === CR) {
    store<i32>(column, load<i32>(column, 8) + 1, 8);
    return at;
  }
  const to = cellEnd(at, end, delimiter);
  if (isToken(job, at, <i32>(to - at))) store<i32>(column, load<i32>(column, 8) + 1, 8);
  else push(at, to, row, (index << 3) | NUMBER);
  return to;
}

function isToken(job: usize, at: usize, length: i32): bool {
  if (length > 16) return false;
  const cell = masked(at, length);
  let token: usize = load<i32>(job, TOKENS);
  for (const last = token + <usize>load<i32>(job, TOKEN_COUNT) * TOKEN; token < last; token += TOKEN) {
    if (load<i32>(token, 16) === length && i8x16.all_true(i8x16.eq(cell, v128.load(token)))) return true;
  }
  return false;
}

/** Reads a cell of a text column: the index of its text, or an event. Its end. */
function text(job: usize, at: usize, end: usize, row: i32, index: i32, column: usize): usize {
  const delimiter = load<i32>(job, DELIMITER);
  const code = <usize>load<i32>(column, 4) + ((<usize>row) << 2);
  const quoted = load<u8>(at) === QUOTE;
  const to = quoted ? cellEnd(at, end, delimiter) : plainEnd(at, end, delimiter);
  const table: usize = load<i32>(column, 12);
  const before = size(table);
  let level = -1;
  if (!quoted || simplyQuoted(at, to))
    level = intern(table, load<i32>(job, SLOTS), load<i32>(job, MOST_LEVELS), at, to);
  store<i32>(code, level);
  if (level < 0) push(at, to, row, (index << 3) | TEXT);
  else if (level === before) push(at, to, row, (index << 3) | NEW_TEXT);
  return to;
}

/** True where the cell's only quotes are its first and its last byte. */
function simplyQuoted(at: usize, end: usize): bool {
  for (let to = at + 1; to < end; to++) if (load<u8>(to) === QUOTE) return to + 1 === end;
  return false;
}

function fillMissing(from: usize, last: usize, row: i32): void {
  for (let column = from; column < last; column += COLUMN) {
    const cells: usize = load<i32>(column, 4);
    store<i32>(column, load<i32>(column, 8) + 1, 8);
    if (load<i32>(column) === 0) store<f64>(cells + ((<usize>row) << 3), NaN);
    else store<i32>(cells + ((<usize>row) << 2), ABSENT);
  }
}

/** The end of the cell at `at`, which may be quoted: its delimiter or line end, or the end of the bytes. */
function cellEnd(at: usize, end: usize, delimiter: i32): usize {
  if (load<u8>(at) !== QUOTE) return plainEnd(at, end, delimiter);
  let to = at + 1;
  for (; to < end; to++) {
    if (load<u8>(to) !== QUOTE) continue;
    to++;
    if (to >= end || load<u8>(to) !== QUOTE) return plainEnd(to, end, delimiter);
  }
  return end;
}

/** The first delimiter or line end from `at` on. */
function plainEnd(at: usize, end: usize, delimiter: i32): usize {
  const stop = i8x16.splat(<i8>delimiter);
  const lf = i8x16.splat(<i8>LF);
  const cr = i8x16.splat(<i8>CR);
  for (let to = at; to < end; to += 16) {
    const bytes = v128.load(to);
    const found = v128.or(v128.or(i8x16.eq(bytes, stop), i8x16.eq(bytes, lf)), i8x16.eq(bytes, cr));
    const mask = i8x16.bitmask(found);
    if (mask !== 0) return min(end, to + <usize>ctz(mask));
  }
  return end;
}

/** The line end after the cells from `at` on. */
function skipCells(at: usize, end: usize, delimiter: i32): usize {
  let to = cellEnd(at, end, delimiter);
  while (to < end && <i32>load<u8>(to) === delimiter) to = cellEnd(to + 1, end, delimiter);
  return to;
}

/** The offset after a line of spaces and tabs alone; `at` where the line holds more. */
function skipBlankLine(at: usize, end: usize, delimiter: i32): usize {
  let to = at;
  for (; to < end; to++) {
    const byte = <i32>load<u8>(to);
    if (byte === delimiter || (byte !== SPACE && byte !== TAB)) break;
  }
  if (to === end) return end;
  const byte = load<u8>(to);
  return byte === LF || byte === CR ? afterLineEnd(to, end) : at;
}

function afterLineEnd(at: usize, end: usize): usize {
  return load<u8>(at) === CR && at + 1 < end && load<u8>(at + 1) === LF ? at + 2 : at + 1;
}

/** Bytes of a table of so many slots and levels. */
export function tableBytes(slots: i32, most: i32): i32 {
  return <i32>HEADER + slots * 2 + most * 32;
}
