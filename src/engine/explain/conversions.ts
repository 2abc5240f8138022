import type { Conversion } from '../report.ts';
import type { ConversionContext } from './conversionContext.ts';
import { frameworks } from './tools/frameworks.ts';
import { glmnet, lmRidge } from './tools/rPackages.ts';
import { scikitLearn } from './tools/scikitLearn.ts';
import { spark } from './tools/spark.ts';
import { type Penalized, penalized } from './tools/words.ts';

export type { ConversionContext } from './conversionContext.ts';

const TOOLS: readonly ((context: Penalized) => Conversion[])[] = [
  scikitLearn,
  glmnet,
  spark,
  frameworks,
  lmRidge,
];

/**
 * The λ in force in other tools' words (see CONVENTIONS: each tool's objective); none where weights have factors of
 * their own. Where inputs are standardized, the other tool must be given standardized inputs too, unless it does that
 * by itself; the notes say so. Every text is run by `npm run test:peers`.
 */
export function conversions(context: ConversionContext): Conversion[] {
  if (context.uneven) return [];
  const whole = penalized(context);
  return TOOLS.flatMap((tool) => tool(whole));
}
