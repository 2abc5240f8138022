import { type FieldControl, textField } from './toolkit.ts';

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

export interface NumberFieldOptions {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
  /** A word that may stand in place of a number. */
  readonly word?: string;
  readonly onChange: (value: number | null) => void;
}

export interface NumberFieldControl {
  readonly element: HTMLElement;
  set(value: number | null): void;
}

/** A field for one number; what is none, or out of bounds, is marked with a sentence and not reported. */
export function numberField(options: NumberFieldOptions): NumberFieldControl {
  const field: FieldControl = textField({
    label: options.label,
    hideLabel: options.hideLabel ?? false,
    onChange: (text) => {
      if (options.word !== undefined && text.trim().toLowerCase() === options.word) {
        field.complain('');
        options.onChange(null);
        return;
      }
      const value = parseNumber(text);
      const complaint = complaintOn(value, options);
      field.complain(complaint);
      if (value !== null && complaint === '') options.onChange(value);
    },
  });
  field.element.classList.add('number-field');
  return {
    element: field.element,
    set: (value) => field.set(value === null ? (options.word ?? '') : String(value)),
  };
}

/** What is wrong with a number, as a sentence; empty where nothing is. */
export function complaintOn(
  value: number | null,
  { min, max, integer }: Pick<NumberFieldOptions, 'min' | 'max' | 'integer'>,
): string {
  if (value === null) return 'This is not a number.';
  if (integer && !Number.isInteger(value)) return 'A whole number is needed here.';
  if (min !== undefined && value < min) return `At least ${min}.`;
  if (max !== undefined && value > max) return `At most ${max}.`;
  return '';
}
