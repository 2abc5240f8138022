import { isExpected } from '../engine/errors.ts';
import { defaultSpec, parseSpec, type RunSpec } from '../engine/spec.ts';
import { parseSplit } from '../engine/specText.ts';
import type { SettingName } from './contributions.ts';

export type SettingValues = Readonly<Partial<Record<SettingName, unknown>>>;

/** The settings that are fields of a spec by the same name. */
const SAME_NAME = [
  'model',
  'lambdaChoice',
  'lambdaScale',
  'l1Ratio',
  'standardize',
  'solver',
  'learningRate',
  'iterations',
  'seed',
  'missing',
  'maxLevels',
] as const;

/** What a panel starts with. */
const UNLESS_SET = {
  split: { kind: 'random', fraction: 0.2 },
  lambdaChoice: 'min',
} as const satisfies Partial<RunSpec>;

/** What settings make of a spec: the one that a file without choices of its own is trained with. */
export interface SettingsSpec {
  readonly spec: RunSpec;
  /** A sentence for each setting that is not valid and was left at its default. */
  readonly problems: readonly string[];
}

/** Reads a spec out of settings; one that is not valid counts as not set. Cross-validation chooses λ unless one is set. */
export function settingsSpec(values: SettingValues): SettingsSpec {
  const problems: string[] = [];
  let spec: RunSpec = { ...defaultSpec(), ...UNLESS_SET };
  const apply = (name: SettingName, change: (value: unknown) => Partial<Record<keyof RunSpec, unknown>>) => {
    const value = values[name];
    if (value === undefined || value === null || value === '') return;
    try {
      spec = parseSpec({ ...spec, ...change(value) });
    } catch (error) {
      if (!isExpected(error)) throw error;
      problems.push(`ridgeline.${name}: ${error.message}`);
    }
  };
  for (const name of SAME_NAME) apply(name, (value) => ({ [name]: value }));
  apply('lambda', (lambda) => ({ lambda, lambdaChoice: 'given' }));
  apply('initializer', (id) => ({ initializer: { id } }));
  apply('schedule', (id) => ({ schedule: { id } }));
  apply('split', (text) => ({ split: parseSplit(String(text)) }));
  apply('delimiter', (value) => ({ csv: { ...spec.csv, delimiter: value === 'auto' ? null : value } }));
  apply('encoding', (value) => ({ csv: { ...spec.csv, encoding: value === 'auto' ? null : value } }));
  return { spec, problems };
}
