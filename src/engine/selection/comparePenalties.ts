import type { PreparedData } from '../data/preparedData.ts';
import type { LinearWeights } from '../data/types.ts';
import type { RunSpec } from '../spec.ts';
import { asPart, type WorkProgress } from '../workReport.ts';
import { type CrossValidation, crossValidate, type ValidationOptions } from './crossValidation.ts';
import { pathSteps } from './path.ts';

/** A penalty at the λ that it would choose on the same folds as the others. */
export interface PenaltyRow {
  readonly penalty: 'none' | 'L2' | 'elastic net' | 'L1';
  readonly l1Ratio: number;
  /** In the spec's scale; 0 without a penalty. */
  readonly lambdaMin: number;
  readonly lambda1se: number;
  /** At λ_min: the mean loss on held-out rows, its standard error, and the mean loss on the rows trained on. */
  readonly cvMean: number;
  readonly cvSe: number;
  readonly trainMean: number;
  /** Weights of all outputs that are not 0, trained on all training rows at λ_min; and at λ_1se. */
  readonly nonZero: number;
  readonly nonZero1se: number;
  readonly notes: readonly string[];
}

export interface PenaltyTable {
  readonly rows: readonly PenaltyRow[];
  readonly loss: string;
  readonly folds: string;
  /** What the table says, in a sentence. */
  readonly verdict: string;
}

/** The share of a penalty's work that its folds are. */
const FOLDS = 0.9;
/** The mixture that stands for all elastic nets. */
const MIXED = 0.5;
const PENALTIES = [
  { penalty: 'none', l1Ratio: 0, lambdas: [0] },
  { penalty: 'L2', l1Ratio: 0, lambdas: null },
  { penalty: 'elastic net', l1Ratio: MIXED, lambdas: null },
  { penalty: 'L1', l1Ratio: 1, lambdas: null },
] as const;

/**
 * No penalty, L2, an elastic net and L1, each at the λ that it would choose, on the same folds.
 * @param spec its own `l1Ratio` has no say
 * @returns yields between pieces of work how far it is
 */
export async function* comparePenalties(
  spec: RunSpec,
  data: PreparedData,
  options: Omit<ValidationOptions, 'lambdas'>,
): AsyncGenerator<WorkProgress, PenaltyTable> {
  const rows: PenaltyRow[] = [];
  let words = { loss: '', folds: '' };
  for (const [at, { penalty, l1Ratio, lambdas }] of PENALTIES.entries()) {
    const own = { ...spec, l1Ratio };
    const part = (share: number) => (at + share) / PENALTIES.length;
    const steps = crossValidate(own, data, { ...options, lambdas });
    const found = yield* asPart(steps, part(0), part(FOLDS), `${penalty}: `);
    words = { loss: found.loss, folds: found.folds.kind };
    const asked = [...new Set([found.lambda1se, found.lambdaMin])];
    const path = pathSteps(own, data, asked, options);
    const { models } = yield* asPart(path, part(FOLDS), part(1), `${penalty}: `);
    rows.push(rowOf(penalty, l1Ratio, found, models));
  }
  return { rows, ...words, verdict: verdictOf(rows) };
}

function rowOf(
  penalty: PenaltyRow['penalty'],
  l1Ratio: number,
  found: CrossValidation,
  models: readonly LinearWeights[],
): PenaltyRow {
  const at = found.lambdas.indexOf(found.lambdaMin);
  const nonZero = (model: LinearWeights) => model.weights.reduce((sum, own) => sum + (own === 0 ? 0 : 1), 0);
  return {
    penalty,
    l1Ratio,
    lambdaMin: found.lambdaMin,
    lambda1se: found.lambda1se,
    cvMean: found.cvMean[at]!,
    cvSe: found.cvSe[at]!,
    trainMean: found.trainMean[at]!,
    nonZero: nonZero(models.at(-1)!),
    nonZero1se: nonZero(models[0]!),
    notes: found.notes,
  };
}

/** The best of the rows, and which others are as good within its standard error. */
function verdictOf(rows: readonly PenaltyRow[]): string {
  const best = rows.reduce((a, b) => (b.cvMean < a.cvMean ? b : a));
  const others = rows.filter((row) => row !== best && row.cvMean <= best.cvMean + best.cvSe);
  const name = ({ penalty }: PenaltyRow) => (penalty === 'none' ? 'no penalty' : penalty);
  if (others.length === 0)
    return `On held-out rows ${name(best)} is better than the others by more than one standard error.`;
  const sparsest = [best, ...others].reduce((a, b) => (b.nonZero < a.nonZero ? b : a));
  const fewest =
    sparsest !== best && sparsest.nonZero < best.nonZero
      ? ` Of these, ${name(sparsest)} needs the fewest weights (${sparsest.nonZero}).`
      : '';
  return `On held-out rows ${name(best)} has the least error; ${others.map(name).join(', ')} ${others.length === 1 ? 'does' : 'do'} as well within one standard error.${fewest}`;
}
