import { readFileSync } from 'node:fs';
import {
  type Model,
  parseSpec,
  prepareData,
  type RunSpecInput,
  readTable,
  type Table,
  train,
} from '../../src/engine/index.ts';

const DATA = 'test/fixtures/reference/data';

/** A fixture as the engine reads it, and its cells. */
export async function readPeerData(name: string): Promise<Table> {
  const bytes = new Uint8Array(readFileSync(`${DATA}/${name}`));
  async function* open() {
    yield bytes;
  }
  return readTable({ name, size: bytes.length, open });
}

export async function trainPeerCase(table: Table, spec: RunSpecInput): Promise<Model> {
  const parsed = parseSpec(spec);
  const steps = train(parsed, await prepareData(table, parsed), { compare: false });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

/** The cells of a fixture without quotes or missing values, by column. */
export function readColumns(name: string): ReadonlyMap<string, string[]> {
  const [header, ...rows] = readFileSync(`${DATA}/${name}`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return new Map((header ?? []).map((column, at) => [column, rows.map((row) => row[at] ?? '')]));
}
