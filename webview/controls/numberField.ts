import { type Bounds, complaintOn, parseNumber } from '../typedNumber.ts';
import { type FieldControl, textField } from './toolkit.ts';

export interface NumberFieldOptions extends Bounds {
  readonly label: string;
  readonly hideLabel?: boolean;
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
