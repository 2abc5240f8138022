import { type Column, DISTINCT_CAP } from '../csv/types.ts';
import { grouped } from '../numberText.ts';

/** Why a column is left out by default: a sentence that ends in what would bring it back. */
export interface LeftOut {
  readonly column: Column;
  readonly reason: string;
}

const TARGET_NAMES =
  /^(y|target|label|class|outcome|response|dependent|progression|price|sale_?price|quality|value|score|medv|survived|churn|default|amount|sales|revenue|cost|income|mpg|ozone|strength|rating)$/i;
const NOT_A_TARGET =
  /^(id|index|row|no|nr|key|year|month|day|date|time|timestamp|lat|lon|latitude|longitude|fold|split|weight)$/i;
const ID_NAME =
  /^(id|Id|ID|index|Index|idx|row|rownames?|key|uuid|guid|no|nr|number|column_\d+|Unnamed: \d+)$|(_id|[a-z]Id|[a-z]ID|_key|_no|_number)$/;

/**
 * A sentence on why this column is not used unless it is named, or null where it is usable. Holds for the whole
 * file: kinds and counts come from a pass over all rows.
 */
export function reasonToLeaveOut(
  column: Column,
  rows: number,
  maxLevels: number,
  dateParts = false,
): string | null {
  const present = rows - column.missing - column.bad;
  if (column.kind === 'empty' || present === 0) return 'It has no values.';
  if (column.kind === 'date' && dateParts)
    return column.distinct === 1 ? 'It has the same value in every row.' : null;
  if (column.kind === 'date')
    return 'It holds dates. Take dates apart (--date-parts) to use it, or name it under features to use each date as a level.';
  if (column.kind === 'numeric') return reasonNumeric(column, present);
  return reasonCategory(column, present, maxLevels);
}

function reasonNumeric(column: Candidate, present: number): string | null {
  if (column.min === column.max) return 'It has the same value in every row.';
  if (isIdentifier(column, present)) {
    return 'It looks like an identifier: every row has another whole number. Name it under features to use it.';
  }
  return null;
}

function reasonCategory(column: Column, present: number, maxLevels: number): string | null {
  if (saysTrainOrTest(column.levels)) {
    return 'It says which rows are for training: choose it as the split, or name it under features to use it.';
  }
  if (column.distinct === 1) return 'It has the same value in every row.';
  if (column.distinct === present && present >= 10) {
    return 'Every row has another text: it names rows instead of describing them. Name it under features to use it.';
  }
  if (column.distinct > maxLevels) {
    const levels = grouped(column.distinct);
    return `It has ${levels} different texts, more than the ${maxLevels} that are used by default. Name it under features, or raise the limit of levels, to use it.`;
  }
  return null;
}

/** A column that holds nothing but train, test and validation. */
function saysTrainOrTest(levels: readonly string[]): boolean {
  const words = levels.map((level) => level.trim().toLowerCase());
  return words.includes('train') && words.every((word) => /^(train|test|valid|val|validation)$/.test(word));
}

/**
 * Whole numbers too large to be exact doubles, or all different under a name like `id` or without a name. Numbers that
 * merely count the rows are kept: they may well be a time.
 */
function isIdentifier(column: Candidate, present: number): boolean {
  if (!column.integer || present < 3) return false;
  if (column.min > Number.MAX_SAFE_INTEGER) return true;
  const allDiffer = column.distinct === present || column.distinct >= DISTINCT_CAP;
  return ID_NAME.test(column.name) && allDiffer && present >= 10;
}

/** What is looked at in a column when the target is guessed. */
export type Candidate = Pick<
  Column,
  'name' | 'kind' | 'missing' | 'bad' | 'min' | 'max' | 'integer' | 'distinct'
> &
  Partial<Pick<Column, 'levels'>>;

/** What the chosen model takes: numbers, classes, two of them, or whatever there is. */
export type TargetWish = 'numbers' | 'classes' | 'two' | 'any';

/** Text columns with more levels, or fewer rows a level, are not taken for a target unasked. */
const MOST_LEVELS = 20;
const ROWS_A_LEVEL = 3;
/** So much less plausible is a text column than a number: it must have a usual name, or be alone. */
const TEXT = -6;

/**
 * The most plausible target: a column that varies, preferring usual names, the last column, numbers, and values that
 * differ in many rows. Null where no column can be one.
 */
export function guessTarget<C extends Candidate>(
  columns: readonly C[],
  rows: number,
  wish: TargetWish = 'any',
): C | null {
  let best: C | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  columns.forEach((column, position) => {
    if (!canBeTarget(column, rows - column.missing - column.bad, wish)) return;
    const last = position === columns.length - 1;
    const score = targetScore(column, last, rows, wish) + position / columns.length;
    if (score > bestScore) [best, bestScore] = [column, score];
  });
  return best;
}

function canBeTarget(column: Candidate, present: number, wish: TargetWish): boolean {
  const { kind, distinct } = column;
  const few = distinct >= 2 && distinct <= (wish === 'two' ? 2 : MOST_LEVELS);
  if (kind === 'category')
    return (
      few && wish !== 'numbers' && present >= ROWS_A_LEVEL * distinct && !saysTrainOrTest(column.levels ?? [])
    );
  if (kind !== 'numeric' || reasonNumeric(column, present)) return false;
  return few || wish === 'numbers' || wish === 'any';
}

function targetScore(column: Candidate, last: boolean, rows: number, wish: TargetWish): number {
  let score = 0;
  if (TARGET_NAMES.test(column.name)) score += 8;
  if (last) score += 4;
  if (NOT_A_TARGET.test(column.name)) score -= 10;
  if (ID_NAME.test(column.name)) score -= 6;
  if (wish === 'any' || wish === 'numbers') {
    if (column.kind === 'category') score += TEXT;
    else if (column.distinct <= 4) score -= 3;
  }
  if (column.missing > rows / 4) score -= 2;
  return score;
}
