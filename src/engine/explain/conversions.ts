import type { Conversion } from '../report.ts';

/** What a conversion depends on besides λ. */
export interface ConversionContext {
  /** λ on the total scale. */
  readonly lambdaTotal: number;
  /** Training rows. */
  readonly rows: number;
  /** Population standard deviation of the target in the training rows; null with several targets. */
  readonly targetSd: number | null;
  /** Which columns are divided by their standard deviation; `numeric` only where there are others too. */
  readonly standardize: 'all' | 'numeric' | 'none';
  /** The model's id; absent: linear. */
  readonly model?: string;
  /** The share of the L1 norm; absent: 0. */
  readonly l1Ratio?: number;
}

const SCALED = {
  all: 'on standardized inputs',
  numeric: 'on inputs of which the numeric ones are standardized',
  none: 'on the columns as they are',
} as const;

const DIVIDES = 'divides the target by its standard deviation';

/**
 * The λ in force in other tools' words (see CONVENTIONS: each tool's objective). Where inputs are standardized, the
 * other tool must be given standardized inputs too; the notes say so.
 */
export function conversions(context: ConversionContext): Conversion[] {
  const { model = 'linear', l1Ratio = 0 } = context;
  if (model === 'logistic' || model === 'softmax') return ofClasses(context, model, l1Ratio);
  if (model === 'poisson') return ofRates(context, l1Ratio);
  if (model === 'squaredHinge') return ofMargins(context, l1Ratio);
  if (model === 'mlp') return ofNetworks(context);
  if (model === 'huber') return ofHuber(context);
  return l1Ratio > 0 ? ofElasticNet(context, l1Ratio) : ofRidge(context);
}

function ofRidge(context: ConversionContext): Conversion[] {
  const total = context.lambdaTotal;
  const perSample = total / context.rows;
  const scaled = SCALED[context.standardize];
  const itself = context.standardize === 'all';
  const list: Conversion[] = [
    {
      tool: 'scikit-learn Ridge',
      text: `Ridge(alpha=${show(total)})`,
      note: `λ on the total scale, ${scaled}`,
    },
    {
      tool: 'scikit-learn SGDRegressor',
      text: `SGDRegressor(penalty="l2", alpha=${show(perSample)})`,
      note: `λ per sample, ${scaled}`,
    },
    { tool: 'Keras', text: `regularizers.l2(${show(perSample)})`, note: 'with mean_squared_error as loss' },
    {
      tool: 'PyTorch',
      text: `weight_decay=${show(2 * perSample)}`,
      note: 'with MSELoss and SGD; biases in a group without decay',
    },
  ];
  if (itself) {
    list.push({
      tool: 'MASS lm.ridge',
      text: `lm.ridge(lambda = ${show(total)})`,
      note: 'standardizes by itself',
    });
  }
  const sd = context.targetSd;
  if (sd !== null && sd > 0) {
    list.splice(
      2,
      0,
      {
        tool: 'glmnet',
        text: `glmnet(alpha = 0, lambda = ${show(perSample * sd)}${itself ? '' : ', standardize = FALSE'})`,
        note: itself ? DIVIDES : `${DIVIDES}, ${scaled}`,
      },
      {
        tool: 'Spark ML',
        text: `LinearRegression(regParam=${show(perSample * sd)}${itself ? '' : ', standardization=False'})`,
        note: itself ? DIVIDES : `${DIVIDES}, ${scaled}`,
      },
    );
  }
  return list;
}

/** Lasso and elastic net: their tools take λ per sample. */
function ofElasticNet(
  { lambdaTotal, rows, targetSd, standardize }: ConversionContext,
  l1Ratio: number,
): Conversion[] {
  const perSample = lambdaTotal / rows;
  const note = `λ per sample, ${SCALED[standardize]}`;
  const text =
    l1Ratio === 1
      ? `Lasso(alpha=${show(perSample)})`
      : `ElasticNet(alpha=${show(perSample)}, l1_ratio=${show(l1Ratio)})`;
  const list: Conversion[] = [
    { tool: l1Ratio === 1 ? 'scikit-learn Lasso' : 'scikit-learn ElasticNet', text, note },
    {
      tool: 'scikit-learn SGDRegressor',
      text: `SGDRegressor(penalty="elasticnet", alpha=${show(perSample)}, l1_ratio=${show(l1Ratio)})`,
      note,
    },
  ];
  const sd = targetSd ?? 0;
  if (l1Ratio < 1 && !(sd > 0)) return list;
  // glmnet divides the L2 part by the target's deviation: its own alpha and lambda give the same two parts.
  const sharp = l1Ratio * perSample;
  const smooth = l1Ratio < 1 ? (1 - l1Ratio) * perSample * sd : 0;
  const own = sharp + smooth;
  const scaling = standardize === 'all' ? '' : ', standardize = FALSE';
  list.push({
    tool: 'glmnet',
    text: `glmnet(alpha = ${show(own > 0 ? sharp / own : 1)}, lambda = ${show(own)}${scaling})`,
    note: l1Ratio < 1 ? DIVIDES : 'λ per sample',
  });
  return list;
}

/** Log loss: C is 1 / λ, and glmnet has the mean of it too. */
function ofClasses(
  { lambdaTotal, rows, standardize }: ConversionContext,
  model: string,
  l1Ratio: number,
): Conversion[] {
  const perSample = lambdaTotal / rows;
  const c = lambdaTotal > 0 ? show(1 / lambdaTotal) : 'float("inf")';
  const net = l1Ratio > 0 ? `, l1_ratio=${show(l1Ratio)}, solver="saga"` : '';
  const scaling = standardize === 'all' ? '' : ', standardize = FALSE';
  const family = model === 'softmax' ? 'multinomial' : 'binomial';
  return [
    {
      tool: 'scikit-learn LogisticRegression',
      text: `LogisticRegression(C=${c}${net})`,
      note: `C = 1 / λ, ${SCALED[standardize]}`,
    },
    ...(model === 'softmax'
      ? []
      : [
          {
            tool: 'scikit-learn SGDClassifier',
            text: `SGDClassifier(loss="log_loss", penalty="${l1Ratio > 0 ? 'elasticnet' : 'l2'}", alpha=${show(perSample)}${l1Ratio > 0 ? `, l1_ratio=${show(l1Ratio)}` : ''})`,
            note: `λ per sample, ${SCALED[standardize]}`,
          },
        ]),
    {
      tool: 'glmnet',
      text: `glmnet(family = "${family}", alpha = ${show(l1Ratio)}, lambda = ${show(perSample)}${scaling})`,
      note: `λ per sample, ${SCALED[standardize]}`,
    },
    ...(l1Ratio > 0 ? [] : decays(perSample, 'cross-entropy', 0.5)),
  ];
}

function ofRates({ lambdaTotal, rows, standardize }: ConversionContext, l1Ratio: number): Conversion[] {
  const perSample = lambdaTotal / rows;
  const scaling = standardize === 'all' ? '' : ', standardize = FALSE';
  const glmnet = {
    tool: 'glmnet',
    text: `glmnet(family = "poisson", alpha = ${show(l1Ratio)}, lambda = ${show(perSample)}${scaling})`,
    note: `λ per sample, ${SCALED[standardize]}`,
  };
  if (l1Ratio > 0) return [glmnet];
  const own = {
    tool: 'scikit-learn PoissonRegressor',
    text: `PoissonRegressor(alpha=${show(perSample)})`,
    note: `λ per sample, ${SCALED[standardize]}`,
  };
  return [own, glmnet];
}

function ofMargins({ lambdaTotal, standardize }: ConversionContext, l1Ratio: number): Conversion[] {
  if (l1Ratio > 0 || lambdaTotal === 0) return [];
  // C Σ ℓ + ½‖w‖²; its intercept is penalized unless it is scaled up.
  return [
    {
      tool: 'scikit-learn LinearSVC',
      text: `LinearSVC(C=${show(1 / lambdaTotal)}, intercept_scaling=1000)`,
      note: `C = 1 / λ, ${SCALED[standardize]}; it penalizes its intercept`,
    },
  ];
}

function ofHuber({ lambdaTotal, rows, standardize }: ConversionContext): Conversion[] {
  return [
    {
      tool: 'scikit-learn SGDRegressor',
      text: `SGDRegressor(loss="huber", penalty="l2", alpha=${show(lambdaTotal / rows)})`,
      note: `λ per sample, ${SCALED[standardize]}; epsilon is δ`,
    },
  ];
}

function ofNetworks({ lambdaTotal, rows }: ConversionContext): Conversion[] {
  return [
    {
      tool: 'scikit-learn MLP',
      text: `MLPRegressor(alpha=${show(lambdaTotal)})`,
      note: 'its penalty is divided by the rows of a batch; MLPClassifier alike',
    },
    ...decays(lambdaTotal / rows, 'a halved or cross-entropy loss', 0.5),
  ];
}

function decays(perSample: number, loss: string, keras: number): Conversion[] {
  return [
    { tool: 'Keras', text: `regularizers.l2(${show(keras * perSample)})`, note: `with ${loss}` },
    {
      tool: 'PyTorch',
      text: `weight_decay=${show(perSample)}`,
      note: `with ${loss} and SGD; biases in a group without decay`,
    },
  ];
}

/** As many digits as it takes to be within 1e-6 of the number. */
function show(value: number): string {
  return String(Number(value.toPrecision(7)));
}
