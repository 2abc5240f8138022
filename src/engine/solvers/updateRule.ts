import type { EntryInfo } from '../registry.ts';

/** How an optimizer moves θ, one update after the other: all that tells one of them from another. */
export interface UpdateRule {
  /**
   * What it remembers from update to update, by name: the whole of it, in arrays that it changes in place, so that a
   * run can be saved and resumed.
   */
  readonly memory: Readonly<Record<string, Float64Array>>;
  /**
   * Moves theta along the gradient of the smooth part (or what it is after clipping), in place.
   * @param rate the learning rate η of this update, the schedule's factor included
   * @param iteration updates before this one
   */
  step(theta: Float64Array, gradient: Float64Array, rate: number, iteration: number): void;
  /**
   * Of adaptive rules, for each number of theta: what its last step was per unit of rate and gradient. The L1 part's
   * proximal step is scaled by it too.
   */
  readonly scale?: Float64Array;
  /** Called after the L1 part's proximal step: moves theta on to where the next gradient is taken. */
  settle?(theta: Float64Array): void;
}

/** How a rule's steps compare with plain ones, θ ← θ − η g, whose rates are told by L. */
export interface PlainRates {
  /** On a quadratic the rule converges for rates below this / L, over all rows. */
  readonly limit: number;
  /** How many times as far as a plain step the rule goes in the end when the gradient stays as it is. */
  readonly gain: number;
}

/** Of rules whose steps do not grow with the gradient. */
export interface AdaptiveRates {
  /** The rate, as a share of the longest way that a weight would go in a first plain step at 1 / L. */
  readonly share: number;
}

/** A first-order optimizer: how it calls itself, how it takes rows, and its rule. */
export interface FirstOrder extends EntryInfo {
  readonly batches: 'never' | 'optional' | 'always';
  /** Rows a step of a solver that always takes batches, where the run leaves it open. */
  readonly batchSize?: number;
  /** How learning rates are chosen, from the parameters. Absent: as for plain steps, which converge below 2 / L. */
  readonly rates?: (parameters: Readonly<Record<string, number>>) => PlainRates | AdaptiveRates;
  /** True where the L2 penalty is no part of the gradient: the weights decay by rate × its gradient instead. */
  readonly decoupled?: boolean;
  /**
   * A rule at its start.
   * @param size numbers in theta
   * @param parameters the entry's, by id, all of them
   * @param exact true where gradients are those of all rows, without the noise of batches
   */
  create(size: number, parameters: Readonly<Record<string, number>>, exact: boolean): UpdateRule;
}
