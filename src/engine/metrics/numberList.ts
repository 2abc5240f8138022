/** Numbers that are added one by one, in a typed array that grows. */
export class NumberList {
  #values = new Float64Array(256);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow(2 * this.#length);
    this.#values[this.#length++] = value;
  }

  /** Adds so many copies of a number. */
  repeat(value: number, times: number): void {
    const end = this.#length + times;
    if (end > this.#values.length) this.#grow(2 * end);
    this.#values.fill(value, this.#length, end);
    this.#length = end;
  }

  #grow(room: number): void {
    const grown = new Float64Array(room);
    grown.set(this.#values.subarray(0, this.#length));
    this.#values = grown;
  }

  get length(): number {
    return this.#length;
  }

  /** The numbers themselves, no copy: sorting them sorts the list. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
