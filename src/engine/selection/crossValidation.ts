import type { Folding, PreparedData } from '../data/preparedData.ts';
import { RidgelineError, throwIfAborted } from '../errors.ts';
import { models } from '../models/index.ts';
import { grouped } from '../numberText.ts';
import type { RunSpec } from '../spec.ts';
import { asPart, countedProgress, told, type WorkProgress } from '../workReport.ts';
import { type ClosedForms, closedForms } from './closedForms.ts';
import { meanCurve } from './curve.ts';
import { foldData } from './foldData.ts';
import { type FoldLosses, foldLosses, isPlainRidge, type LossOptions } from './foldLosses.ts';
import { beyond, defaultLambdas } from './lambdaGrid.ts';
import { type CrossValidation, chosen, type Point, reported, sizesOf } from './validationReport.ts';

export type { CrossValidation } from './validationReport.ts';

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
 * @returns yields between pieces of work how far it is
 */
export async function* crossValidate(
  spec: RunSpec,
  data: PreparedData,
  options: ValidationOptions,
): AsyncGenerator<WorkProgress, CrossValidation> {
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
    const done = lambdas.length / (lambdas.length + more.length);
    const beyondThem = asPart(pointsAt(spec, data, folding, more, options), done, 1, 'wider range, ');
    points = [...points, ...(yield* beyondThem)];
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

async function* pointsAt(
  spec: RunSpec,
  data: PreparedData,
  folding: Folding,
  lambdas: readonly number[],
  options: ValidationOptions,
): AsyncGenerator<WorkProgress, Point[]> {
  const { held, folds } = folding;
  const alone = options.foldsAlone && folds.kind !== 'loo';
  // Closed forms, where there are any, take about as long as a fold, but where there are no folds beside them.
  const ridge = !alone && isPlainRidge(spec, data);
  const wholly = ridge && folds.kind === 'loo' && data.kept === null;
  const before = wholly ? 1 : ridge ? 1 / (held.length + 1) : 0;
  const forms = alone ? null : yield* asPart(closedForms(spec, data, lambdas, options), 0, before);
  const known = (at: number) => ({
    lambda: lambdas[at]!,
    loo: forms?.loo?.mean[at] ?? null,
    gcv: forms?.gcv?.[at] ?? null,
    freedom: forms?.freedom?.[at] ?? null,
  });
  if (folds.kind === 'loo' && forms?.loo) return leftOut(forms, known);
  const losses: FoldLosses[] = [];
  for (const [at, own] of held.entries()) {
    throwIfAborted(options.signal);
    const progress = (done: number) => foldProgress(at, held.length, done, lambdas.length, before);
    yield progress(0);
    const fold = await foldData(data, folding, own, options.signal);
    yield progress(0);
    losses.push(yield* told(foldLosses(spec, fold, lambdas, options), progress));
  }
  return lambdas.map((_, at) => ({ ...known(at), ...overFolds(folding, losses, at) }));
}

/** `fold 3 of 10, λ 41 of 100`, as a share of what is left after the share `before`. */
function foldProgress(
  at: number,
  folds: number,
  done: number,
  lambdas: number,
  before: number,
): WorkProgress {
  const { text } = countedProgress('fold', at, folds);
  const share = before + ((1 - before) * (at + done / lambdas)) / folds;
  return { share, text: done > 0 ? `${text}, ${countedProgress('λ', done, lambdas).text}` : text };
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
    `Leaving out one row at a time would train ${grouped(held.length)} models at every λ; only ridge regression has a closed form for that. Ask for folds, like 10, instead.`,
  );
}
