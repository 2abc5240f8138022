import { h, setAttr, svg, whenChanged } from '../dom.ts';

/** The dial turns from half past seven to half past four. */
const SWEEP = 270;
const STEPS_PER_DECADE = 20;
const SIZE = 88;
const RADIUS = 27;

export interface DialState {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Values that have a name, drawn as marks. */
  readonly marks: readonly { readonly value: number; readonly label: string }[];
  /** From here on the arc warns. */
  readonly dangerFrom: number | null;
  readonly text: string;
}

export interface DialControl {
  readonly element: HTMLElement;
  draw(state: DialState): void;
}

/** A turning knob for a positive number on a logarithmic scale: drag around it, or use the arrow keys. */
export function dial(label: string, onTurn: (value: number) => void): DialControl {
  const track = svg('path', { class: 'dial-track' });
  const danger = svg('path', { class: 'dial-danger' });
  const fill = svg('path', { class: 'dial-fill' });
  const marks = svg('g');
  const hand = svg('line', { class: 'dial-hand' });
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${SIZE} ${SIZE}`, 'aria-hidden': 'true' },
    track,
    danger,
    fill,
    marks,
    hand,
  );
  const element = h('div', {
    class: 'dial',
    attrs: { role: 'slider', tabindex: '0', 'aria-label': label },
  });
  element.append(picture);
  let state: DialState | null = null;
  listen(element, () => state, onTurn);

  const drawScale = whenChanged((min: number, max: number, from: number | null, named: string) => {
    setAttr(track, 'd', arc(0, 1));
    setAttr(danger, 'd', from === null || from >= max ? '' : arc(shareOf(from, min, max), 1));
    const list = JSON.parse(named) as DialState['marks'];
    marks.replaceChildren(...list.map(({ value, label: name }) => markOf(shareOf(value, min, max), name)));
  });
  return {
    element,
    draw: (next) => {
      state = next;
      drawScale(next.min, next.max, next.dangerFrom, JSON.stringify(next.marks));
      const share = shareOf(next.value, next.min, next.max);
      setAttr(fill, 'd', share > 0.001 ? arc(0, share) : '');
      const [x, y] = pointAt(share, RADIUS - 8);
      for (const [name, value] of Object.entries({ x1: SIZE / 2, y1: SIZE / 2, x2: x, y2: y })) {
        setAttr(hand, name, value.toFixed(2));
      }
      setAttr(element, 'aria-valuemin', String(next.min));
      setAttr(element, 'aria-valuemax', String(next.max));
      setAttr(element, 'aria-valuenow', String(next.value));
      setAttr(element, 'aria-valuetext', next.text);
      setAttr(element, 'title', next.text);
    },
  };
}

/** Where a value stands between the ends, 0 to 1. */
export const shareOf = (value: number, min: number, max: number): number =>
  Math.min(1, Math.max(0, Math.log(value / min) / Math.log(max / min)));

/** The value at a share of the way, to three digits. */
export const valueAt = (share: number, min: number, max: number): number =>
  Number((min * (max / min) ** Math.min(1, Math.max(0, share))).toPrecision(3));

function pointAt(share: number, radius: number): [number, number] {
  const angle = ((share * SWEEP - SWEEP / 2 - 90) * Math.PI) / 180;
  return [SIZE / 2 + radius * Math.cos(angle), SIZE / 2 + radius * Math.sin(angle)];
}

function arc(from: number, to: number): string {
  const [x1, y1] = pointAt(from, RADIUS);
  const [x2, y2] = pointAt(to, RADIUS);
  const large = (to - from) * SWEEP > 180 ? 1 : 0;
  return `M${x1.toFixed(2)} ${y1.toFixed(2)}A${RADIUS} ${RADIUS} 0 ${large} 1 ${x2.toFixed(2)} ${y2.toFixed(2)}`;
}

function markOf(share: number, label: string): SVGElement {
  const [x1, y1] = pointAt(share, RADIUS - 3);
  const [x2, y2] = pointAt(share, RADIUS + 4);
  const [x, y] = pointAt(share, RADIUS + 7);
  const name = svg('text', { class: 'dial-name', x, y: y + 3 });
  name.textContent = label;
  return svg('g', {}, svg('line', { class: 'dial-mark', x1, y1, x2, y2 }), name);
}

function listen(element: HTMLElement, state: () => DialState | null, onTurn: (value: number) => void): void {
  const turn = (event: PointerEvent): void => {
    const now = state();
    if (!now) return;
    const box = element.getBoundingClientRect();
    const angle = Math.atan2(
      event.clientX - box.left - box.width / 2,
      box.top + box.height / 2 - event.clientY,
    );
    onTurn(valueAt(((angle * 180) / Math.PI + SWEEP / 2) / SWEEP, now.min, now.max));
  };
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    element.focus();
    turn(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) turn(event);
  });
  element.addEventListener('keydown', (event) => {
    const now = state();
    const steps = STEPS[event.key];
    if (!now || steps === undefined) return;
    event.preventDefault();
    const next = now.value * 10 ** (steps / STEPS_PER_DECADE);
    onTurn(Number(Math.min(now.max, Math.max(now.min, next)).toPrecision(3)));
  });
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: STEPS_PER_DECADE,
  PageDown: -STEPS_PER_DECADE,
  Home: -1000,
  End: 1000,
};
