import { DISTINCT_CAP } from './types.ts';

/** The bits of one double, written and read at once: holds nothing between calls. */
const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

/** Distinct numbers up to `DISTINCT_CAP`: open addressing over doubles, given up once it is full. */
export class ValueSet {
  size = 0;
  private slots: Float64Array | null = new Float64Array(16).fill(Number.NaN);

  /** Adds the numbers among the values; NaN is none, and -0 is 0. */
  addAll(values: Float64Array): void {
    let last = Number.NaN;
    for (let row = 0; row < values.length && this.slots; row++) {
      const value = values[row];
      if (value === last || Number.isNaN(value)) continue;
      last = value;
      this.add(value);
    }
  }

  /** True where the cap is reached: the numbers are no longer held. */
  get full(): boolean {
    return this.slots === null;
  }

  /** Adds what a chunk says: its values, or null where it has at least as many as the cap. */
  merge(values: Float64Array | null): void {
    if (values) this.addAll(values);
    else this.giveUp();
  }

  /** The numbers, in no order; empty once the cap is reached. */
  values(): Float64Array {
    return this.slots?.filter((value) => !Number.isNaN(value)) ?? new Float64Array(0);
  }

  private add(value: number): void {
    const { slots } = this;
    if (!slots) return;
    const slot = this.slotOf(slots, value);
    if (slots[slot] === value) return;
    slots[slot] = value;
    this.size++;
    if (this.size >= DISTINCT_CAP) this.giveUp();
    else if (this.size * 4 > slots.length * 3) this.grow(slots);
  }

  private giveUp(): void {
    this.slots = null;
    this.size = DISTINCT_CAP;
  }

  /** Where the value is or would be. */
  private slotOf(slots: Float64Array, value: number): number {
    DOUBLE[0] = value + 0;
    const mask = slots.length - 1;
    const hash = Math.imul(WORDS[0] ^ Math.imul(WORDS[1], 0x85ebca6b), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== value && !Number.isNaN(slots[slot])) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(old: Float64Array): void {
    const slots = new Float64Array(old.length * 4).fill(Number.NaN);
    for (let at = 0; at < old.length; at++) {
      if (!Number.isNaN(old[at])) slots[this.slotOf(slots, old[at])] = old[at];
    }
    this.slots = slots;
  }
}
