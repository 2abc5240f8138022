import { RidgelineError } from '../errors.ts';
import { type Assumed, assume } from './assume.ts';
import { CR, isLineEnd, LF } from './bytes.ts';
import { openText } from './head.ts';
import type { ByteSource, CsvOptions } from './types.ts';

/** Files that are read as one, and how. */
export interface JoinedFiles {
  readonly source: ByteSource;
  readonly csv: CsvOptions;
}

interface File {
  readonly source: ByteSource;
  readonly form: Assumed['form'];
}

/**
 * Several files of the same columns as one: the rows of the first, then those of the others without their headers. Each
 * may be compressed and in an encoding of its own. Throws `not-a-csv` with the file and the column where columns differ,
 * and what reading a single file throws.
 * @param name what the files are called together
 * @param csv options for each of them; the result's are for the joined source, which is UTF-8
 */
export async function joinFiles(
  sources: readonly ByteSource[],
  name: string,
  csv: CsvOptions,
  signal?: AbortSignal,
): Promise<JoinedFiles> {
  const files: (File & Pick<Assumed, 'names'>)[] = [];
  for (const source of sources) {
    const first = files[0];
    const { delimiter, header } = first?.form.dialect ?? {};
    const options = first ? { ...csv, delimiter: delimiter ?? null, header: header ?? null } : csv;
    const { form, names } = await assume(source, options, signal);
    if (first) checkSame(first.source.name, first.names, source.name, names);
    files.push({ source, form, names });
  }
  return { source: joined(files, name), csv: { ...csv, encoding: 'utf8' } };
}

function checkSame(first: string, wanted: readonly string[], other: string, found: readonly string[]): void {
  const at = wanted.findIndex((name, index) => name !== found[index]);
  if (at < 0 && wanted.length === found.length) return;
  const [own, instead] = at < 0 ? [undefined, found[wanted.length]] : [wanted[at], found[at]];
  const what =
    instead === undefined
      ? `${other} lacks the column "${own}" of ${first}`
      : own === undefined
        ? `${other} has the column "${instead}", which ${first} lacks`
        : `${other} has the column "${instead}" where ${first} has "${own}"`;
  throw new RidgelineError(
    'not-a-csv',
    `${what}. Files that are read as one need the same columns in the same order; leave the file out, or give it those columns.`,
  );
}

function joined(files: readonly File[], name: string): ByteSource {
  /** Lines of the joined text before each file's; known as far as the files were read. */
  const starts: number[] = [];
  // Counted is the text: of what is stored otherwise nobody knows how much of it there will be.
  const sizes = files.map(({ source, form: { dialect } }) =>
    dialect.gzip || dialect.encoding !== 'utf8' ? null : source.size,
  );
  const size = sizes.reduce<number | null>(
    (sum, own) => (sum === null || own === null ? null : sum + own),
    0,
  );
  return {
    name,
    size,
    async *open() {
      let lines = 0;
      for (const [index, { source, form }] of files.entries()) {
        starts[index] = lines;
        const counter = new LineCounter();
        let skip = index === 0 ? 0 : form.dataStart;
        for await (const piece of openText(source, form.dialect, () => undefined)) {
          const rest = piece.subarray(Math.min(skip, piece.length));
          skip -= piece.length - rest.length;
          counter.add(rest);
          yield rest;
        }
        if (counter.open) yield counter.close();
        lines += counter.lines;
      }
    },
    placeOf(line) {
      const index = Math.max(
        0,
        starts.findLastIndex((start) => start < line),
      );
      const skipped = index === 0 ? 0 : (files[index]?.form.dataLine ?? 0);
      return { name: files[index]?.source.name ?? name, line: line - (starts[index] ?? 0) + skipped };
    },
  };
}

/** Counts the lines of a text that comes in pieces. */
class LineCounter {
  lines = 0;
  #last = LF;

  add(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!;
      if (byte === CR || (byte === LF && this.#last !== CR)) this.lines++;
      this.#last = byte;
    }
  }

  /** True where the text ended within a line. */
  get open(): boolean {
    return !isLineEnd(this.#last);
  }

  /** The line end that is missing. */
  close(): Uint8Array {
    const end = Uint8Array.of(LF);
    this.add(end);
    return end;
  }
}
