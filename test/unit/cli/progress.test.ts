import { describe, expect, test } from 'vitest';
import { followed, progressBar, type Screen } from '../../../src/cli/progress.ts';
import type { WorkProgress } from '../../../src/engine/workReport.ts';

async function* three(): AsyncGenerator<WorkProgress, string> {
  yield { share: 0.25, text: 'fold 2 of 4, λ 1 of 9' };
  return 'done';
}

function terminal(): Screen & { readonly written: string[] } {
  const written: string[] = [];
  return { isTTY: true, written, write: (text) => written.push(text) };
}

describe('the progress of long work', () => {
  test('is drawn as a bar with words, and cleared', async () => {
    const screen = terminal();
    expect(await followed(three(), 'a.csv', false, screen)).toBe('done');
    const [drawn, cleared] = screen.written;
    expect(drawn).toBe(`\r\x1b[Ka.csv ${'█'.repeat(6)}${'░'.repeat(18)} 25 % fold 2 of 4, λ 1 of 9`);
    expect(cleared).toBe('\r\x1b[K');
  });

  test('is cleared after a failure too', async () => {
    const screen = terminal();
    async function* failing(): AsyncGenerator<WorkProgress, never> {
      yield { share: 0, text: 'fold 1 of 2' };
      throw new Error('no');
    }
    await expect(followed(failing(), 'a.csv', false, screen)).rejects.toThrow('no');
    expect(screen.written.at(-1)).toBe('\r\x1b[K');
  });

  test('is not drawn when quiet, or where there is no terminal', async () => {
    const [quiet, piped] = [terminal(), { ...terminal(), isTTY: false }];
    await followed(three(), 'a.csv', true, quiet);
    await followed(three(), 'a.csv', false, piped);
    expect([quiet.written, piped.written]).toEqual([[], []]);
  });

  test('of reading says how much, how many rows and how fast', () => {
    const screen = terminal();
    progressBar('a.csv', false, screen).update({ bytesRead: 50, bytesTotal: 100, rows: 1200 });
    const [drawn] = screen.written;
    expect(drawn!.startsWith('\r\x1b[K')).toBe(true);
    expect(drawn!.slice(4)).toMatch(/^a\.csv █{12}░{12} 50 % 1,200 rows, [\d,]+ a second$/);
  });
});
