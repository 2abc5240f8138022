import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../../src/engine/index.ts';
import type { Warning } from '../../../../src/engine/report.ts';
import { csvOf, run } from '../runs.ts';

async function warnings(text: string, spec: RunSpecInput): Promise<Record<string, Warning>> {
  const { file } = await run(text, spec);
  return Object.fromEntries(file.warnings.map((warning) => [warning.code, warning as Warning]));
}

const y: RunSpecInput = { target: ['y'] };
const noisy = (row: number) => (row * 37) % 11;

describe('warnings', () => {
  test('none where all is well', async () => {
    const text = csvOf(
      ['a', 'y'],
      Array.from({ length: 30 }, (_, row) => [row, row + noisy(row)]),
    );
    expect(await warnings(text, y)).toEqual({});
  });

  test('dates whose order nobody can tell are told once a column, with the order taken and a way out', async () => {
    const rows = Array.from({ length: 24 }, (_, row) => {
      const [month, day] = [1 + (row % 12), 1 + ((row * 5) % 12)];
      return [`${month}/${day}/2025`, `${day + 12}/${month}/2025`, `${day}-${month}-2025`, row + noisy(row)];
    });
    const text = csvOf(['sold', 'built', 'paid', 'y'], rows);
    const { file } = await run(text, { ...y, dateParts: true });
    const told = file.warnings.filter(({ code }) => code === 'doubtful-dates');
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^"sold" has dates like \d+\/\d+\/2025, .*: the month was taken to\..*year first/,
      ),
      expect.stringMatching(/^"paid" has dates like \d+-\d+-2025, .*: the day was taken to\./),
    ]);
  });

  test('a guessed target is told', async () => {
    expect((await warnings('a,y\n1,2\n2,3\n3,5\n4,4\n', {}))['guessed-target']).toMatchObject({
      severity: 'info',
      message: expect.stringContaining('"y" was taken for the target'),
    });
  });

  test('a feature that is nearly the target is a leak', async () => {
    const text = csvOf(
      ['a', 'copy', 'y'],
      Array.from({ length: 40 }, (_, row) => [noisy(row), 5 - 2 * row + (row % 2), row]),
    );
    const { leakage } = await warnings(text, y);
    expect(leakage).toMatchObject({ severity: 'serious' });
    expect(leakage!.message).toMatch(/"copy" is nearly the target "y" \(correlation -0\.999\d\d/);
    expect((await run(text, y)).result.verdict.tone).toBe('problem');
  });

  test('rows that stand in both parts are told with their share', async () => {
    const once = Array.from({ length: 10 }, (_, row) => [row, row + noisy(row)]);
    const text = csvOf(['a', 'y'], [...once, ...once.slice(0, 4), [40, 3]]);
    const found = await warnings(text, { ...y, split: { kind: 'last', fraction: 1 / 3 } });
    expect(found['twin-rows']).toMatchObject({ severity: 'serious' });
    expect(found['twin-rows']!.message).toMatch(/^4 of 5 test rows/);
  });

  test('bad cells, dropped rows and excluded rows are counted', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => [row === 3 ? 'oops' : row, noisy(row), 'train']);
    rows[5] = ['', 1, 'train'];
    rows[6] = [6, 1, 'neither'];
    const text = csvOf(['a', 'y', 's'], rows);
    const found = await warnings(text, { ...y, split: { kind: 'column', column: 's' } });
    expect(found['bad-cells']!.message).toBe(
      '"a" has 1 cell that is not a number and is treated as missing.',
    );
    expect(found['dropped-rows']!.message).toBe('2 of 40 rows were dropped for missing values (a).');
    expect(found['dropped-rows']!.severity).toBe('info');
    expect(found['excluded-rows']!.message).toMatch(/^1 row is neither train nor test in "s"/);
  });

  test('that many rows are lost is a warning, whatever column loses them', async () => {
    const text = csvOf(
      ['a', 'b', 'y'],
      Array.from({ length: 30 }, (_, row) => [row % 3 ? row : '', row % 7 ? row : 'NA', noisy(row)]),
    );
    const found = await warnings(text, y);
    expect(found['dropped-rows']).toMatchObject({ severity: 'warning' });
    expect(found['dropped-rows']!.message).toContain('(a, b)');
  });

  test('fewer rows than columns, and a constant target', async () => {
    expect((await warnings('a,b,c,y\n1,5,2,1\n2,3,9,4\n4,4,1,2\n', y))['few-rows']!.message).toMatch(
      /no more training rows \(3\) than columns \(3\)/,
    );
    const constant = await warnings('a,y\n1,2\n2,2\n3,2\n', y);
    expect(constant['constant-target']).toMatchObject({ severity: 'serious' });
  });
});
