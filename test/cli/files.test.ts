import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { MIXED } from './data.ts';
import { json, refusal, ridgeline, useFolder, write } from './ridgeline.ts';

const file = useFolder();
const [header, ...lines] = MIXED.trimEnd().split('\n');
const part = (from: number, to: number) => `${[header, ...lines.slice(from, to)].join('\n')}\n`;

beforeAll(() => {
  mkdirSync(file('parts'));
  write(file('whole.csv'), MIXED);
  write(file('parts/1.csv'), part(0, 20));
  write(file('parts/2.csv.gz'), gzipSync(part(20, 60)));
  write(file('parts/3.csv'), part(60, 90));
  write(file('other.csv'), 'a,b,q\n1,2,3\n4,5,6\n');
});

const words = ['--target', 'two', '--features', 'a,b,group', '--split', 'every:5'];

describe.concurrent('one data set in several files', () => {
  test.each([
    ['a folder', ['parts']],
    ['a pattern', ['parts/*.csv*']],
    ['their names', ['parts/1.csv', 'parts/2.csv.gz', 'parts/3.csv']],
  ])('given by %s is the same as in one', async (_name, paths) => {
    const whole = await json('train', file('whole.csv'), ...words);
    const model = await json('train', ...paths.map((name) => file(name)), ...words);
    expect(model.coefficients).toEqual(whole.coefficients);
    expect(model.rows).toEqual(whole.rows);
    const written = write(file(`${_name}.json`), JSON.stringify(model));
    const { stdout } = await ridgeline('predict', written, ...paths.map((name) => file(name)), '--json');
    expect(JSON.parse(stdout).rows).toBe(90);
  });

  test('must have the same columns', async () => {
    const sentence = await refusal(1, 'train', file('parts/1.csv'), file('other.csv'), ...words);
    expect(sentence).toContain('other.csv');
  });

  test('is refused where a folder holds none', async () => {
    mkdirSync(file('none'));
    expect(await refusal(1, 'train', file('none'))).toContain('holds no .csv or .tsv file');
    const missing = path.join(file('parts'), '9.csv');
    expect(await refusal(1, 'train', file('parts/1.csv'), missing, ...words)).toContain(
      '9.csv cannot be read',
    );
  });
});
