import type { ManifestCommand, ManifestSetting } from './manifest.ts';

/** Every command of package.json by the name the host knows it by. */
export const COMMANDS = {
  train: 'ridgeline.train',
  trainFolder: 'ridgeline.trainFolder',
  trainWithOptions: 'ridgeline.trainWithOptions',
  rerun: 'ridgeline.rerun',
  race: 'ridgeline.race',
  search: 'ridgeline.search',
  stop: 'ridgeline.stop',
  showPanel: 'ridgeline.showPanel',
  showLog: 'ridgeline.showLog',
} as const satisfies Record<string, ManifestCommand>;

/** Every setting of package.json without its section. */
export const SETTINGS = [
  'model',
  'lambda',
  'lambdaChoice',
  'lambdaScale',
  'l1Ratio',
  'standardize',
  'solver',
  'initializer',
  'learningRate',
  'schedule',
  'iterations',
  'seed',
  'split',
  'missing',
  'maxLevels',
  'delimiter',
  'encoding',
  'memoryLimitMB',
  'workers',
  'pace',
  'notifications',
] as const satisfies readonly Unprefixed<ManifestSetting>[];

/** Contexts that `when` clauses of package.json ask for. */
export const CONTEXTS = {
  /** A training is under way. */
  running: 'ridgeline.running',
  /** A training has ended in this window. */
  trained: 'ridgeline.trained',
  /** The host has started and has told what is in `csvFolders`; before that nothing is known of any folder. */
  started: 'ridgeline.started',
  /** Paths of the folders that hold several CSV files. */
  csvFolders: 'ridgeline.csvFolders',
} as const;

export const SECTION = 'ridgeline';
export const PANEL_TYPE = 'ridgeline.training';

export type CommandName = keyof typeof COMMANDS;
export type CommandId = (typeof COMMANDS)[CommandName];
export type SettingName = (typeof SETTINGS)[number];

type Unprefixed<T extends string> = T extends `ridgeline.${infer Name}` ? Name : never;
type Nothing<T extends never> = T;
/** Fails to compile where package.json contributes what stands in no map above. */
export type Unmapped = Nothing<
  Exclude<ManifestCommand, CommandId> | Exclude<ManifestSetting, `ridgeline.${SettingName}`>
>;
