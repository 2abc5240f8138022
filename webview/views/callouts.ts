import type { DescentEnd } from '../../src/engine/report.ts';
import type { Held } from '../../src/protocol/panel.ts';
import type { Failure } from '../../src/protocol/run.ts';
import { type ButtonControl, button } from '../controls/toolkit.ts';
import { type Child, h, icon, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { isRunning, type Model } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** What stands in the way, each with its ways out: a failure, a divergence, a changed file. */
export function callouts(store: Store): View {
  const element = h('div', { class: 'callouts' });
  const draw = whenChanged(
    (
      failure: Failure | null,
      below: string,
      descent: DescentEnd | null,
      stale: string | null,
      restored: boolean,
      idle: boolean,
    ) => {
      const boxes = [
        failure ? failed(store, failure, below) : null,
        descent?.advice ? diverged(store, descent.advice) : null,
        stale === null ? null : changed(store, stale),
        restored && stale === null ? fromBefore(store) : null,
        idle ? untrained() : null,
      ].filter((box) => box !== null);
      element.replaceChildren(...boxes);
      show(element, boxes.length > 0);
    },
  );
  return {
    element,
    update: ({ host, held }: Model) => {
      const { run } = host;
      const descent = run?.result?.descent ?? null;
      const stale = host.stale && !isRunning(run?.status) ? host.file.name : null;
      draw(
        run?.failure ?? null,
        held ? lastGood(held) : '',
        descent,
        stale,
        run?.restored ?? false,
        run === null || run.status === 'idle',
      );
    },
  };
}

function callout(
  kind: 'bad' | 'warn' | 'info',
  iconName: string,
  text: string,
  actions: ButtonControl[],
): HTMLElement {
  const children: Child[] = actions.map((action) => action.element);
  return h(
    'div',
    { class: `callout callout-${kind}`, attrs: { role: kind === 'bad' ? 'alert' : 'note' } },
    h('div', { class: 'callout-text' }, icon(iconName), h('span', { text })),
    children.length > 0 ? h('div', { class: 'callout-actions' }, ...children) : null,
  );
}

const rerun = (store: Store): ButtonControl => button('Rerun', 'secondary', () => store.train());

/** What of an earlier run is shown instead, and in what it differs from the run that failed. */
function lastGood({ number, otherTargets, olderFile }: Held): string {
  const of = otherTargets ? `, of ${otherTargets.join(', ')}` : '';
  const before = olderFile ? ', from before the file changed' : '';
  return ` Below is run #${number}, the last good model${of}${before}.`;
}

/** @param below says what is shown instead; empty where nothing is */
function failed(store: Store, { message, place, code }: Failure, below: string): HTMLElement {
  const actions = [rerun(store)];
  if (place) {
    const go = (): void => store.post({ type: 'reveal', ...place });
    actions.unshift(button(`Go to line ${format.count(place.line)}`, 'secondary', go));
  }
  if (code === 'bug' || !place)
    actions.push(button('Show log', 'secondary', () => store.post({ type: 'showLog' })));
  return callout('bad', 'error', `${message}${below}`, actions);
}

function diverged(store: Store, { message, suggestedRate }: NonNullable<DescentEnd['advice']>): HTMLElement {
  const runId = store.model?.host.run?.id;
  const resume = button(`Resume with ${format.significant(suggestedRate, 3)} = 0.9/L`, 'secondary', () => {
    if (runId !== undefined) store.post({ type: 'recover', runId });
  });
  return callout('warn', 'warning', message, [resume]);
}

const changed = (store: Store, name: string): HTMLElement =>
  callout('info', 'info', `${name} changed since this run.`, [rerun(store)]);

const fromBefore = (store: Store): HTMLElement =>
  callout('info', 'info', 'This run is from an earlier window: rerun it to move λ live and to predict.', [
    rerun(store),
  ]);

const untrained = (): HTMLElement =>
  callout('info', 'info', 'Not trained yet. Train reads the file and fits the first model.', []);
