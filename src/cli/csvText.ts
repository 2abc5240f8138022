import type { Column, ColumnBlock, Table } from '../engine/csv/types.ts';

/** The table's columns and a `predicted …` column a target, as CSV text (comma, LF); an empty cell where none could be made. */
export async function csvText(
  table: Table,
  targets: readonly string[],
  predictions: readonly Float64Array[],
): Promise<string> {
  const names = [
    ...table.columns.map((column) => column.name),
    ...targets.map((target) => `predicted ${target}`),
  ];
  const lines = [names.map(quote).join(',')];
  for await (const block of table.blocks()) {
    for (let row = 0; row < block.rows; row++) {
      const cells = table.columns.map((column) => cellText(column, block, row));
      const own = predictions.map((values) => numberText(values[block.firstRow + row]!));
      lines.push([...cells, ...own].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

function cellText(column: Column, block: ColumnBlock, row: number): string {
  const cells = block.columns[column.index];
  if (!cells) return '';
  if (cells instanceof Float64Array) return numberText(cells[row]!);
  return quote(column.levels[cells[row]!] ?? '');
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
