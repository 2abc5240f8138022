import { describe, expect, test } from 'vitest';
import { defaultSpec } from '../../../src/engine/spec.ts';
import { RunList } from '../../../src/host/runList.ts';
import { TrainingRun } from '../../../src/host/trainingRun.ts';
import { result, summary } from './reports.ts';

const same = (version: string, now: string | undefined) => version === now;
const SENTENCE = { code: 'bad-cell', message: 'No.', place: null, stack: null };

/** A list whose first run has a model of `y` and whose second one, of these targets, fails before it is read. */
function failedAfter(target: string[], versions: readonly [string?, string?] = []): RunList {
  const runs = new RunList(1);
  const begin = (asked: string[], version?: string) => {
    const spec = { ...defaultSpec(), target: asked };
    const run = runs.begin((number) => new TrainingRun(`${number}`, number, spec, 1));
    if (version !== undefined) runs.setVersion(run, version);
    return run;
  };
  const good = begin([], versions[0]);
  good.apply({ type: 'data', runId: good.id, summary: { ...summary(), targets: ['y'] } });
  good.apply({ type: 'done', runId: good.id, result: result() });
  begin(target, versions[1]).fail(SENTENCE);
  return runs;
}

describe('the last good model', () => {
  test('says what it predicts where that is not what failed', () => {
    expect(failedAfter(['z']).held(same)).toMatchObject({ number: 1, otherTargets: ['y'] });
    expect(failedAfter(['y']).held(same)?.otherTargets).toBeNull();
    // Both were asked for the last column.
    expect(failedAfter([]).held(same)?.otherTargets).toBeNull();
  });

  test('goes by what was read, as soon as something was', () => {
    const runs = failedAfter([]);
    const third = runs.begin((number) => new TrainingRun(`${number}`, number, defaultSpec(), 1));
    third.apply({ type: 'data', runId: third.id, summary: { ...summary(), targets: ['w'] } });
    expect(runs.held(same)?.otherTargets).toEqual(['y']);
  });

  test('says whether the file has changed since', () => {
    expect(failedAfter([], ['stored:1', 'stored:2']).held(same)?.olderFile).toBe(true);
    expect(failedAfter([], ['stored:1', 'stored:1']).held(same)?.olderFile).toBe(false);
    expect(failedAfter([], ['stored:1']).held(same)?.olderFile).toBe(false);
  });

  test('is not older where a text was only saved', () => {
    const runs = failedAfter([], ['document:3', 'stored:2']);
    expect(runs.held((trained) => trained === 'document:3')?.olderFile).toBe(false);
  });
});
