import { expect, test } from 'vitest';
import { featuresOf, missingFeature } from '../../../src/engine/features.ts';
import { initializers, models, solvers } from '../../../src/engine/index.ts';

const RIDGE = { l1Ratio: 0, coupling: 0, penaltyFactors: {} };
const fitting = (model: string, penalty = RIDGE): string[] => {
  const features = featuresOf(models.get(model), penalty);
  return solvers
    .list()
    .filter((solver) => missingFeature(solver, features) === undefined)
    .map(({ id }) => id);
};

test('a plain L2 penalty leaves the linear model every solver', () => {
  expect(fitting('linear')).toEqual(solvers.ids());
});

test('an L1 part, coupling or factors take the exact solvers away, and an L1 part whatever needs a smooth penalty', () => {
  const exact = solvers.ids().filter((id) => solvers.get(id).kind === 'exact');
  for (const change of [{ coupling: 0.5 }, { penaltyFactors: { a: 0 } }]) {
    const left = fitting('linear', { ...RIDGE, ...change });
    expect(solvers.ids().filter((id) => !left.includes(id))).toEqual(exact);
  }
  const left = fitting('linear', { ...RIDGE, l1Ratio: 0.1 });
  expect(solvers.ids().filter((id) => !left.includes(id))).toEqual([...exact, 'newton']);
});

test('a network is left what needs nothing', () => {
  expect(fitting('mlp')).toEqual(solvers.ids().filter((id) => !solvers.get(id).needs?.length));
});

test('lists say which models are networks and what solvers run for', () => {
  expect(models.list().filter(({ network }) => network)).toMatchObject([{ id: 'mlp' }]);
  for (const { batches, goal } of solvers.list()) expect(goal === undefined).toBe(batches === undefined);
  for (const { start } of models.list()) expect(start === undefined || initializers.has(start)).toBe(true);
});
