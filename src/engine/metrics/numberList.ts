/** Numbers that are added one by one, in a typed array that grows. */
export class NumberList {
  #values = new Float64Array(256);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  get length(): number {
    return this.#length;
  }

  /** The numbers themselves, no copy: sorting them sorts the list. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
