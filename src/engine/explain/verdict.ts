import { errorOf, type Judgement, type MetricInfo } from '../metrics/index.ts';
import { grouped } from '../numberText.ts';
import type { LambdaView, PartScores, Scores, Verdict, Warning } from '../report.ts';

/** The numbers a verdict is made from; all of them stand in the panel below it. */
export interface VerdictInput {
  readonly now: LambdaView;
  /** Null where the model at λ = 0 was not trained. */
  readonly zero: LambdaView | null;
  readonly baseline: PartScores;
  /** What this kind of model is judged by. */
  readonly judgement: Judgement;
  readonly trainRows: number;
  readonly testRows: number;
  readonly columns: number;
  readonly warnings: readonly Warning[];
  /** Set where the run ended by divergence. */
  readonly diverged: string | null;
  /** Set where weights grow without end: why, and the way out. */
  readonly unbounded?: string | null;
  /** How far an iterative run's loss stands above the lowest, as a share of it; 0 for exact solutions. */
  readonly excess: number;
}

/** One or two sentences, never vaguer than the numbers: is there signal, did λ matter, is anything wrong. */
export function verdict(input: VerdictInput): Verdict {
  if (input.diverged) return { tone: 'problem', headline: 'The training diverged.', detail: input.diverged };
  const heldOut = heldOutPart(input);
  const part = heldOut ?? 'train';
  const signal = signalSentence(input, input.now.scores[part], input.baseline[part], heldOut);
  if (!signal) return { tone: 'none', headline: 'Nothing to judge.', detail: 'No rows were scored.' };
  if (input.unbounded)
    return { tone: 'problem', headline: 'No best model.', detail: `${input.unbounded} ${signal.detail}` };
  const caution = input.warnings.find((warning) => warning.severity === 'serious');
  if (caution)
    return {
      tone: 'problem',
      headline: 'Check the data first.',
      detail: `${caution.message} ${signal.detail}`,
    };
  const sentences = [signal.detail, lambdaSentence(input, heldOut), fewRows(input)];
  return { ...signal, detail: sentences.filter((sentence) => sentence !== '').join(' ') };
}

/** Above this excess what λ does cannot be told from what the descent has left undone. */
const UNFINISHED = 0.001;

type HeldOut = 'validation' | 'test' | null;

function heldOutPart(input: VerdictInput): HeldOut {
  if (input.now.scores.test) return 'test';
  return input.now.scores.validation ? 'validation' : null;
}

/** Null where there is no score to judge by. */
function signalSentence(
  { judgement }: VerdictInput,
  now: Scores | null,
  guessed: Scores | null,
  heldOut: HeldOut,
): Verdict | null {
  const [metric] = judgement.metrics;
  const error = metric ? errorOf(metric, now) : null;
  const guess = metric ? errorOf(metric, guessed) : null;
  if (!now || !guessed || error === null || guess === null) return null;
  const against = comparison(judgement.metrics, now, guessed, heldOut ?? 'training');
  const share = guess > 0 ? error / guess : 1;
  const caveat = heldOut ? '' : ' On rows it was trained on: hold out some to be sure.';
  const guessing = `${judgement.counts} of guessing ${judgement.guess}`;
  if (share >= 1) {
    return {
      tone: 'none',
      headline: 'No signal.',
      detail: `The model does not beat guessing ${judgement.guess} ${against}.${caveat}`,
    };
  }
  if (share > 0.95) {
    return {
      tone: 'weak',
      headline: 'Hardly any signal.',
      detail: `The model takes only ${percent(1 - share)} off ${guessing} ${against}.${caveat}`,
    };
  }
  const headline = heldOut ? 'There is signal.' : 'It fits.';
  return { tone: 'signal', headline, detail: `The model ${reduction(share, guessing)} ${against}.${caveat}` };
}

/** "(test MSE 2,860 against 5,930)": the deciding metric, and beside it the first that is told in per cent. */
function comparison(
  [metric, ...others]: readonly MetricInfo[],
  now: Scores,
  guessed: Scores,
  where: string,
): string {
  const beside = others.find(({ form }) => form === 'percent');
  const told = [metric, beside].flatMap((own) => {
    const value = own && now[own.id];
    const other = own && guessed[own.id];
    if (value === null || value === undefined || other === null || other === undefined) return [];
    return [`${own!.label} ${inForm(own!, value)} against ${inForm(own!, other)}`];
  });
  return `(${where} ${told.join('; ')})`;
}

function inForm({ form }: MetricInfo, value: number): string {
  return form === 'percent' ? percent(value) : number(value);
}

/** "halves the error of guessing the mean": plain words for a ratio of errors. */
function reduction(share: number, guessing: string): string {
  if (share > 0.45 && share < 0.55) return `about halves ${guessing}`;
  return `takes ${percent(1 - share)} off ${guessing}`;
}

function lambdaSentence(input: VerdictInput, heldOut: HeldOut): string {
  if (input.excess > UNFINISHED) {
    return `The descent has not arrived: its loss is ${percent(input.excess)} above the lowest. Give it more iterations.`;
  }
  if (input.now.lambdaTotal === 0) return 'Nothing is regularized at λ = 0.';
  const metric = input.judgement.metrics[0]!;
  const now = heldOut ? errorOf(metric, input.now.scores[heldOut]) : null;
  const zeroScores = heldOut ? input.zero?.scores[heldOut] : null;
  const zero = errorOf(metric, zeroScores);
  if (now === null || zero === null || now === 0) return shrinkSentence(input);
  const change = zero / now - 1;
  if (Math.abs(change) < 0.0005) return 'Regularization makes no difference here: λ = 0 does as well.';
  const size = percent(Math.abs(change));
  const word = Math.abs(change) < 0.02 ? 'matters little here' : change > 0 ? 'helps' : 'costs accuracy';
  if (Math.abs(change) > 0.9)
    return `Regularization ${word}: at λ = 0 the ${heldOut} ${metric.label} is ${inForm(metric, zeroScores![metric.id]!)}.`;
  return `Regularization ${word}: λ = 0 does ${size} ${change > 0 ? 'worse' : 'better'}.`;
}

function shrinkSentence(input: VerdictInput): string {
  const now = Math.hypot(...input.now.standardized);
  const zero = Math.hypot(...(input.zero?.standardized ?? []));
  if (!(zero > 0)) return '';
  return `λ shrinks the weights by ${percent(Math.max(0, 1 - now / zero))}.`;
}

function fewRows(input: VerdictInput): string {
  if (input.trainRows <= input.columns) {
    const check = input.now.lambdaTotal > 0 ? 'only λ keeps' : 'nothing keeps';
    return `With ${input.trainRows} training rows for ${input.columns} columns, ${check} the weights in check.`;
  }
  if (input.testRows > 0 && input.testRows < 20)
    return `Only ${input.testRows} ${input.testRows === 1 ? 'row is' : 'rows are'} held out: expect these numbers to vary.`;
  return '';
}

/** A share in per cent, never rounded up to the whole: 99.95 % stays below 100 %. */
function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.01) return 'less than 0.01 %';
  if (value > 99 && value < 100) return `${(Math.floor(value * 100) / 100).toString()} %`;
  return `${value < 1 ? value.toPrecision(1) : value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

function number(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) return powerOfTen(value);
  const digits = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return grouped(value, digits);
}

/** 12,500,000 as people write it: 1.25 × 10⁷. */
function powerOfTen(value: number): string {
  const [digits, exponent = '0'] = value.toExponential(2).split('e');
  const raised = [...exponent.replace('+', '')].map((sign) =>
    sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)],
  );
  return `${digits} × 10${raised.join('')}`;
}
