import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 1 << 22;
/** No row that is written is longer. */
const LONGEST_ROW = 1 << 18;
const [COMMA, NEWLINE, MINUS, POINT, ZERO] = [44, 10, 45, 46, 48];

/** Writes a CSV file row by row through one buffer; the file has its name only once it is complete. */
export class RowWriter {
  #bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  #at = 0;
  #file;
  #descriptor;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
    this.#descriptor = openSync(`${file}.part`, 'w');
  }

  /**
   * A cell of plain ASCII, which needs no quotes.
   *
   * @param {string} cell
   */
  text(cell) {
    this.#at += this.#bytes.write(cell, this.#at, 'latin1');
    this.#bytes[this.#at++] = COMMA;
  }

  /**
   * A number with a fixed count of decimals, as `toFixed` prints it.
   *
   * @param {number} units the number × 10^decimals, a whole number below 2⁵³
   * @param {number} decimals at least 1
   */
  fixed(units, decimals) {
    const bytes = this.#bytes;
    if (units < 0) bytes[this.#at++] = MINUS;
    let rest = Math.abs(units);
    const digits = Math.max(decimals + 1, rest < 1 ? 1 : Math.floor(Math.log10(rest) + 1e-12) + 1);
    const end = this.#at + digits + 1;
    for (let at = end - 1, printed = 0; at >= this.#at; at--, printed++) {
      if (printed === decimals) {
        bytes[at] = POINT;
        continue;
      }
      const tenth = Math.floor(rest / 10);
      bytes[at] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    bytes[end] = COMMA;
    this.#at = end + 1;
  }

  /** Ends the row: its last comma becomes the line's end. */
  endRow() {
    this.#bytes[this.#at - 1] = NEWLINE;
    if (this.#at > BUFFER_BYTES - LONGEST_ROW) this.#flush();
  }

  /** Completes the file. */
  close() {
    this.#flush();
    closeSync(this.#descriptor);
    renameSync(`${this.#file}.part`, this.#file);
  }

  /** Leaves no file behind. */
  abandon() {
    closeSync(this.#descriptor);
    rmSync(`${this.#file}.part`, { force: true });
  }

  #flush() {
    for (let done = 0; done < this.#at; )
      done += writeSync(this.#descriptor, this.#bytes, done, this.#at - done);
    this.#at = 0;
  }
}
