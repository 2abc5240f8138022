import { RidgelineError } from '../errors.ts';
import { decodeText } from './bytes.ts';

/** Files of other kinds by their first bytes, with what to do about them. */
const KINDS: readonly { readonly magic: readonly number[]; readonly sentence: string }[] = [
  {
    magic: [0x50, 0x4b, 3, 4],
    sentence:
      'This is an Excel workbook or another zip archive; save it as CSV (Excel: File, Save As) or unpack it first.',
  },
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    sentence: 'This is an Excel 97-2003 workbook; save it as CSV (Excel: File, Save As).',
  },
  { magic: [0x50, 0x41, 0x52, 0x31], sentence: 'This is a Parquet file; export it as CSV.' },
  {
    magic: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
    sentence: 'This is an Arrow or Feather file; export it as CSV.',
  },
  {
    magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20],
    sentence: 'This is an SQLite database; export a table as CSV.',
  },
  { magic: [0x25, 0x50, 0x44, 0x46, 0x2d], sentence: 'This is a PDF document; export its table as CSV.' },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    sentence: 'This file is compressed with Zstandard; unpack it or compress it with gzip.',
  },
  {
    magic: [0x42, 0x5a, 0x68],
    sentence: 'This file is compressed with bzip2; unpack it or compress it with gzip.',
  },
  {
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    sentence: 'This file is compressed with xz; unpack it or compress it with gzip.',
  },
];

const JSON_START = /^\s*(?:\{\s*["}]|\[\s*(?:[[{\]"]|-?\d))/;
const MARKUP_START = /^\s*<(?:!doctype\s|html[\s>]|head[\s>]|body[\s>]|\?xml\s)/i;

/** Share and number of control characters from which bytes are not taken for text. */
const CONTROL_SHARE = 0.02;
const CONTROL_COUNT = 8;

/** Throws `not-a-csv` where stored bytes are those of a workbook, an archive or another known kind of file. */
export function refuseKnownKinds(bytes: Uint8Array): void {
  for (const { magic, sentence } of KINDS) {
    if (!magic.every((byte, index) => bytes[index] === byte)) continue;
    if (magic.length <= 3 && !hasControls(bytes, 0)) continue;
    throw new RidgelineError('not-a-csv', sentence);
  }
}

/** Throws `empty-file` or `not-a-csv` where UTF-8 text holds no table. The delimiter may be a control character. */
export function refuseOtherText(text: Uint8Array, delimiter: number): void {
  const start = decodeText(text, 0, Math.min(text.length, 512));
  if (start.trim() === '' && text.every((byte) => byte <= 32)) {
    throw new RidgelineError('empty-file', 'The file is empty; there is nothing to train on.');
  }
  if (hasControls(text, delimiter)) {
    throw new RidgelineError('not-a-csv', 'The file holds binary data, not text; export it as CSV.');
  }
  if (JSON_START.test(start)) {
    throw new RidgelineError(
      'not-a-csv',
      'The file holds JSON, not CSV; convert it to one line per row with a header.',
    );
  }
  if (MARKUP_START.test(start)) {
    throw new RidgelineError(
      'not-a-csv',
      'The file holds a web page or XML, not CSV; download or export the table itself.',
    );
  }
}

function hasControls(bytes: Uint8Array, delimiter: number): boolean {
  const length = Math.min(bytes.length, 1 << 16);
  let controls = 0;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at];
    if ((byte < 32 && (byte < 9 || byte > 13) && byte !== delimiter) || byte === 127) controls++;
  }
  return controls >= CONTROL_COUNT && controls > length * CONTROL_SHARE;
}
