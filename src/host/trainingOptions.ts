import { isExpected } from '../engine/errors.ts';
import type { ColumnSummary } from '../engine/report.ts';
import type { RunSpec } from '../engine/spec.ts';
import { formatSplit, parseSplit } from '../engine/specText.ts';
import type { Catalog } from '../protocol/panel.ts';
import {
  chosenFeatures,
  columnItem,
  featureColumns,
  modelItems,
  racerItems,
  splitItems,
  targetItems,
  usedFeatures,
} from './optionItems.ts';
import { inputStep, type Position, pickStep, runSteps, type Step } from './quickSteps.ts';

/** Asks for target, model, features and split; undefined where cancelled. Everything else stays as the spec has it. */
export function askOptions(
  name: string,
  columns: readonly ColumnSummary[],
  catalog: Catalog,
  spec: RunSpec,
): Promise<RunSpec | undefined> {
  return runSteps(`Train ridge model on ${name}`, spec, [
    targetStep(columns),
    modelStep(catalog),
    featuresStep(columns),
    splitStep(columns),
  ]);
}

function targetStep(columns: readonly ColumnSummary[]): Step<RunSpec> {
  return async (spec, position) => {
    const items = targetItems(columns, spec);
    const answer = await pickStep({
      position,
      placeholder: 'Which column is to be predicted?',
      items,
      chosen: items.slice(0, 1),
    });
    if (answer === undefined || answer === 'back') return answer;
    return { value: { ...spec, target: answer.value.map((item) => item.name).filter(Boolean) } };
  };
}

function modelStep(catalog: Catalog): Step<RunSpec> {
  return async (spec, position) => {
    const items = modelItems(catalog, spec);
    const placeholder = 'Which model is to be trained?';
    const answer = await pickStep({ position, placeholder, items, chosen: items.slice(0, 1) });
    if (answer === undefined || answer === 'back') return answer;
    return { value: { ...spec, model: answer.value[0]?.id ?? spec.model } };
  };
}

/** Asks which solvers are to race; undefined where cancelled. `model` is null while it is open. */
export async function askRacers(
  name: string,
  catalog: Catalog,
  spec: RunSpec,
  model: string | null,
): Promise<string[] | undefined> {
  const answer = await pickStep({
    position: { title: `Race solvers on ${name}`, step: 1, totalSteps: 1 },
    placeholder: 'Which solvers?',
    ...racerItems(catalog, spec, model),
    many: true,
  });
  if (answer === undefined || answer === 'back' || answer.value.length === 0) return undefined;
  return answer.value.map(({ id }) => id);
}

function featuresStep(columns: readonly ColumnSummary[]): Step<RunSpec> {
  return async (spec, position) => {
    const usable = featureColumns(columns, spec);
    const used = new Set(usedFeatures(usable, spec).map((column) => column.name));
    const items = usable.map(columnItem);
    const answer = await pickStep({
      position,
      placeholder: 'From which columns?',
      items,
      chosen: items.filter((item) => used.has(item.name)),
      many: true,
    });
    if (answer === undefined || answer === 'back') return answer;
    const names = answer.value.map((item) => item.name);
    return { value: { ...spec, ...chosenFeatures(names, usable, spec) } };
  };
}

function splitStep(columns: readonly ColumnSummary[]): Step<RunSpec> {
  return async (spec, position) => {
    for (;;) {
      const items = splitItems(columns, spec);
      const placeholder = 'Which rows are held out to test the model?';
      const answer = await pickStep({ position, placeholder, items, chosen: items.slice(0, 1) });
      if (answer === undefined || answer === 'back') return answer;
      const split = answer.value[0]?.split;
      if (split) return { value: { ...spec, split } };
      const typed = await typedSplit(spec, position);
      if (typed !== 'back') return typed;
    }
  };
}

async function typedSplit(spec: RunSpec, position: Position): ReturnType<Step<RunSpec>> {
  const prompt = 'none, last:0.2, every:5, random:0.2 or column:NAME';
  const answer = await inputStep(position, prompt, formatSplit(spec.split), splitComplaint);
  if (answer === undefined || answer === 'back') return answer;
  return { value: { ...spec, split: parseSplit(answer.value) } };
}

function splitComplaint(text: string): string | undefined {
  try {
    parseSplit(text);
    return undefined;
  } catch (error) {
    if (!isExpected(error)) throw error;
    return error.message;
  }
}
