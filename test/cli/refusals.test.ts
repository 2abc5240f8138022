import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { csv, MIXED } from './data.ts';
import { example, refusal, ridgeline, useFolder, write } from './ridgeline.ts';

/** Files by name; a word like `mixed.csv` stands for the one in the tests' folder. */
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'mixed.csv': MIXED,
  'empty.csv': '',
  'header.csv': 'a,b,c\n',
  'one.csv': 'a,b\n1,2\n',
  'empty.csv.gz': gzipSync(''),
  'cut.csv.gz': gzipSync(MIXED).subarray(0, 200),
  'huge.csv': csv(['y'], (a) => [a * 1e300]),
  'negative.csv': csv(['n'], (_a, _b, row) => [(row % 5) - 2]),
  'one-class.csv': csv(['c'], () => ['x']),
  'many.csv': csv(['c'], (_a, _b, row) => [`level ${row}`], 1200),
  'constant.csv': 'a,b,c\n1,2,x\n1,2,y\n1,2,x\n',
  'weights.csv': csv(['y', 'zero', 'below'], (a, _b, row) => [a, 0, row - 3]),
  'wide.csv': wide(6, 5100),
  'text.json': 'not JSON',
  'other.json': '{"a":1}',
};

function wide(rows: number, columns: number): string {
  const names = Array.from({ length: columns }, (_, j) => `x${j}`);
  const line = (row: number) => names.map((_, j) => ((row * 31 + j * 17) % 97) / 10).join(',');
  const lines = Array.from({ length: rows }, (_, row) => `${line(row)},${'uv'[row % 2]}`);
  return `${names.join(',')},c\n${lines.join('\n')}\n`;
}

const file = useFolder();
beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) write(file(name), content);
});

const words = (line: string) => line.split(' ').map((word) => (word in FILES ? file(word) : word));

describe.concurrent('wrong usage, exit code 2', () => {
  test.each([
    ['guess mixed.csv', 'There is no command "guess"'],
    ['train', 'FILE.csv is missing'],
    ['race', 'FILE.csv is missing'],
    ['predict', 'MODEL.json is missing'],
    ['predict text.json', 'FILE.csv is missing'],
    ['train mixed.csv --nothing', "Unknown option '--nothing'"],
    ['train mixed.csv --target', "'--target <value>' argument missing"],
    ['train mixed.csv --lambda much', '--lambda takes a number, not "much"'],
    ['train mixed.csv --hidden 4,x', '--hidden takes a number, not "x"'],
    ['train mixed.csv --activation sine', '--activation takes tanh, relu, sigmoid'],
    ['train mixed.csv --class-weight equal', '--class-weight takes none, balanced'],
    ['train mixed.csv --penalty-factor a', '--penalty-factor takes NAME=NUMBER'],
    ['train mixed.csv --bootstrap 1', '--bootstrap takes a whole number from 2 on'],
    ['train mixed.csv --workers 0', '--workers takes a whole number from 1 on'],
    ['train mixed.csv --memory-limit 0', '--memory-limit takes a number above 0'],
    ['train mixed.csv --init-values {', '--init-values must be JSON'],
    ['train mixed.csv --schedule-parameter every=3', '--schedule-parameter needs --schedule'],
    ['train mixed.csv --momentum 0.5', '--momentum needs --solver'],
    ['train mixed.csv --solver adam --momentum 0.5', '--momentum is no parameter of Adam'],
    ['train mixed.csv --huber-delta 2', '--huber-delta needs --model'],
    ['train mixed.csv --model huber --model-parameter a=2', '--model-parameter a is no parameter of Huber'],
    ['train mixed.csv --solver cholesky --batch-size 9', '--batch-size is not for Cholesky'],
    ['train mixed.csv --solver adam --patience 3', '--patience needs --validation'],
    ['race mixed.csv --learning-rates fast', '--learning-rates takes a number'],
    ['race mixed.csv --importance', "Unknown option '--importance'"],
  ])('%s', async (line, start) => {
    const sentence = await refusal(2, ...words(line));
    expect(sentence).toContain(start);
    expect(sentence).toMatch(/See ridgeline --help\.$/);
  });
});

describe.concurrent('files that cannot be used, exit code 1', () => {
  test.each([
    ['train nowhere.csv', 'nowhere.csv cannot be read: there is no such file'],
    ['train *.nothing', 'No file matches *.nothing'],
    ['train empty.csv', 'The file is empty'],
    ['train empty.csv.gz', 'The file is empty'],
    ['train cut.csv.gz', 'gzip file is damaged or cut off'],
    ['train header.csv', 'header.csv has a header but no rows'],
    ['train one.csv', 'one.csv has one'],
    ['train huge.csv', 'too large to be squared'],
    ['train constant.csv --target c', 'No column is left to predict from'],
    ['predict nowhere.json mixed.csv', 'nowhere.json cannot be read'],
    ['predict text.json mixed.csv', 'it is not JSON'],
    ['predict other.json mixed.csv', 'not a model file of schema ridgeline.model/1 (schema is missing)'],
    ['train mixed.csv --resume nowhere.json --solver adam', 'nowhere.json cannot be read'],
    ['train mixed.csv --output /no/such/place.json', 'cannot be written'],
  ])('%s', async (line, part) => {
    expect(await refusal(1, ...words(line))).toContain(part);
  });
});

describe.concurrent('choices that do not fit the data, exit code 1', () => {
  test.each([
    ['mixed.csv --target lacking', 'There is no target column "lacking". The file has: a, b, y'],
    ['mixed.csv --target y --features a,lacking', 'no feature column "lacking"'],
    ['mixed.csv --target y --sample-weight lacking', 'no weight column "lacking"'],
    ['mixed.csv --target y --penalty-factor lacking=0', 'penalty factor of "lacking" belongs to no column'],
    ['mixed.csv --target y --penalty-factor a=-1', 'numbers from 0 on'],
    ['mixed.csv --target y --l1-ratio 2', '"l1Ratio" must be at most 1, not 2'],
    ['mixed.csv --target y --lambda -1', '"lambda" must be at least 0, not -1'],
    ['mixed.csv --target y --hidden 4,2.5 --model mlp', '"hidden.1" must be a whole number, not 2.5'],
    ['mixed.csv --target y --hidden 1,2,3,4 --model mlp', '"hidden" must have at most 3 entries, not 4'],
    ['mixed.csv --target y --solver fastest', 'There is no solver "fastest". Choose one of: cholesky'],
    ['mixed.csv --target y --model best', 'There is no model "best"'],
    ['mixed.csv --target y --schedule slow', 'There is no schedule "slow"'],
    ['mixed.csv --target y --initializer lucky', 'There is no initializer "lucky"'],
    ['mixed.csv --target y --split half', '"half" is not a split'],
    ['mixed.csv --target y --solver svd --l1-ratio 1', 'squared error with a plain L2 penalty only'],
    ['mixed.csv --target two --solver svd', 'cannot train a logistic model'],
    ['mixed.csv --target y --solver newton --l1-ratio 0.5', 'a penalty without an L1 part'],
    ['mixed.csv --target y --model mlp --solver newton', 'cannot train a neural network model'],
    [
      'mixed.csv --target y --model mlp --penalty-factor a=0',
      'A network has several weights for each column',
    ],
    ['mixed.csv --target y --model mlp --bootstrap 3', 'A network has no weights of columns'],
    ['mixed.csv --target three --model logistic', 'this model tells two apart. Choose the softmax model'],
    ['mixed.csv --target y,z --model logistic', 'predicts one target, and 2 are given'],
    ['mixed.csv --target two --positive maybe', 'no level "maybe"'],
    ['mixed.csv --target y --positive yes', 'is predicted as a number'],
    ['mixed.csv --target three --positive p', 'has 3 classes'],
    ['mixed.csv --target y --class-weight balanced', 'no classes to balance'],
    ['mixed.csv --target two --target-transform log1p', 'as classes or counts'],
    ['mixed.csv --target y --sample-weight group', 'holds text (u, v)'],
    ['weights.csv --target y --sample-weight zero', 'are 0 in every training row'],
    ['weights.csv --target y --sample-weight below', 'goes down to -3'],
    ['negative.csv --target n --model poisson', 'goes down to -2, and a Poisson model'],
    ['negative.csv --target n --target-transform log1p', 'needs numbers above −1'],
    ['one-class.csv --target c', 'only the class "x"'],
    ['many.csv --target c --model softmax', 'too many to be classes'],
    ['wide.csv --target c --solver newton', 'lbfgs'],
    ['wide.csv --target c --memory-limit 0.1', 'Raise the memory limit'],
  ])('train %s', async (line, part) => {
    expect(await refusal(1, 'train', ...words(line))).toContain(part);
  });

  test('a state that belongs to another solver, or to none that was chosen', async () => {
    const state = file('adam.json');
    const penguins = example('penguins.csv');
    const train = ['train', penguins, '--target', 'species'];
    await ridgeline(...train, '--solver', 'adam', '--iterations', '3', '--output', state);
    expect(await refusal(1, ...train, '--resume', state)).toContain('Add --solver adam');
    expect(await refusal(1, ...train, '--resume', state, '--solver', 'lbfgs')).toContain(
      'of the solver "adam"',
    );
    const other = ['train', penguins, '--target', 'sex', '--solver', 'adam', '--resume', state];
    expect(await refusal(1, ...other)).toContain('other columns or targets');
  });
});
