import type { ColumnMoments, DesignBlock } from './types.ts';

/** Count (or weight), means and variation of the block's rows of one part, in two goes over the rows. */
export function columnMomentsOf(block: DesignBlock, p: number, k: number, part: number): ColumnMoments {
  const d = p + k;
  const moments = {
    p,
    k,
    count: 0,
    mean: new Float64Array(d),
    variation: new Float64Array(d),
    cross: new Float64Array(k * p),
  };
  const rows = Array.from(block.part.keys()).filter((row) => block.part[row] === part);
  const weightOf = (row: number): number => block.weight?.[row] ?? 1;
  moments.count = rows.reduce((sum, row) => sum + weightOf(row), 0);
  if (moments.count > 0) takeMeans(moments, block, rows);
  const apart = new Float64Array(d);
  for (const row of rows) {
    const weight = weightOf(row);
    for (let j = 0; j < d; j++) {
      apart[j] = cellOf(block, moments, row, j) - moments.mean[j]!;
      moments.variation[j]! += weight * apart[j]! * apart[j]!;
    }
    for (let t = 0; t < k; t++) {
      const y = weight * apart[p + t]!;
      for (let j = 0, at = t * p; j < p; j++, at++) moments.cross[at]! += y * apart[j]!;
    }
  }
  return moments;
}

/** Means by the differences from the first row, which keep their digits where a column has a large offset. */
function takeMeans(moments: ColumnMoments, block: DesignBlock, rows: readonly number[]): void {
  const { mean } = moments;
  const origin = mean.map((_, j) => cellOf(block, moments, rows[0]!, j));
  for (const row of rows) {
    const weight = block.weight?.[row] ?? 1;
    for (let j = 0; j < mean.length; j++) mean[j]! += weight * (cellOf(block, moments, row, j) - origin[j]!);
  }
  for (let j = 0; j < mean.length; j++) mean[j] = origin[j]! + mean[j]! / moments.count;
}

function cellOf(
  block: DesignBlock,
  { p, k }: Pick<ColumnMoments, 'p' | 'k'>,
  row: number,
  j: number,
): number {
  return j < p ? block.x[row * p + j]! : block.y[row * k + j - p]!;
}

/** One block of all rows of several. */
export function joinBlocks(blocks: readonly DesignBlock[]): DesignBlock {
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const length = (of: 'x' | 'y') => blocks.reduce((sum, block) => sum + block[of].length, 0);
  const joined = {
    rows,
    x: new Float64Array(length('x')),
    y: new Float64Array(length('y')),
    part: new Uint8Array(rows),
  };
  const weight = blocks.some((block) => block.weight) ? new Float64Array(rows) : null;
  const at = { x: 0, y: 0, part: 0 };
  for (const block of blocks) {
    if (block.weight) weight?.set(block.weight, at.part);
    for (const field of ['x', 'y', 'part'] as const) {
      joined[field].set(block[field], at[field]);
      at[field] += block[field].length;
    }
  }
  const folds = blocks.flatMap((block) => Array.from(block.fold ?? []));
  const fold = folds.length === rows && rows > 0 ? { fold: Int32Array.from(folds) } : {};
  if (!weight) return { ...joined, ...fold };
  const scores = blocks.map((block) => block.scoreWeight);
  if (scores.every((own) => own === undefined)) return { ...joined, ...fold, weight };
  const scoreWeight = scores.includes(null)
    ? null
    : Float64Array.from(scores.flatMap((own) => Array.from(own ?? [])));
  return { ...joined, ...fold, weight, scoreWeight };
}
