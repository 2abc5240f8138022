import * as v from 'valibot';

/**
 * Schemas for objects whose keys are column names or levels: any text, `__proto__` and `constructor` included, which
 * the library's own record schema drops in silence.
 */
export function recordOf<T>(what: string, holds: (value: unknown) => value is T) {
  return v.custom<Record<string, T>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every(holds),
    `an object of ${what} by name is needed`,
  );
}

export const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
export const isText = (value: unknown): value is string => typeof value === 'string';

export const numbersByName = recordOf('numbers', isFiniteNumber);
export const textsByName = recordOf('texts', isText);

/** An object from names and values; safe for every name. */
export function byName<T>(names: readonly string[], value: (index: number) => T): Record<string, T> {
  return Object.fromEntries(names.map((name, index) => [name, value(index)]));
}
