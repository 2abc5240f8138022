import type { Folding, PreparedData } from '../data/preparedData.ts';
import { judgements, type MetricInfo } from '../metrics/index.ts';
import { models } from '../models/index.ts';
import type { RunSpec } from '../spec.ts';
import { type Choices, chooseIn } from './curve.ts';
import { judgedMetric } from './foldLosses.ts';
import { foldsInWords, honestNotes, lossInWords } from './validationWords.ts';

/** What cross-validation says of each λ. */
export interface CrossValidation {
  /** In the spec's scale, from the largest on. */
  readonly lambdas: readonly number[];
  /** What is lost on held-out rows, in words: `MSE`, `log loss`. */
  readonly loss: string;
  /** At each λ: the mean loss over the folds, each as heavy as its rows, and its standard error. */
  readonly cvMean: readonly number[];
  readonly cvSe: readonly number[];
  /** The mean loss on the rows that were trained on. */
  readonly trainMean: readonly number[];
  /** The judged metric on held-out rows; null where the loss is what is judged by. */
  readonly judged: JudgedCurve | null;
  /** The λ of the least mean, and the largest λ within one standard error of it. */
  readonly lambdaMin: number;
  readonly lambda1se: number;
  /** Leave-one-out in closed form (scales and what fills gaps held fixed); null where there is none. */
  readonly loo: readonly number[] | null;
  /** Generalized cross-validation, from squared error and degrees of freedom; null where there is none. */
  readonly gcv: readonly number[] | null;
  /** Of ridge, the intercept included; null where they are not known. */
  readonly degreesOfFreedom: readonly number[] | null;
  readonly folds: FoldsReport;
  /** Sentences on what the numbers do not say by themselves. */
  readonly notes: readonly string[];
}

export interface JudgedCurve {
  readonly metric: MetricInfo;
  readonly mean: readonly number[];
  readonly se: readonly number[];
}

/** The folds that were held out, one after the other. */
export interface FoldsReport {
  /** `10 shuffled folds`. */
  readonly kind: string;
  /** Rows of each, or their weight. */
  readonly sizes: readonly number[];
  /** Of each fold, the loss at each λ; empty where leave-one-out took the place of folds. */
  readonly losses: readonly (readonly number[])[];
}

/** What is known of one λ. */
export interface Point {
  readonly lambda: number;
  readonly mean: number;
  readonly se: number;
  readonly train: number;
  readonly judged: { readonly mean: number; readonly se: number } | null;
  /** The loss on each fold. */
  readonly folds: readonly number[];
  readonly loo: number | null;
  readonly gcv: number | null;
  readonly freedom: number | null;
}

/** How heavy each held-out fold is: its weight where rows have weights, else its rows. */
export function sizesOf({ held, moments, rows }: Folding): number[] {
  return held.map((fold) => (moments ? moments[fold]!.count : rows[fold]!));
}

/** λ_min and λ_1se among points of falling λ. */
export function chosen(points: readonly Point[]): Choices {
  return chooseIn({ mean: points.map(({ mean }) => mean), se: points.map(({ se }) => se) });
}

/** Points of falling λ as columns of numbers, with what is to be said of them. */
export function reported(
  spec: RunSpec,
  data: PreparedData,
  folding: Folding,
  points: readonly Point[],
): CrossValidation {
  const choices = chosen(points);
  const lambdas = points.map(({ lambda }) => lambda);
  const cvMean = points.map(({ mean }) => mean);
  const cvSe = points.map(({ se }) => se);
  const folds = foldsReport(folding, points);
  return {
    lambdas,
    loss: lossInWords(spec, data),
    cvMean,
    cvSe,
    trainMean: points.map(({ train }) => train),
    judged: judgedCurve(data, points),
    lambdaMin: lambdas[choices.min]!,
    lambda1se: lambdas[choices.oneSe]!,
    loo: allOf(points, 'loo'),
    gcv: allOf(points, 'gcv'),
    degreesOfFreedom: allOf(points, 'freedom'),
    folds,
    notes: honestNotes(spec, folding, { lambdas, cvMean, cvSe, losses: folds.losses, choices }),
  };
}

function foldsReport(folding: Folding, points: readonly Point[]): FoldsReport {
  const kind = foldsInWords(folding);
  if (points.every(({ folds }) => folds.length === 0)) return { kind, sizes: [], losses: [] };
  const sizes = sizesOf(folding);
  return { kind, sizes, losses: sizes.map((_, fold) => points.map(({ folds }) => folds[fold]!)) };
}

function judgedCurve({ plan }: PreparedData, points: readonly Point[]): JudgedCurve | null {
  const metric = judgedMetric(judgements[models.get(plan.model).predicts(plan.classes)]);
  const judged = points.map((point) => point.judged);
  if (!metric || !judged.every((own) => own !== null)) return null;
  return { metric, mean: judged.map((own) => own.mean), se: judged.map((own) => own.se) };
}

function allOf(points: readonly Point[], key: 'loo' | 'gcv' | 'freedom'): number[] | null {
  const values = points.map((point) => point[key]);
  return values.every((value) => value !== null) ? values : null;
}
