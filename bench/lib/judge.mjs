import { curveDistance, largestDistance } from './answers.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./printed.mjs').Printed} Printed
 * @typedef {import('./answers.mjs').ReferenceModel} ReferenceModel
 */

/** Losses on held-out rows agree to this at the same λ. */
const LOSS = 1e-3;
/** And their standard errors to this: glmnet divides the λ of a ridge by each fold's own deviation of y. */
const ERROR = 5e-2;
/** A λ chosen elsewhere loses no more than this, where the curve is flat. */
const REGRET = 1e-6;

/**
 * Compares a contender's answers with the reference, Ridgeline's own. One that trains only at the λ that it chose is
 * compared there.
 *
 * @param {Contender} contender
 * @param {Printed} printed
 * @param {Printed} reference
 * @returns {{ distance: number | null, differences: string, wrong: boolean, failed: string | null }}
 */
export function judgeAnswers({ tolerance, levelsUpToConstant = false }, printed, reference) {
  if (tolerance === undefined) return { distance: null, differences: '', wrong: false, failed: null };
  try {
    const all = /** @type {ReferenceModel[]} */ (reference.models ?? []);
    const references = printed.cv && printed.models?.length === 1 ? [all[printed.cv.chosen]] : all;
    const own = /** @type {ReferenceModel[]} */ (references);
    const distance = largestDistance(printed.models ?? [], own, { levelsUpToConstant });
    const curve = reference.cv ? judgeCurve(printed, reference) : { differences: '', failed: null };
    const failed = distance <= tolerance ? curve.failed : `answers differ by ${distance.toExponential(1)}`;
    return { distance, differences: curve.differences, wrong: failed !== null, failed };
  } catch (error) {
    const failed = `answers differ: ${/** @type {Error} */ (error).message}`;
    return { distance: null, differences: '', wrong: true, failed };
  }
}

/**
 * @param {Printed} printed
 * @param {Printed} reference with a curve
 */
function judgeCurve({ cv }, { cv: own }) {
  if (!cv || !own?.mean) throw new Error('no losses on held-out rows');
  const { loss, error, regret } = curveDistance(cv, { ...own, mean: own.mean });
  const words = [
    ...(loss === null ? [] : [`losses ${size(loss)}`]),
    ...(error === null ? [] : [`their errors ${size(error)}`]),
    cv.chosen === own.chosen ? 'same λ' : `λ ${cv.chosen - own.chosen} places off, its loss ${size(regret)}`,
  ];
  const near = (loss ?? 0) <= LOSS && (error ?? 0) <= ERROR && regret <= REGRET;
  return { differences: words.join(', '), failed: near ? null : `answers differ: ${words.join(', ')}` };
}

/** @param {number} value */
function size(value) {
  return value === 0 ? '0' : value.toExponential(0);
}
