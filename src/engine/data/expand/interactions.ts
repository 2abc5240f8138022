import type { DesignColumn } from '../types.ts';

/** The product of every two numeric or level columns of different columns of the file: `age:bmi`, `age:sex=F`. */
export function interactions(base: readonly DesignColumn[]): DesignColumn[] {
  const places = base.flatMap(({ kind }, place) => (kind === 'numeric' || kind === 'level' ? [place] : []));
  return places.flatMap((left, at) =>
    places.slice(at + 1).flatMap((right): DesignColumn[] => {
      const [a, b] = [base[left]!, base[right]!];
      if (a.source === b.source) return [];
      const indicator = a.kind === 'level' && b.kind === 'level';
      return [
        { name: `${a.name}:${b.name}`, source: a.source, kind: 'product', of: [left, right], indicator },
      ];
    }),
  );
}
