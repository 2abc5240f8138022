import type { DesignColumn } from '../types.ts';

/** The second, and to degree 3 also the third, power of every numeric column: `age^2`, `age^3`. */
export function powers(base: readonly DesignColumn[], degree: number): DesignColumn[] {
  return base.flatMap(({ name, source, kind }, place) => {
    if (kind !== 'numeric') return [];
    return Array.from({ length: degree - 1 }, (_, at): DesignColumn => {
      return { name: `${name}^${at + 2}`, source, kind: 'power', of: [place], exponent: at + 2 };
    });
  });
}
