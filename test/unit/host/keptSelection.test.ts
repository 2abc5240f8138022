import { describe, expect, test } from 'vitest';
import { metrics } from '../../../src/engine/metrics/index.ts';
import type { RunResult } from '../../../src/engine/report.ts';
import type { Selection } from '../../../src/engine/selectionReport.ts';
import { parseSpec, type RunSpecInput } from '../../../src/engine/spec.ts';
import { type Selected, withEarlierSelection } from '../../../src/host/keptSelection.ts';
import { result as runResult } from './reports.ts';

const SELECTION: Selection = {
  lambdas: [1, 2],
  metric: metrics.find(({ id }) => id === 'mse') as Selection['metric'],
  cvMean: [3, 4],
  cvSe: [1, 1],
  lambdaMin: 1,
  lambda1se: 2,
  folds: '10 shuffled folds',
  loo: null,
  gcv: null,
  degreesOfFreedom: null,
  paths: [[1], [0.5]],
  nonZero: [1, 1],
  chosen: 'min',
  notes: [],
};
const chosen = (spec: RunSpecInput = {}, version = 'v1'): Selected => ({
  spec: parseSpec({ target: ['y'], lambdaChoice: 'min', ...spec }),
  result: { ...runResult(), selection: SELECTION },
  version,
});
const given = (spec: RunSpecInput = {}, earlier: readonly Selected[] = [chosen()]): RunResult['selection'] =>
  withEarlierSelection(
    runResult(),
    { spec: parseSpec({ target: ['y'], lambda: 7, ...spec }), version: 'v1' },
    earlier,
  ).selection;

describe('a run whose λ was given', () => {
  test('keeps what an earlier run found about the same rows', () => {
    expect(given()).toEqual({ ...SELECTION, chosen: 'given' });
    expect(given({ solver: 'lbfgs', iterations: 7 })?.chosen).toBe('given');
  });
  test.each([
    [{ target: ['z'] }],
    [{ l1Ratio: 0.5 }],
    [{ lambdaScale: 'perSample' }],
    [{ seed: 1 }],
    [{ split: { kind: 'last', fraction: 0.2 } }],
    [{ missing: 'mean' }],
  ] as [RunSpecInput][])('has none where settings differ: %j', (spec) => {
    expect(given(spec)).toBeUndefined();
  });
  test('has none of another version of the file, and none before any was found', () => {
    expect(given({}, [chosen({}, 'v0')])).toBeUndefined();
    expect(given({}, [])).toBeUndefined();
    expect(given({}, [{ ...chosen(), result: runResult() }])).toBeUndefined();
  });
  test('takes the newest one', () => {
    const newer = chosen();
    const result = { ...runResult(), selection: { ...SELECTION, folds: '5 contiguous folds' } };
    expect(given({}, [chosen(), { ...newer, result }])?.folds).toBe('5 contiguous folds');
  });
});

test('a run that looked for its own λ keeps its own', () => {
  const own = { ...runResult(), selection: { ...SELECTION, lambdaMin: 9 } };
  const run = { spec: parseSpec({ target: ['y'], lambdaChoice: '1se' }), version: 'v1' };
  expect(withEarlierSelection(own, run, [chosen()])).toBe(own);
  const without = runResult();
  expect(withEarlierSelection(without, run, [chosen()])).toBe(without);
});
