import type { ColumnSummary } from '../engine/report.ts';
import type { RunSpec, Split } from '../engine/spec.ts';
import { formatSplit } from '../engine/specText.ts';
import { racingSolvers, usualRacers } from '../protocol/lanes.ts';
import type { Catalog, Entry } from '../protocol/panel.ts';
import { formatNumber } from './formatText.ts';

export interface ColumnItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly name: string;
}

/** Leaves the target to the engine, which looks at all rows. */
export const OPEN_TARGET: ColumnItem = {
  label: 'The most plausible column',
  description: 'found while the file is read',
  detail: '',
  name: '',
};

export interface SplitItem {
  readonly label: string;
  readonly description: string;
  /** null: to be typed. */
  readonly split: Split | null;
}

/** A column in a picker: its type and range, why it would be left out, and the first few cells. */
export function columnItem(column: ColumnSummary): ColumnItem {
  // Where only the file's head was looked at, how many values there are is not known.
  const levels = column.kind === 'category' && column.distinct > 0;
  const facts = [levels ? `${column.distinct} values` : column.kind, rangeOf(column)];
  if (column.missing > 0) facts.push(`${column.missing.toLocaleString('en-US')} missing`);
  const sample = column.sample.slice(0, 4).join(', ');
  return {
    label: column.name,
    description: facts.filter(Boolean).join(' · '),
    detail: [column.role === 'leftOut' ? column.reason : '', sample].filter(Boolean).join(' '),
    name: column.name,
  };
}

function rangeOf({ kind, min, max }: ColumnSummary): string {
  if (kind !== 'numeric' || min === null || max === null) return '';
  return `${formatNumber(min)} … ${formatNumber(max)}`;
}

export interface EntryItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly id: string;
}

const entryItem = ({ id, label, description }: Entry): EntryItem => ({
  label,
  description: '',
  detail: description,
  id,
});

/** The models to choose from, the one in force first, and the choice that leaves it to the target. */
export function modelItems({ models }: Catalog, { model }: RunSpec): EntryItem[] {
  const auto = {
    label: 'Automatic',
    description: '',
    detail: 'The model that suits the target.',
    id: 'auto',
  };
  const items = [auto, ...models.map(entryItem)];
  return [...items.filter(({ id }) => id === model), ...items.filter(({ id }) => id !== model)];
}

/** The solvers that can race, and those of them that usually do. `model` is null while it is open. */
export function racerItems(catalog: Catalog, spec: RunSpec, model: string | null) {
  const entry = catalog.models.find(({ id }) => id === model) ?? null;
  const racing = racingSolvers(catalog, entry, spec);
  const usual = usualRacers(racing);
  const items = racing.map(entryItem);
  return { items, chosen: items.filter(({ id }) => usual.includes(id)) };
}

/** Columns that can be a target, the one in force first. Where none is known yet, leaving it open comes first. */
export function targetItems(columns: readonly ColumnSummary[], spec: RunSpec): ColumnItem[] {
  const guessed = columns.filter((column) => column.role === 'target').map((column) => column.name);
  const now = spec.target.length > 0 ? spec.target : guessed;
  const possible = columns.filter(({ kind }) => kind === 'numeric' || kind === 'category');
  const isNow = (column: ColumnSummary) => now.includes(column.name);
  const first = possible.filter(isNow);
  const others = possible.filter((column) => !isNow(column));
  return [...(first.length > 0 ? [] : [OPEN_TARGET]), ...[...first, ...others].map(columnItem)];
}

/** Columns that can be features once the target is known. */
export function featureColumns(columns: readonly ColumnSummary[], spec: RunSpec): ColumnSummary[] {
  return columns.filter((column) => column.kind !== 'empty' && !spec.target.includes(column.name));
}

/** Of those, the ones that are used as the spec stands; a target of before is as good as any other column. */
export function usedFeatures(columns: readonly ColumnSummary[], spec: RunSpec): ColumnSummary[] {
  return columns.filter((column) =>
    spec.features
      ? spec.features.includes(column.name)
      : column.role !== 'leftOut' && column.role !== 'split' && !spec.exclude.includes(column.name),
  );
}

/** The features of a spec after a choice: every usable column stays "all", so that new columns join by themselves. */
export function chosenFeatures(
  chosen: readonly string[],
  columns: readonly ColumnSummary[],
  spec: RunSpec,
): Pick<RunSpec, 'features' | 'exclude'> {
  const all = usedFeatures(columns, { ...spec, features: null, exclude: [] }).map((column) => column.name);
  const everything = chosen.length === all.length && all.every((name) => chosen.includes(name));
  return { features: everything ? null : [...chosen], exclude: [] };
}

/** The splits to choose from: the one in force first, the usual ones, columns that look made for it, one to type. */
export function splitItems(columns: readonly ColumnSummary[], spec: RunSpec): SplitItem[] {
  const usual: Split[] = [
    { kind: 'random', fraction: 0.2 },
    { kind: 'last', fraction: 0.2 },
    { kind: 'every', every: 5 },
    { kind: 'none' },
  ];
  const byColumn = columns
    .filter(
      (column) =>
        column.kind === 'category' && column.distinct <= 3 && /split|set|fold|part/i.test(column.name),
    )
    .map((column): Split => ({ kind: 'column', column: column.name }));
  const seen = new Set<string>();
  const items = [spec.split, ...usual, ...byColumn].flatMap((split) => {
    const text = formatSplit(split);
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ label: splitLabel(split), description: text, split }];
  });
  return [...items, { label: 'Another split…', description: 'to be typed', split: null }];
}

function splitLabel(split: Split): string {
  switch (split.kind) {
    case 'none':
      return 'Train on all rows';
    case 'random':
      return `Hold out ${formatNumber(split.fraction * 100)} % at random`;
    case 'last':
      return `Hold out the last ${formatNumber(split.fraction * 100)} %`;
    case 'every':
      return `Hold out every ${split.every}th row`;
    case 'column':
      return `As the column ${split.column} says`;
  }
}
