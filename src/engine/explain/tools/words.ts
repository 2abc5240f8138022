import type { ConversionContext } from '../conversionContext.ts';

/** A context with its defaults, and what all tools start from. */
export type Penalized = Required<Omit<ConversionContext, 'delta'>> & {
  readonly delta: number;
  /** λ on the per-sample scale. */
  readonly perSample: number;
  /** In words, what the inputs are. */
  readonly inputs: string;
};

const INPUTS = {
  all: 'on standardized inputs',
  numeric: 'on inputs of which the numeric ones are standardized',
  none: 'on the columns as they are',
} as const;

export function penalized(context: ConversionContext): Penalized {
  return {
    targetMean: 0,
    model: 'linear',
    l1Ratio: 0,
    intercept: true,
    outputs: 1,
    classes: false,
    delta: 0,
    uneven: false,
    ...context,
    perSample: context.lambdaTotal / context.rows,
    inputs: INPUTS[context.standardize],
  };
}

/** As many digits as it takes to be within 1e-6 of the number. */
export function show(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** A call as people write it; arguments that are null are left out. */
export function call(name: string, words: readonly (string | null)[]): string {
  return `${name}(${words.filter((word) => word !== null).join(', ')})`;
}

/**
 * The two parts of the penalty of a tool that divides a target of numbers by its deviation: with weights per deviation
 * the L1 part keeps its λ, and the L2 part is multiplied by the deviation (Friedman, Hastie & Tibshirani, 2010, §2.1
 * has the objective).
 *
 * @param scale what the tool divides the target by; 1 where it does not
 * @returns the tool's λ, and its share of L1
 */
export function mixed(sharp: number, smooth: number, scale: number): { lambda: number; share: number } {
  const lambda = sharp + smooth * scale;
  return { lambda, share: lambda > 0 ? sharp / lambda : 0 };
}
