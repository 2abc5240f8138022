import type { PreparedData } from '../data/prepare.ts';
import type { Details, Inspection } from '../inspectionReport.ts';
import { type Inflation, varianceInflation } from './varianceInflation.ts';

/** Up to this many columns their inverse correlation matrix takes a few hundredths of a second. */
const INFLATION_LIMIT = 300;

export interface InspectedRun {
  readonly data: Pick<PreparedData, 'moments' | 'plan'>;
  readonly condition: number | null;
  readonly conditionOf: NonNullable<Inspection['conditionOf']>;
  readonly degreesOfFreedom: number | null;
  /** Null where no rows were read for them. */
  readonly details: Details | null;
  /** Why something is missing. */
  readonly notes?: readonly string[];
}

/** What is told of a run beyond its scores. */
export function inspect({ data, notes = [], ...known }: InspectedRun): Inspection {
  const { train } = data.moments;
  const { columns } = data.plan;
  const found =
    'scatter' in train && columns.length <= INFLATION_LIMIT ? varianceInflation(train, columns) : null;
  return {
    ...known,
    inflation: found?.map(inflationOf) ?? null,
    notes: [...notes, ...(found ? inflationNotes(found, columns) : [])],
  };
}

function inflationOf({ factor, reason }: Inflation): NonNullable<Inspection['inflation']>[number] {
  return { factor: Number.isFinite(factor) ? factor : null, reason };
}

function inflationNotes(
  found: readonly Inflation[],
  columns: readonly { readonly name: string }[],
): string[] {
  const notes: string[] = [];
  if (found.some(({ reason }) => reason === 'levels')) {
    notes.push(
      'The columns of a category always add up to 1, so each is told by the others and has no variance inflation factor; where the first level of every category is left out they have one.',
    );
  }
  const collinear = columns.filter((_, j) => found[j]?.reason === 'collinear').map(({ name }) => `"${name}"`);
  if (collinear.length > 0) {
    const shown =
      collinear.length > 5 ? [...collinear.slice(0, 4), `${collinear.length - 4} others`] : collinear;
    notes.push(
      `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} determine one another exactly: their variance inflation factors are infinite.`,
    );
  }
  return notes;
}
