import type { RunSummary } from '../../src/protocol/panel.ts';
import { h, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import type { Model } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** The runs so far, newest first; a click shows one again. */
export function runsList(store: Store): View {
  const list = h('ul', { class: 'runs-list' });
  const element = h(
    'section',
    { class: 'runs', attrs: { 'aria-label': 'Runs' } },
    h('h2', { text: 'Runs' }),
    list,
  );
  const draw = whenChanged((runs: readonly RunSummary[], current: string | undefined) => {
    const newest = [...runs].sort((a, b) => b.number - a.number);
    list.replaceChildren(...newest.map((run) => rowOf(store, run, run.id === current)));
    show(element, runs.length > 0);
  });
  return { element, update: ({ host }: Model) => draw(host.runs, host.run?.id) };
}

function rowOf(store: Store, run: RunSummary, current: boolean): HTMLElement {
  const { score } = run;
  const outcome = score ? `${score.part} ${format.score(score.metric.form, score.value)}` : run.status;
  const exact = score ? `${score.part} ${score.metric.label} ${format.exact(score.value)}` : run.status;
  const button = h(
    'button',
    {
      class: 'run',
      title: `Run ${run.number}: ${run.target.join(', ')}, λ ${run.lambda ?? '–'}, ${run.solver}, ${exact}`,
      attrs: { type: 'button', ...(current ? { 'aria-current': 'true' } : {}) },
      on: { click: () => store.post({ type: 'select', runId: run.id }) },
    },
    h('span', { class: 'run-number', text: `#${run.number}` }),
    run.lambda === null ? null : h('span', { text: `λ ${format.lambda(run.lambda)}` }),
    h('span', { class: 'dim', text: outcome }),
  );
  return h('li', {}, button);
}
