import { byteOrderMark } from './encoding.ts';
import type { Encoding } from './types.ts';

/** Turns bytes of an encoding into UTF-8, piece by piece. */
export interface Transcoder {
  push(bytes: Uint8Array): Uint8Array;
  finish(): Uint8Array;
}

/** A transcoder to UTF-8; text that is UTF-8 already passes through as it is. */
export function transcoder(encoding: Encoding): Transcoder {
  switch (encoding) {
    case 'utf8':
      return { push: (bytes) => bytes, finish: () => new Uint8Array(0) };
    case 'latin1':
      return singleByte((byte) => byte);
    case 'windows1252':
      return singleByte((byte) => (byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte));
    case 'utf16le':
      return decoding('utf-16le');
    case 'utf16be':
      return decoding('utf-16be');
    case 'gb18030':
      return decoding('gb18030');
  }
}

/** The UTF-8 text of stored bytes without its byte-order mark. `skip` is the mark's length. */
export async function* toUtf8(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array> {
  const coder = transcoder(encoding);
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const piece of source) {
    if (head === null) {
      yield coder.push(piece);
      continue;
    }
    head = joined(head, piece);
    if (head.length < 4) continue;
    yield coder.push(head.subarray(markLength(head, encoding)));
    head = null;
  }
  if (head !== null) yield coder.push(head.subarray(markLength(head, encoding)));
  yield coder.finish();
}

/** The bytes of two pieces as one. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Length of the byte-order mark of this very encoding at the start of the bytes. */
export function markLength(bytes: Uint8Array, encoding: Encoding): number {
  const marked = byteOrderMark(bytes);
  return marked?.encoding === encoding ? marked.mark : 0;
}

/** The characters of bytes 80 to 9F; the five that are not assigned stay control characters, as browsers read them. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

function singleByte(codeOf: (byte: number) => number): Transcoder {
  const codes = Uint16Array.from({ length: 128 }, (_, index) => codeOf(index + 0x80));
  return {
    push(bytes) {
      const text = new Uint8Array(bytes.length * 3);
      let to = 0;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at];
        const code = byte < 0x80 ? byte : codes[byte - 0x80];
        if (code < 0x80) {
          text[to++] = code;
        } else if (code < 0x800) {
          text[to++] = 0xc0 | (code >> 6);
          text[to++] = 0x80 | (code & 63);
        } else {
          text[to++] = 0xe0 | (code >> 12);
          text[to++] = 0x80 | ((code >> 6) & 63);
          text[to++] = 0x80 | (code & 63);
        }
      }
      return text.subarray(0, to);
    },
    finish: () => new Uint8Array(0),
  };
}

function decoding(label: string): Transcoder {
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  const encoder = new TextEncoder();
  return {
    push: (bytes) => encoder.encode(decoder.decode(bytes, { stream: true })),
    finish: () => encoder.encode(decoder.decode()),
  };
}
