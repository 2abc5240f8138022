import { expect, test } from 'vitest';
import { parseSpec, type RunSpecInput, train } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, prepared } from '../runs.ts';

const random = stream(3, 'stopped');
const rows = Array.from({ length: 40 }, () => {
  const a = random.normal();
  return [a, a + random.normal() > 0 ? 'p' : 'n'];
});

test('a stopped descent leaves its model, at once: nothing is trained for comparison', async () => {
  const stop = new AbortController();
  const spec: RunSpecInput = { target: ['c'], solver: 'gradientDescent', iterations: 50, lambda: 1 };
  const data = await prepared(csvOf(['a', 'c'], rows), spec);
  const steps = train(parseSpec(spec), data, { signal: stop.signal });
  for (let seen = 0; ; seen++) {
    const next = await steps.next();
    if (seen === 5) stop.abort();
    if (!next.done) continue;
    const { descent, zero } = next.value.result();
    expect(descent!.reason).toBe('stopped');
    expect(descent!.iterations).toBeLessThan(10);
    expect(zero).toBeNull();
    return;
  }
});
