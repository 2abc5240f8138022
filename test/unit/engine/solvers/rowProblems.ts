import { readFileSync } from 'node:fs';
import { scalingOf } from '../../../../src/engine/data/scaling.ts';
import { type DesignBlock, PART } from '../../../../src/engine/data/types.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { linearPredictor } from '../../../../src/engine/objectives/linearPredictor.ts';
import { logisticLoss } from '../../../../src/engine/objectives/losses/logistic.ts';
import { softmaxLoss } from '../../../../src/engine/objectives/losses/softmax.ts';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { elasticNetPenalty, linearFactors } from '../../../../src/engine/objectives/penalty.ts';
import { rowBatches } from '../../../../src/engine/objectives/rowBatches.ts';
import { largestRowNorm } from '../../../../src/engine/objectives/rowNorms.ts';
import { heldRows } from '../../../../src/engine/objectives/rowStore.ts';
import { scoreObjective } from '../../../../src/engine/objectives/scoreObjective.ts';
import { squaredObjective } from '../../../../src/engine/objectives/squared.ts';
import { packTheta } from '../../../../src/engine/objectives/theta.ts';
import type { ScoreLoss } from '../../../../src/engine/objectives/types.ts';
import { cholesky } from '../../../../src/engine/solvers/cholesky.ts';
import type { Objective } from '../../../../src/engine/solvers/types.ts';
import { blockOf, momentsOf, numeric } from '../data/blocks.ts';
import { kernels } from '../kernels/support.ts';
import { scaledRows } from './problems.ts';

const fixtures = new URL('../../../fixtures/reference/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, fixtures), 'utf8');

export interface RowPenalty {
  readonly lambdaTotal: number;
  readonly l1Ratio?: number;
}

/**
 * The objective of a loss on standardized rows with an intercept, in full and in batches; in blocks of `blockRows`, so
 * that batches go across them.
 */
export function rowObjective(
  block: DesignBlock,
  loss: ScoreLoss,
  { lambdaTotal, l1Ratio = 0 }: RowPenalty,
  blockRows = 200,
): Objective {
  const p = block.x.length / block.rows;
  const targets = block.y.length / block.rows;
  const moments = momentsOf(block);
  const scaling = scalingOf(moments, numeric(p), 'all', true);
  const tiles = rowTiles(kernels());
  const predictor = linearPredictor(tiles, scaling, loss.outputs, true);
  const lambda = lambdaTotal / block.rows;
  const penalty = elasticNetPenalty({ lambda, l1Ratio, factors: linearFactors(predictor) });
  const store = heldRows(tiles, piecesOf(block, p, targets, blockRows));
  const curvature = loss.curvature ?? 1;
  const rowLipschitz = async () =>
    curvature * (await largestRowNorm(store, scaling, true, 1)) + penalty.curvature;
  const eigenvalue = squaredObjective(moments, scaling, true, 0).lipschitz();
  return scoreObjective({
    predictor,
    loss,
    penalty,
    store,
    part: PART.train,
    total: block.rows,
    features: new Set(['convex']),
    lipschitz: () => curvature * eigenvalue + penalty.curvature,
    batches: rowBatches({ predictor, loss, penalty }, store, block.rows, 1, rowLipschitz),
  });
}

function* piecesOf(
  { rows, x, y, part }: DesignBlock,
  p: number,
  k: number,
  size: number,
): Generator<DesignBlock> {
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size);
    yield {
      rows: to - from,
      x: x.slice(from * p, to * p),
      y: y.slice(from * k, to * k),
      part: part.slice(from, to),
    };
  }
}

/** The rows of a fixture, its last column the target: a number, or the index of its level. */
function fixture(name: string, levels: readonly string[] | null): DesignBlock {
  const [, ...lines] = read(`data/${name}.csv`).trim().split('\n');
  const rows = lines.map((line) => {
    const cells = line.split(',');
    const last = cells.pop()!;
    return [...cells.map(Number), levels ? levels.indexOf(last) : Number(last)];
  });
  return blockOf(rows, rows[0]!.length - 1);
}

/** A real problem, standardized, λ = 1 in total, with its minimum from another program. */
export interface RealProblem {
  readonly name: 'diabetes' | 'breast_cancer' | 'iris';
  readonly objective: Objective;
  /** θ at the minimum. */
  readonly optimum: Float64Array;
}

interface Expected {
  readonly cases: { case: string; expected: { coef: number[] | number[][]; intercept: number | number[] } }[];
}

/** θ of a reference's case: coefficients of standardized columns, by class. */
function referenceTheta(family: string, name: string): Float64Array {
  const { cases } = JSON.parse(read(`expected/${family}.json`)) as Expected;
  const { coef, intercept } = cases.find((own) => own.case === name)!.expected;
  const rows = (Array.isArray(coef[0]) ? coef : [coef]) as number[][];
  const intercepts = Array.isArray(intercept) ? intercept : [intercept];
  return Float64Array.from(rows.flatMap((row, t) => [...row, intercepts[t]!]));
}

/** The product's own closed form; the other two are Newton's method of the reference, to machine precision. */
export function realProblems(l1Ratio = 0): RealProblem[] {
  const penalty = { lambdaTotal: 1, l1Ratio };
  const diabetes = fixture('diabetes', null);
  const moments = momentsOf(diabetes);
  const scaling = scalingOf(moments, numeric(10), 'all', true);
  const exact = cholesky.prepare({ moments, scaling, intercept: true, factor: null }).solve(1);
  const cancer = fixture('breast_cancer', ['benign', 'malignant']);
  const iris = fixture('iris', ['setosa', 'versicolor', 'virginica']);
  return [
    {
      name: 'diabetes',
      objective: rowObjective(diabetes, squaredLoss(1), penalty),
      optimum: packTheta(exact, true),
    },
    {
      name: 'breast_cancer',
      objective: rowObjective(cancer, logisticLoss(kernels()), penalty),
      optimum: referenceTheta('logistic', 'logistic/breast_cancer/std/all/C=1'),
    },
    {
      name: 'iris',
      objective: rowObjective(iris, softmaxLoss(3, kernels()), penalty, 40),
      optimum: referenceTheta('softmax', 'softmax/iris/std/all/C=1'),
    },
  ];
}

/** ‖x̃‖² of each row on the standardized scale. */
export function scaledRowNorms(block: DesignBlock): number[] {
  const p = block.x.length / block.rows;
  const scaling = scalingOf(momentsOf(block), numeric(p), 'all', true);
  return scaledRows(block, scaling).map((row) => row.reduce((sum, value) => sum + value * value, 0));
}
