import { DEFAULT_MISSING_TOKENS } from './types.ts';

/** The words that stand for "no value", compared byte by byte. The empty cell is not among them: it always counts. */
export class MissingTokens {
  private readonly starts = new Uint8Array(256);
  private readonly tokens: readonly Uint8Array[];

  constructor(readonly words: readonly string[]) {
    this.tokens = words.filter((word) => word !== '').map((word) => new TextEncoder().encode(word));
    for (const token of this.tokens) this.starts[token[0] ?? 0] = 1;
  }

  /** True where the trimmed cell in `start..end` is one of them. */
  matches(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.starts[bytes[start]] === 0) return false;
    for (const token of this.tokens) if (equals(token, bytes, start, end)) return true;
    return false;
  }

  has(text: string): boolean {
    return text === '' || this.words.includes(text);
  }
}

function equals(token: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (token.length !== end - start) return false;
  for (let at = 0; at < token.length; at++) if (token[at] !== bytes[start + at]) return false;
  return true;
}

/** The missing tokens of text columns, trimmed; `given` replaces the default. */
export function textTokens(given: readonly string[] | null | undefined): string[] {
  return (given ?? DEFAULT_MISSING_TOKENS).map((token) => token.trim());
}

/** The missing tokens of numeric columns: by default also `?`. */
export function numericTokens(given: readonly string[] | null | undefined): string[] {
  return given ? textTokens(given) : [...textTokens(null), '?'];
}
