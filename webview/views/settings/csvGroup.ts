import type { RunSpec } from '../../../src/engine/spec.ts';
import { choiceField } from '../../controls/field.ts';
import { textField } from '../../controls/toolkit.ts';
import { h, whenChanged } from '../../dom.ts';
import type { Model } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import type { Group } from './group.ts';

type Csv = RunSpec['csv'];
const DETECT = { value: 'auto', label: 'detect' } as const;
const DELIMITERS = [
  DETECT,
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'bar |' },
] as const;
const ENCODINGS = [
  DETECT,
  { value: 'utf8', label: 'UTF-8' },
  { value: 'utf16le', label: 'UTF-16 LE' },
  { value: 'utf16be', label: 'UTF-16 BE' },
  { value: 'windows1252', label: 'Windows-1252' },
  { value: 'latin1', label: 'Latin-1' },
  { value: 'gb18030', label: 'GB18030' },
] as const;
const DECIMALS = [DETECT, { value: '.', label: 'point 1.5' }, { value: ',', label: 'comma 1,5' }] as const;
const HEADERS = [DETECT, { value: 'yes', label: 'first line' }, { value: 'no', label: 'none' }] as const;

/** How the file is read, where detection got it wrong. */
export const csvGroup: Group = {
  id: 'csv',
  title: 'CSV',
  summary: ({ host: { spec } }: Model) => summaryOf(spec.csv),
  make: csvFields,
};

function csvFields(store: Store): View {
  const edit = (change: Partial<Csv>): void => {
    const csv = store.model?.host.spec.csv;
    if (csv) store.edit({ csv: { ...csv, ...change } });
  };
  const orNull = <T extends string>(value: T): Exclude<T, 'auto'> | null =>
    value === 'auto' ? null : (value as Exclude<T, 'auto'>);
  const delimiter = choiceField('Delimiter', DELIMITERS, (value) => edit({ delimiter: orNull(value) }));
  const encoding = choiceField('Encoding', ENCODINGS, (value) => edit({ encoding: orNull(value) }));
  const decimal = choiceField('Decimal mark', DECIMALS, (value) => edit({ decimal: orNull(value) }));
  const header = choiceField('Header', HEADERS, (value) =>
    edit({ header: value === 'auto' ? null : value === 'yes' }),
  );
  const tokens = textField({
    label: 'Missing tokens',
    placeholder: 'NA, ?',
    onChange: (text) => {
      const list = text.split(',').map((token) => token.trim());
      edit({ missingTokens: text.trim() === '' ? null : list.filter((token) => token !== '') });
    },
  });
  const fields = [delimiter, encoding, decimal, header, tokens].map((field) => field.element);
  const element = h('div', { class: 'fields' }, ...fields);
  const draw = whenChanged((csv: Csv) => {
    delimiter.set((csv.delimiter ?? 'auto') as 'auto');
    encoding.set(csv.encoding ?? 'auto');
    decimal.set(csv.decimal ?? 'auto');
    header.set(csv.header === null ? 'auto' : csv.header ? 'yes' : 'no');
    tokens.set(csv.missingTokens?.join(', ') ?? '');
  });
  return { element, update: (model: Model) => draw(model.host.spec.csv) };
}

/** Columns that are taken as categories are chosen, and told, among the columns. */
function summaryOf({ categorical: _columns, ...csv }: Csv): string {
  const set = Object.values(csv).filter((value) => value !== null).length;
  return set === 0 ? 'detected' : `${set} set by hand`;
}
