import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../bench/lib/race.mjs';
import { limitSentence, resultsTable } from '../../../bench/lib/report.mjs';

const work = {
  id: 'j',
  title: 'ridge',
  file: 'f.csv',
  target: 'y',
  model: 'ridge' as const,
  lambdas: [2, 1],
  mixed: false,
  cv: { folds: 10, rows: 100, file: 'folds' },
};

function entry(id: string, seconds: number[], more: Partial<Entry> = {}): Entry {
  return {
    work,
    contender: { id, label: id, command: () => [] },
    seconds,
    peaks: seconds.map(() => 1e6),
    distance: null,
    differences: '',
    failed: null,
    stopped: null,
    longerThan: null,
    wrong: false,
    versions: {},
    rounds: seconds.length,
    ...more,
  };
}

/** The cells of a program's row, without blanks. */
function cells(entries: Entry[], label: string): string[] {
  const row = resultsTable([entries], [], null, true)
    .split('\n')
    .find((line) => line.includes(label));
  return row?.split('|').map((cell) => cell.trim()) ?? [];
}

describe('the benchmark’s report', () => {
  it('tells of a program that was ended how much slower it is at least', () => {
    const entries = [
      entry('ridgeline', [1, 2, 3]),
      entry('fread-cv-glmnet', [], { failed: 'over 300 s', longerThan: 300 }),
    ];
    const row = cells(entries, 'fread-cv-glmnet');
    expect(row).toContain('over 300 s');
    expect(row).toContain('> 150×');
    expect(row).toContain('≥ 20× reached (150)');
  });

  it('keeps the rounds that went well before one that did not', () => {
    const entries = [entry('ridgeline', [1, 1]), entry('slow', [30, 50], { stopped: 'out of memory' })];
    expect(cells(entries, 'slow')).toContain('30.0 s–50.0 s, then out of memory');
  });

  it('holds many λ to one fit of the same rounds', () => {
    const entries = [entry('ridgeline', [1.2, 12]), entry('own-fit', [1, 10])];
    expect(cells(entries, 'own-fit')).toContain('2 λ × 10 folds ÷ this: 1.20×; ≤ 1.3× reached (1.20)');
  });

  it('says what an exponent is fitted to', () => {
    const growth = { what: 'rows' as const, from: 'x', sizes: [1, 2], seconds: [1, 2], peaks: [1e6, 1e6] };
    const fit = { startSeconds: 0.1, exponent: 0.9, exponentWithoutStart: 1.03 };
    const table = resultsTable([], [{ ...growth, ...fit }], null, true);
    expect(table).toContain('exponent 1.030 of the time beyond start-up (100 ms), 0.900 of all of it');
    expect(table).toContain('≤ 1.02 NOT reached (1.03)');
    const unfit = resultsTable([], [{ ...growth, ...fit, exponentWithoutStart: null }], null, true);
    expect(unfit).toContain('≤ 1.02 not measured');
  });

  it('compares two files of one shape', () => {
    const big = { label: '(big)', seconds: [1, 9], peaks: [1e8, 1.1e8] };
    const table = resultsTable([], [], big, true);
    expect(table).toContain('ten times the rows: 9.00× the time, 1.10× the memory');
    expect(table).toContain('memory ≤ 1.2× reached (1.10)');
  });

  it('names both limits', () => {
    const entries = [entry('ridgeline', [3]), entry('limit', [2]), entry('limit-2', [1])];
    expect(limitSentence(entries)).toContain(
      '1.50× the time of that on one thread (2.00 s) and 3.00× the time of that on two threads (1.00 s)',
    );
    expect(limitSentence(entries.slice(0, 1))).toBeNull();
  });
});
