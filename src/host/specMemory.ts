import { isExpected } from '../engine/errors.ts';
import { parseSpec, type RunSpec } from '../engine/spec.ts';

/** The fields in which a spec differs from another: what is remembered, so that changed settings act on the rest. */
export function specChanges(spec: RunSpec, base: RunSpec): Partial<RunSpec> {
  const changed = Object.entries(spec).filter(([key, value]) => !same(value, base[key as keyof RunSpec]));
  return Object.fromEntries(changed);
}

/** A spec from remembered changes; what cannot be read any more is forgotten. */
export function withChanges(base: RunSpec, changes: unknown): RunSpec {
  if (typeof changes !== 'object' || changes === null) return base;
  let spec = base;
  for (const [key, value] of Object.entries(changes)) {
    try {
      spec = parseSpec({ ...spec, [key]: value });
    } catch (error) {
      // Remembered by another version of the extension: the default is as good.
      if (!isExpected(error)) throw error;
    }
  }
  return spec;
}

/** By content; specs are plain data whose schema fixes the order of their keys. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
