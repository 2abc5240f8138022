import type { Folding, PreparedData } from '../data/preparedData.ts';
import { RidgelineError, throwIfAborted } from '../errors.ts';
import { judgements, type MetricInfo } from '../metrics/index.ts';
import { models } from '../models/index.ts';
import type { RunSpec } from '../spec.ts';
import { type ClosedForms, closedForms } from './closedForms.ts';
import { chooseIn, meanCurve } from './curve.ts';
import { foldData } from './foldData.ts';
import { type FoldLosses, foldLosses, isPlainRidge, judgedMetric, type LossOptions } from './foldLosses.ts';
import { beyond, defaultLambdas } from './lambdaGrid.ts';
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

export interface ValidationOptions extends LossOptions {
  /** λ in the spec's scale, in any order; null: as many as `count`, by the data. */
  readonly lambdas: readonly number[] | null;
  /** 100 where absent. */
  readonly count?: number;
  /** True: no leave-one-out and no GCV beside the folds, which cost a pass over the rows. */
  readonly foldsAlone?: boolean;
}

/** λ that the data choose. */
const COUNT = 100;
/** Times that a range of λ is made longer where the best lies at its end. */
const EXTENSIONS = 2;
/** Models that each need a training of their own are left out one row at a time up to so many rows. */
const MOST_LEFT_OUT = 500;

/**
 * Cross-validates every λ on data that were prepared with folds. Scaling, filling of gaps and balancing of classes are fit
 * in each fold to the rows that are trained on; a total λ is the same in every fold, a λ per sample counts the fold's
 * rows. No row of the test part or the validation part is looked at. Throws `bad-spec` for networks.
 * @returns yields between pieces of work
 */
export async function* crossValidate(
  spec: RunSpec,
  data: PreparedData,
  options: ValidationOptions,
): AsyncGenerator<void, CrossValidation> {
  const { folding } = data;
  if (!folding) throw new Error('cross-validation needs data that were prepared with folds');
  checkTrainable(spec, data, folding);
  let lambdas = options.lambdas
    ? [...new Set(options.lambdas)].sort((a, b) => b - a)
    : await defaultLambdas(spec, data, options.count ?? COUNT, options);
  let points = yield* pointsAt(spec, data, folding, lambdas, options);
  for (let round = 0; round < EXTENSIONS && !options.lambdas; round++) {
    const { min } = chosen(points);
    const more = isFlat(points, min) ? null : beyond(lambdas, min, spec.l1Ratio > 0);
    if (!more) break;
    points = [...points, ...(yield* pointsAt(spec, data, folding, more, options))];
    points.sort((a, b) => b.lambda - a.lambda);
    lambdas = points.map(({ lambda }) => lambda);
  }
  return reported(spec, data, folding, points);
}

/** A share of the standard error that no choice hangs on. */
const FLAT = 0.01;

/** True where the error has been as good as constant for a power of ten before its least value: nothing lies beyond. */
function isFlat(points: readonly Point[], min: number): boolean {
  const best = points[min]!;
  const near = points.filter(({ lambda }) => lambda <= 10 * best.lambda && 10 * lambda >= best.lambda);
  return near.every(({ mean }) => mean - best.mean <= FLAT * best.se);
}

/** What is known of one λ. */
interface Point {
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

async function* pointsAt(
  spec: RunSpec,
  data: PreparedData,
  folding: Folding,
  lambdas: readonly number[],
  options: ValidationOptions,
): AsyncGenerator<void, Point[]> {
  const alone = options.foldsAlone && folding.folds.kind !== 'loo';
  const forms = alone ? null : yield* closedForms(spec, data, lambdas, options);
  const known = (at: number) => ({
    lambda: lambdas[at]!,
    loo: forms?.loo?.mean[at] ?? null,
    gcv: forms?.gcv?.[at] ?? null,
    freedom: forms?.freedom?.[at] ?? null,
  });
  if (folding.folds.kind === 'loo' && forms?.loo) return leftOut(forms, known);
  const losses: FoldLosses[] = [];
  for (const held of folding.held) {
    throwIfAborted(options.signal);
    const fold = await foldData(data, folding, held, options.signal);
    yield;
    losses.push(yield* foldLosses(spec, fold, lambdas, options));
    yield;
  }
  return lambdas.map((_, at) => ({ ...known(at), ...overFolds(folding, losses, at) }));
}

function leftOut(
  { loo, train }: ClosedForms,
  known: (at: number) => Pick<Point, 'lambda' | 'loo' | 'gcv' | 'freedom'>,
) {
  return loo!.mean.map((mean, at) => {
    return { ...known(at), mean, se: loo!.se[at]!, train: train[at]!, judged: null, folds: [] };
  });
}

function overFolds(folding: Folding, losses: readonly FoldLosses[], at: number) {
  const sizes = sizesOf(folding);
  const of = (values: readonly number[]) => {
    const { mean, se } = meanCurve({ sizes, losses: values.map((own) => Float64Array.of(own)) });
    return { mean: mean[0]!, se: se[0]! };
  };
  const folds = losses.map(({ validation }) => validation[at]!);
  const judged = losses.every((own) => own.judged) ? of(losses.map((own) => own.judged![at]!)) : null;
  return { ...of(folds), train: of(losses.map(({ train }) => train[at]!)).mean, judged, folds };
}

/** How heavy each held-out fold is: its weight where rows have weights, else its rows. */
function sizesOf({ held, moments, rows }: Folding): number[] {
  return held.map((fold) => (moments ? moments[fold]!.count : rows[fold]!));
}

function chosen(points: readonly Point[]) {
  return chooseIn({ mean: points.map(({ mean }) => mean), se: points.map(({ se }) => se) });
}

function reported(
  spec: RunSpec,
  data: PreparedData,
  folding: Folding,
  points: readonly Point[],
): CrossValidation {
  const choices = chosen(points);
  const all = <K extends 'loo' | 'gcv' | 'freedom'>(key: K) => {
    const values = points.map((point) => point[key]);
    return values.every((value) => value !== null) ? (values as number[]) : null;
  };
  const metric = judgedMetric(judgements[models.get(data.plan.model).predicts(data.plan.classes)]);
  const judged = points.map((point) => point.judged);
  const sizes = sizesOf(folding);
  const curve = {
    lambdas: points.map(({ lambda }) => lambda),
    cvMean: points.map(({ mean }) => mean),
    cvSe: points.map(({ se }) => se),
    losses: sizes.map((_, fold) => points.map(({ folds }) => folds[fold]!)),
  };
  const left = points.every(({ folds }) => folds.length === 0);
  return {
    lambdas: curve.lambdas,
    loss: lossInWords(spec, data),
    cvMean: curve.cvMean,
    cvSe: curve.cvSe,
    trainMean: points.map(({ train }) => train),
    judged:
      metric && judged.every((own) => own !== null)
        ? { metric, mean: judged.map((own) => own.mean), se: judged.map((own) => own.se) }
        : null,
    lambdaMin: points[choices.min]!.lambda,
    lambda1se: points[choices.oneSe]!.lambda,
    loo: all('loo'),
    gcv: all('gcv'),
    degreesOfFreedom: all('freedom'),
    folds: { kind: foldsInWords(folding), sizes: left ? [] : sizes, losses: left ? [] : curve.losses },
    notes: honestNotes(spec, folding, { ...curve, losses: left ? [] : curve.losses, choices }),
  };
}

function checkTrainable(spec: RunSpec, data: PreparedData, { folds, held }: Folding): void {
  if (models.get(data.plan.model).network) {
    throw new RidgelineError(
      'bad-spec',
      'A network is another one in every fold and at every λ, so λ is not chosen by cross-validation. Give λ yourself, and hold out a validation part to judge it.',
    );
  }
  const closed = isPlainRidge(spec, data) && data.kept === null;
  if (folds.kind !== 'loo' || closed || held.length <= MOST_LEFT_OUT) return;
  throw new RidgelineError(
    'bad-spec',
    `Leaving out one row at a time would train ${held.length.toLocaleString('en-US')} models at every λ; only ridge regression has a closed form for that. Ask for folds, like 10, instead.`,
  );
}
