/** A number as people type it: `1e-3`, `0,5`, `1,000`, `−2`; null where it is none. */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim().replace('−', '-').replaceAll(' ', '');
  if (trimmed === '') return null;
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(trimmed)
    ? trimmed.replaceAll(',', '')
    : trimmed.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** What a number must keep to. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** What is wrong with a number, as a sentence; empty where nothing is. */
export function complaintOn(value: number | null, { min, max, integer }: Bounds): string {
  if (value === null) return 'This is not a number.';
  if (integer && !Number.isInteger(value)) return 'A whole number is needed here.';
  if (min !== undefined && value < min) return `At least ${min}.`;
  if (max !== undefined && value > max) return `At most ${max}.`;
  return '';
}

/** Units of one to three layers; null where the text is something else. */
export function parseLayers(text: string): number[] | null {
  const layers = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  const right = layers.every((units) => Number.isInteger(units) && units >= 1 && units <= 1000);
  return right && layers.length >= 1 && layers.length <= 3 ? layers : null;
}
