import type {
  DataSummary,
  DescentEnd,
  LambdaView,
  Metric,
  PartScores,
  RunResult,
  Scores,
} from '../../src/engine/report.ts';
import { button } from '../controls/toolkit.ts';
import { h, setText, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { finishedRunId, type Model, resultData, shownResult, shownView } from '../model.ts';
import type { Store } from '../store.ts';
import { isNarrow, type View } from './view.ts';

type Part = keyof PartScores;
const PARTS: readonly Part[] = ['train', 'validation', 'test'];

/** Scores by part and by target, and what the solver says of the fit. */
export function fitScores(store: Store): View {
  const parts = h('div');
  const targets = h('div');
  const facts = h('dl', { class: 'facts' });
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
    facts,
    save.element,
  );
  const draw = whenChanged(
    (result: RunResult | null, view: LambdaView | null, data: DataSummary | null, narrow: boolean) => {
      if (!result || !view || !data) return;
      parts.replaceChildren(partsTable(result, view, narrow));
      const several = data.targets.length > 1;
      show(targets, several);
      targets.replaceChildren(...(several ? [targetsTable(result, data)] : []));
      facts.replaceChildren(...factsOf(result, view));
    },
  );
  return {
    element,
    update: (model: Model) => draw(shownResult(model), shownView(model), resultData(model), isNarrow()),
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

function endOf({ reason, iterations }: DescentEnd): string {
  const steps = format.counted(iterations, 'iteration');
  return reason === 'iterations' ? steps : `${reason} after ${steps}`;
}

/** Short answers about the fit; each only where there is something to say. */
function factsOf(result: RunResult, view: LambdaView): HTMLElement[] {
  const { descent } = result;
  const pairs: [string, string, string][] = [
    ['solver', result.solver, result.solver],
    [
      'degrees of freedom',
      view.degreesOfFreedom === null ? '' : view.degreesOfFreedom.toFixed(2),
      format.exact(view.degreesOfFreedom),
    ],
    ['rank', format.count(result.rank), String(result.rank)],
    [
      'condition',
      result.condition === null ? 'singular' : format.significant(result.condition, 3),
      format.exact(result.condition),
    ],
    ['exact zeros', format.count(view.exactZeros), String(view.exactZeros)],
    ['loss', format.mse(view.dataLoss + view.penalty), format.exact(view.dataLoss + view.penalty)],
    ['exact optimum', format.mse(result.optimum), format.exact(result.optimum)],
    [
      'descent',
      descent ? endOf(descent) : '',
      descent ? `learning rate ${descent.learningRate}, L ${descent.lipschitz}` : '',
    ],
    [
      'intercept',
      view.intercept.map((value) => format.significant(value, 4)).join(', '),
      view.intercept.join(', '),
    ],
  ];
  return pairs.flatMap(([name, text, exact]) => {
    if (text === '') return [];
    const value = h('dd', { title: exact });
    setText(value, text);
    value.dataset['exact'] = exact;
    return [h('div', {}, h('dt', { text: name }), value)];
  });
}
