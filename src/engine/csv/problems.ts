import { CR, codeUnits, decodeText, isLineEnd, LF, trimEnd, trimStart } from './bytes.ts';
import type { ChunkProblem } from './layout.ts';
import { PROBLEM_CAP } from './types.ts';

/** A cell's text in a message is cut to this many characters. */
const SHOWN = 40;

interface Mark {
  code: ChunkProblem['code'];
  row: number;
  column: number;
  start: number;
  end: number;
  text: string | null;
}

/** Collects the problems of one chunk by byte offset; lines and characters are worked out at the end, in one sweep. */
export class ProblemMarks {
  readonly counts: Record<string, number> = {};
  private readonly marks: Mark[] = [];

  /** True where no more problems are shown, only counted. */
  get full(): boolean {
    return this.marks.length >= PROBLEM_CAP;
  }

  /** Notes a problem with the bytes in `start..end`; `text` where it is not those bytes that are to be shown. */
  add(
    code: ChunkProblem['code'],
    row: number,
    column: number,
    start: number,
    end: number,
    text?: string,
  ): void {
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    if (this.marks.length < PROBLEM_CAP)
      this.marks.push({ code, row, column, start, end, text: text ?? null });
  }

  /** The problems with their places, where the chunk's text starts at `origin`. */
  locate(bytes: Uint8Array, origin: number): ChunkProblem[] {
    let line = 0;
    let lineStart = origin;
    let at = origin;
    const inOrder = [...this.marks].sort((a, b) => a.start - b.start);
    return inOrder.map(({ code, row, column, start, end, text }) => {
      for (; at < start; at++) {
        if (bytes[at] !== LF && (bytes[at] !== CR || bytes[at + 1] === LF)) continue;
        line++;
        lineStart = at + 1;
      }
      return {
        code,
        line,
        character: codeUnits(bytes, lineStart, start) + 1,
        length: codeUnits(bytes, start, firstLineEnd(bytes, start, end)),
        row,
        column,
        text: text ?? shown(bytes, start, end),
      };
    });
  }
}

/** The sentence for a problem in a column of this name. */
export function describe(problem: ChunkProblem, name: string, width: number): string {
  const { code, text } = problem;
  switch (code) {
    case 'bad-number':
      return `"${text}" in column "${name}" is not a number; it is treated as missing.`;
    case 'not-finite':
      return `"${text}" in column "${name}" is not a finite number; it is treated as missing.`;
    case 'nul-byte':
      return `A cell of column "${name}" holds a NUL byte; it is treated as missing.`;
    case 'undecodable':
      return `"${text}" in column "${name}" holds bytes that the encoding does not know; choose another encoding.`;
    case 'text-after-quote':
      return `Text stands after the closing quote in column "${name}"; it was read as "${text}".`;
    case 'short-row':
      return `The row has ${cells(text)} instead of ${width}; the rest is treated as missing.`;
    case 'long-row':
      return `The row has ${cells(text)} instead of ${width}; those past the last column are ignored.`;
  }
}

/** The text in `start..end`, trimmed and short enough for a message. */
export function shown(bytes: Uint8Array, start: number, end: number): string {
  const from = trimStart(bytes, start, end);
  const text = decodeText(bytes, from, trimEnd(bytes, from, Math.min(end, from + 4 * SHOWN)));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function cells(count: string): string {
  return count === '1' ? '1 cell' : `${count} cells`;
}

function firstLineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isLineEnd(bytes[at])) at++;
  return at;
}
