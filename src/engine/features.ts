import type { Feature } from './registry.ts';
import type { RunSpec } from './spec.ts';

/** What of a spec decides the penalty's form. */
export type PenaltyForm = Pick<RunSpec, 'l1Ratio' | 'coupling' | 'penaltyFactors'>;

/** What an objective has: what its model offers, as far as the penalty leaves it. */
export function featuresOf(
  { offers = [] }: { readonly offers?: readonly Feature[] | undefined },
  { l1Ratio, coupling, penaltyFactors }: PenaltyForm,
): ReadonlySet<Feature> {
  const features = new Set(offers);
  if (l1Ratio === 0) features.add('smooth');
  const plain = l1Ratio === 0 && coupling === 0 && Object.keys(penaltyFactors).length === 0;
  if (!plain) features.delete('ridge');
  return features;
}

/** The first thing that a solver needs and does not get; undefined where it fits. */
export function missingFeature(
  { needs = [] }: { readonly needs?: readonly Feature[] | undefined },
  features: ReadonlySet<Feature>,
): Feature | undefined {
  return needs.find((feature) => !features.has(feature));
}
