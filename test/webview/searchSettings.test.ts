import { describe, expect, it } from 'vitest';
import { parseSpec, type RunSpecInput } from '../../src/engine/index.ts';
import type { TrialReport } from '../../src/protocol/search.ts';
import type { SearchView } from '../../src/protocol/searchView.ts';
import type { Model } from '../../webview/model.ts';
import { isInForce } from '../../webview/views/search/searchSettings.ts';

const TRIAL: TrialReport = {
  lambda: 3,
  l1Ratio: 0.25,
  choices: { degree: 2 },
  mean: 1,
  se: 0.1,
  elapsedMs: 1,
};
const SEARCHED: RunSpecInput = { target: ['y'], l1Ratio: 0, degree: 1, iterations: 50 };
const OF_TRIAL: RunSpecInput = { ...SEARCHED, lambda: 3, lambdaChoice: 'given', l1Ratio: 0.25, degree: 2 };

/** Whether the trial is said to be in use where a run of this spec is in sight. */
function inForceOn(run: RunSpecInput): boolean {
  const model = { host: { run: { spec: parseSpec(run) } } } as Model;
  const search = { spec: parseSpec(SEARCHED), settings: { varied: ['l1Ratio', 'degree'] } } as SearchView;
  return isInForce(model, search, TRIAL);
}

describe('a trial is in use', () => {
  it('where a run has its settings, however its minimum was walked to', () => {
    expect(inForceOn(OF_TRIAL)).toBe(true);
    expect(inForceOn({ ...OF_TRIAL, solver: 'adam', iterations: 9, learningRate: 0.1 })).toBe(true);
  });

  it('not where one of its own settings is another', () => {
    expect(inForceOn({ ...OF_TRIAL, lambda: 4 })).toBe(false);
    expect(inForceOn({ ...OF_TRIAL, lambdaChoice: 'min' })).toBe(false);
    expect(inForceOn({ ...OF_TRIAL, l1Ratio: 0.5 })).toBe(false);
    expect(inForceOn({ ...OF_TRIAL, degree: 1 })).toBe(false);
  });

  it('not where what its search held is another, such as the target', () => {
    expect(inForceOn({ ...OF_TRIAL, target: ['z'] })).toBe(false);
    expect(inForceOn({ ...OF_TRIAL, features: ['a'] })).toBe(false);
    expect(inForceOn({ ...OF_TRIAL, split: { kind: 'random', fraction: 0.5 } })).toBe(false);
  });
});
