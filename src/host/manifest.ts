/* Made from package.json by scripts/sync-contributions.mjs. */

export type ManifestCommand =
  | 'ridgeline.train'
  | 'ridgeline.trainFolder'
  | 'ridgeline.trainWithOptions'
  | 'ridgeline.rerun'
  | 'ridgeline.race'
  | 'ridgeline.search'
  | 'ridgeline.stop'
  | 'ridgeline.showPanel'
  | 'ridgeline.showLog';

export type ManifestSetting =
  | 'ridgeline.model'
  | 'ridgeline.lambda'
  | 'ridgeline.lambdaChoice'
  | 'ridgeline.lambdaScale'
  | 'ridgeline.l1Ratio'
  | 'ridgeline.standardize'
  | 'ridgeline.solver'
  | 'ridgeline.initializer'
  | 'ridgeline.learningRate'
  | 'ridgeline.schedule'
  | 'ridgeline.iterations'
  | 'ridgeline.seed'
  | 'ridgeline.split'
  | 'ridgeline.missing'
  | 'ridgeline.maxLevels'
  | 'ridgeline.delimiter'
  | 'ridgeline.encoding'
  | 'ridgeline.memoryLimitMB'
  | 'ridgeline.workers'
  | 'ridgeline.pace'
  | 'ridgeline.notifications';
