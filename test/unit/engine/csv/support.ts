import { readTable } from '../../../../src/engine/csv/reader.ts';
import type { ByteSource, ReadOptions, Table } from '../../../../src/engine/csv/types.ts';

/** A source over bytes or UTF-8 text, handed out in pieces of a size. */
export function sourceOf(content: string | Uint8Array, pieceBytes = 1 << 16, name = 'test.csv'): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.slice(at, at + pieceBytes);
    },
  };
}

/** Reads text or bytes as a table. */
export function read(
  content: string | Uint8Array,
  options: ReadOptions = {},
  pieceBytes?: number,
): Promise<Table> {
  return readTable(sourceOf(content, pieceBytes), options);
}

export type Value = number | string | null;

/** A column's cells over all blocks: numbers, levels, or null for no value. */
export async function cellsOf(table: Table, name: string): Promise<Value[]> {
  const column = table.columns.find((each) => each.name === name);
  if (!column) throw new Error(`No column ${name} among ${table.columns.map((each) => each.name)}`);
  const cells: Value[] = [];
  for await (const block of table.blocks()) {
    const data = block.columns[column.index];
    for (let row = 0; row < block.rows; row++) {
      const value = data?.[row];
      if (value === undefined || Number.isNaN(value)) cells.push(null);
      else cells.push(data instanceof Int32Array ? (column.levels[value] ?? null) : value);
    }
  }
  return cells;
}

/** Every column's cells by name. */
export async function cellsByName(table: Table): Promise<Map<string, Value[]>> {
  const all = new Map<string, Value[]>();
  for (const { name } of table.columns) all.set(name, await cellsOf(table, name));
  return all;
}

/** Everything observable about a table, for comparing two readings of it. */
export async function snapshot(table: Table): Promise<unknown> {
  const blocks = [];
  for await (const block of table.blocks()) {
    blocks.push({ ...block, columns: block.columns.map((data) => (data ? [...data] : null)) });
  }
  const { dialect, columns, rows, bytes, problems, problemCounts } = table;
  return { dialect, columns, rows, bytes, problems, problemCounts, blocks };
}
