import * as v from 'valibot';
import { RaceLanesSchema } from '../src/protocol/run.ts';
import { SearchSettingsSchema } from '../src/protocol/search.ts';

const TABS = ['training', 'weights', 'lambda', 'fit', 'race', 'search'] as const;
export const LAMBDA_UNITS = ['total', 'perSample', 'scikitLearn', 'glmnet', 'freedom'] as const;

export const TRIAL_ORDERS = ['newest', 'best'] as const;

/**
 * How this panel is looked at, kept by VS Code across hiding and reload. None of it changes a run.
 * Every field falls back on its own, so that an older or broken state costs only what it got wrong.
 */
const LocalSchema = v.object({
  tab: v.fallback(v.picklist(TABS), 'training'),
  logAxis: v.fallback(v.nullable(v.boolean()), null),
  /** What the chart of the descent shows: the loss, or how far it is from the optimum. */
  lossView: v.fallback(v.picklist(['loss', 'distance']), 'loss'),
  weightScale: v.fallback(v.picklist(['standardized', 'original']), 'standardized'),
  /** Series of the loss chart that were switched off. */
  hiddenSeries: v.fallback(v.array(v.string()), []),
  settingsOpen: v.fallback(v.boolean(), false),
  /** Groups of the settings that are open, by id. */
  openGroups: v.fallback(v.array(v.string()), ['columns', 'data']),
  /** The rows whose predictions are looked at in detail. */
  fitPart: v.fallback(v.picklist(['test', 'validation', 'train']), 'test'),
  detailsOpen: v.fallback(v.boolean(), false),
  predictOpen: v.fallback(v.boolean(), false),
  /** What is to race; null: what is usual. */
  lanes: v.fallback(v.nullable(RaceLanesSchema), null),
  hiddenRacers: v.fallback(v.array(v.number()), []),
  /** What is to be searched; null: what is usual. */
  search: v.fallback(v.nullable(SearchSettingsSchema), null),
  trialOrder: v.fallback(v.picklist(TRIAL_ORDERS), 'newest'),
  /** The target whose weights are shown, where a run has several. */
  targetIndex: v.fallback(v.number(), 0),
  /** The conversion shown beside λ, by the tool's name. */
  tool: v.fallback(v.nullable(v.string()), null),
  /** What the axis of λ is read in, and the curves over it that were switched off. */
  lambdaUnit: v.fallback(v.picklist(LAMBDA_UNITS), 'total'),
  hiddenCurves: v.fallback(v.array(v.string()), []),
  /** Cells of the prediction row that were typed, by column. */
  cells: v.fallback(v.record(v.string(), v.string()), {}),
});

export type Local = v.InferOutput<typeof LocalSchema>;
export type Tab = Local['tab'];

/** The tab of this name; the first one where there is none. */
export const asTab = (name: string): Tab => TABS.find((tab) => tab === name) ?? 'training';

/** The state as VS Code kept it, or the defaults. */
export const readLocal = (value: unknown): Local =>
  v.parse(LocalSchema, typeof value === 'object' && value !== null ? value : {});
