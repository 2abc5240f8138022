import type {
  DataSummary,
  LambdaView,
  Metric,
  PartScores,
  RunResult,
  Scores,
} from '../../../src/engine/report.ts';
import { isExact } from '../../../src/protocol/lanes.ts';
import { AUTO } from '../../choices.ts';
import { button } from '../../controls/toolkit.ts';
import { h, show, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import { finishedRunId, type Model, resultData, shownResult, shownView } from '../../model.ts';
import type { Store } from '../../store.ts';
import { isNarrow, type View } from '../view.ts';
import { fitDetails } from './details.ts';
import { factsOf, inflationOf } from './facts.ts';

type Part = keyof PartScores;
const PARTS: readonly Part[] = ['train', 'validation', 'test'];

/** Scores by part and by target, and what the solver says of the fit. */
export function fitScores(store: Store): View {
  const parts = h('div');
  const targets = h('div');
  const details = fitDetails(store);
  const facts = h('dl', { class: 'facts' });
  const inflation = h('div', { class: 'inflation' });
  const save = button(
    'Save model…',
    'secondary',
    () => {
      const runId = store.model ? finishedRunId(store.model) : null;
      if (runId !== null) store.post({ type: 'saveModel', runId });
    },
    'save',
  );
  const element = h(
    'section',
    { class: 'fit', attrs: { 'aria-label': 'Fit' } },
    parts,
    targets,
    details.element,
    facts,
    inflation,
    save.element,
  );
  const draw = whenChanged(
    (
      result: RunResult | null,
      view: LambdaView | null,
      data: DataSummary | null,
      narrow: boolean,
      solver: string,
      watched: boolean,
    ) => {
      if (!result || !view || !data) return;
      parts.replaceChildren(partsTable(result, view, narrow));
      const several = data.targets.length > 1;
      show(targets, several);
      targets.replaceChildren(...(several ? [targetsTable(result, data)] : []));
      facts.replaceChildren(...factsOf(result, view, data, { name: solver, watched }));
      inflation.replaceChildren(...inflationOf(result.inspection, data.features));
    },
  );
  return {
    element,
    update: (model: Model) => {
      const result = shownResult(model);
      const { catalog, run } = model.host;
      const entry = catalog.solvers.find(({ id }) => id === result?.solver);
      const watched = entry === undefined || isExact(entry) || run?.spec.solver === AUTO;
      const name = entry?.label ?? result?.solver ?? '';
      draw(result, shownView(model), resultData(model), isNarrow(), name, watched);
      details.update(model);
    },
  };
}

function partsTable(
  { baseline, guess: guessed, metrics }: RunResult,
  { scores }: LambdaView,
  narrow: boolean,
): HTMLElement {
  const shown = narrow && metrics.length > 4 ? metrics.filter(({ minor }) => !minor) : metrics;
  const rows = PARTS.flatMap((part) => {
    const own = scores[part];
    const guess = baseline[part];
    if (!own) return [];
    return [
      rowOf(part, own, shown),
      ...(guess
        ? [rowOf(narrow ? `· ${guessed}` : `${part}, guessing ${guessed}`, guess, shown, 'dim')]
        : []),
    ];
  });
  return table('Scores by part', 'part', shown, rows);
}

function targetsTable({ byTarget, metrics }: RunResult, { targets }: DataSummary): HTMLElement {
  const rows = targets.flatMap((target, index) => {
    const scores = byTarget[index];
    const part: Part = scores?.test ? 'test' : scores?.validation ? 'validation' : 'train';
    const own = scores?.[part];
    return own ? [rowOf(`${target} (${part})`, own, metrics)] : [];
  });
  return table('The trained model by target', 'target', metrics, rows);
}

function table(
  caption: string,
  first: string,
  metrics: readonly Metric[],
  rows: readonly HTMLElement[],
): HTMLElement {
  const cells = [
    h('th', { text: first, attrs: { scope: 'col' } }),
    ...metrics.map(({ label, description }) =>
      h('th', { text: label, title: description, attrs: { scope: 'col' } }),
    ),
  ];
  return h(
    'table',
    {},
    h('caption', { text: caption }),
    h('thead', {}, h('tr', {}, ...cells)),
    h('tbody', {}, ...rows),
  );
}

function rowOf(name: string, scores: Scores, metrics: readonly Metric[], kind = ''): HTMLElement {
  const label = h('th', { text: name, title: name, attrs: { scope: 'row' } });
  return h(
    'tr',
    { class: kind },
    label,
    ...metrics.map(({ id, form }) => cell(format.score(form, scores[id]), scores[id] ?? null)),
  );
}

function cell(text: string, value: number | null): HTMLElement {
  const exact = format.exact(value);
  return h('td', {
    text,
    ...(value === null
      ? { title: 'Known once λ is released' }
      : { title: exact, attrs: { 'data-exact': exact } }),
  });
}
