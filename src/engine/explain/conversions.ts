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

/** As many digits as it takes to be within 1e-6 of the number. */
function show(value: number): string {
  return String(Number(value.toPrecision(7)));
}
