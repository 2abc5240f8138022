import type { Column, ColumnBlock, Table } from '../engine/csv/types.ts';

/** A column that is written beside the table's own: the text of each row's cell. */
export interface AddedColumn {
  readonly name: string;
  readonly text: (row: number) => string;
}

/** The table's columns and the added ones, as CSV text (comma, LF). */
export async function csvText(table: Table, added: readonly AddedColumn[]): Promise<string> {
  const names = [...table.columns.map((column) => column.name), ...added.map((column) => column.name)];
  const lines = [names.map(quote).join(',')];
  for await (const block of table.blocks()) {
    for (let row = 0; row < block.rows; row++) {
      const cells = table.columns.map((column) => cellText(column, block, row));
      const own = added.map((column) => quote(column.text(block.firstRow + row)));
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

/** A number as it is written in a cell; an empty one where there is none. */
export function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
