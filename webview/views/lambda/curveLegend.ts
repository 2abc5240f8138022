import type { Selection } from '../../../src/engine/selectionReport.ts';
import { CURVES, type CurveId } from '../../charts/lambda/errors.ts';
import { h, setAttr, show } from '../../dom.ts';
import type { Store } from '../../store.ts';

const NAMES: Readonly<Record<CurveId, { readonly label: string; readonly title: string }>> = {
  loo: {
    label: 'leave-one-out',
    title: 'Every training row predicted by the model of all others, in closed form',
  },
  gcv: {
    label: 'GCV',
    title: 'Generalized cross-validation: the training error over (1 − d.f. / rows)²',
  },
};

/** The curves under the paths; the thin ones are switched off and on here. */
export function curveLegend(store: Store) {
  const buttons = CURVES.map((id) => {
    const key = h('span', { class: `key key-${id}`, attrs: { 'aria-hidden': 'true' } });
    const { label, title } = NAMES[id];
    const button = h(
      'button',
      { title, attrs: { type: 'button' }, on: { click: () => toggle(store, id) } },
      key,
      label,
    );
    return { id, button };
  });
  const band = h(
    'span',
    { class: 'key-item', title: 'Mean over the folds, plus and minus one standard error' },
    h('span', { class: 'key key-band' }),
    'mean of the folds ± 1 SE',
  );
  const element = h(
    'div',
    { class: 'legend', attrs: { role: 'group', 'aria-label': 'Curves of the error' } },
    band,
    ...buttons.map(({ button }) => button),
  );
  return {
    element,
    update: (selection: Selection, hidden: readonly string[]): void => {
      for (const { id, button } of buttons) {
        show(button, selection[id] !== null);
        setAttr(button, 'aria-pressed', String(!hidden.includes(id)));
      }
    },
  };
}

function toggle(store: Store, id: CurveId): void {
  const hidden = store.model?.local.hiddenCurves ?? [];
  store.look({
    hiddenCurves: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id],
  });
}
