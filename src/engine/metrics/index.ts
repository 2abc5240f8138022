/** What panel, settings and CLI must know of a metric to show it: plain data that crosses every border. */
export interface MetricInfo {
  readonly id: MetricId;
  readonly label: string;
  readonly description: string;
  readonly better: 'low' | 'high';
  /** number: significant digits, in units of the target; share: up to 1, three digits; percent: 0 to 1, in per cent. */
  readonly form: 'number' | 'share' | 'percent';
  /** Left out where there is room for few. */
  readonly minor: boolean;
}

const METRIC_IDS = [
  'mse',
  'rmse',
  'mae',
  'r2',
  'logLoss',
  'accuracy',
  'balancedAccuracy',
  'rocAuc',
  'prAuc',
  'brier',
  'deviance',
] as const;

export type MetricId = (typeof METRIC_IDS)[number];

type Described = Pick<MetricInfo, 'label' | 'description' | 'form'> & Partial<MetricInfo>;

const DESCRIBED: { readonly [id in MetricId]: Described } = {
  mse: { label: 'MSE', description: 'Mean of the squared errors.', form: 'number' },
  rmse: { label: 'RMSE', description: 'Root of the mean squared error.', form: 'number', minor: true },
  mae: { label: 'MAE', description: 'Mean of the absolute errors.', form: 'number' },
  r2: {
    label: 'R²',
    description:
      'The share of the variation that the model explains: 0 for the mean of these rows, 1 at best.',
    form: 'share',
    better: 'high',
  },
  logLoss: {
    label: 'log loss',
    description: 'Mean of −ln of the probability that the model gave the class that came.',
    form: 'number',
  },
  accuracy: {
    label: 'accuracy',
    description: 'The share of rows whose class has the highest score.',
    form: 'percent',
    better: 'high',
  },
  balancedAccuracy: {
    label: 'balanced accuracy',
    description: 'Mean over the classes of the share of their rows that are found.',
    form: 'percent',
    better: 'high',
    minor: true,
  },
  rocAuc: {
    label: 'ROC-AUC',
    description:
      'How often a row of the class scores above one of another: ½ by chance. Several classes: the mean of each against the rest.',
    form: 'share',
    better: 'high',
  },
  prAuc: {
    label: 'PR-AUC',
    description:
      'Average precision: the mean precision over the rows of the class, ranked by score. Several classes: the mean of each against the rest.',
    form: 'share',
    better: 'high',
    minor: true,
  },
  brier: {
    label: 'Brier',
    description:
      'Mean squared distance of the probabilities from what came; several classes: summed over them.',
    form: 'share',
    minor: true,
  },
  deviance: {
    label: 'deviance',
    description: 'Mean Poisson deviance: twice the log likelihood that is missing to a perfect rate.',
    form: 'number',
  },
};

function infoOf(id: MetricId): MetricInfo {
  return { id, better: 'low', minor: false, ...DESCRIBED[id] };
}

/** Every metric, in the order of this list. */
export const metrics: readonly MetricInfo[] = METRIC_IDS.map(infoOf);

/** What a kind of model is judged by. */
export interface Judgement {
  /** The metrics it shows, the one that decides first. */
  readonly metrics: readonly MetricInfo[];
  /** What the decisive metric counts, as a verdict says it: `the error`. */
  readonly counts: string;
  /** What a useful model must beat: "guessing the mean"; and the same where there is little room. */
  readonly guess: string;
  readonly shortGuess: string;
}

/** Kinds of prediction: numbers; numbers with outliers; counts by the logarithm of their rate; classes by logits, or by scores that are none. */
export type Kind = 'numbers' | 'robust' | 'counts' | 'probabilities' | 'margins';

/** What is shown of each kind of prediction. */
export const judgements: { readonly [kind in Kind]: Judgement } = {
  numbers: {
    metrics: (['mse', 'rmse', 'mae', 'r2'] as const).map(infoOf),
    counts: 'the error',
    guess: 'the mean',
    shortGuess: 'the mean',
  },
  // Squares of outliers would decide what the loss does not let them decide.
  robust: {
    metrics: (['mae', 'rmse', 'mse', 'r2'] as const).map(infoOf),
    counts: 'the absolute error',
    guess: 'the mean',
    shortGuess: 'the mean',
  },
  counts: {
    metrics: (['deviance', 'mse', 'rmse', 'mae'] as const).map(infoOf),
    counts: 'the deviance',
    guess: 'the mean',
    shortGuess: 'the mean',
  },
  probabilities: {
    metrics: (['logLoss', 'accuracy', 'balancedAccuracy', 'rocAuc', 'prAuc', 'brier'] as const).map(infoOf),
    counts: 'the log loss',
    guess: 'the shares of the classes',
    shortGuess: 'the shares',
  },
  margins: {
    metrics: (['accuracy', 'balancedAccuracy', 'rocAuc', 'prAuc'] as const).map(infoOf),
    counts: 'the errors',
    guess: 'the most frequent class',
    shortGuess: 'one class',
  },
};

/**
 * A metric as an error, 0 at best: itself where low is better, else what it lacks of 1.
 * @returns null where the part has no such score
 */
export function errorOf(
  { id, better }: Pick<MetricInfo, 'id' | 'better'>,
  scores: { readonly [id in MetricId]?: number | null | undefined } | null | undefined,
): number | null {
  const value = scores?.[id];
  if (value === null || value === undefined) return null;
  return better === 'low' ? value : 1 - value;
}
