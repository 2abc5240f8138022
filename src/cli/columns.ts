/** A cell of a printed table. */
export type Cell = string;

/** Rows as aligned text: the first column to the left, the others to the right, two spaces between. */
export function columns(rows: readonly (readonly Cell[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, width(cell));
    });
  return rows
    .map((row) =>
      row
        .map((cell, at) => pad(cell, widths[at] ?? 0, at === 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function pad(cell: string, to: number, left: boolean): string {
  const blank = ' '.repeat(Math.max(0, to - width(cell)));
  return left ? cell + blank : blank + cell;
}

/** Columns of a terminal: line breaks and control characters would tear the table. */
function width(cell: string): number {
  return [...cell].length;
}
