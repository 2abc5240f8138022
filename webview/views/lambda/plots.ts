import type { Selection } from '../../../src/engine/selectionReport.ts';
import { type Axes, drawAxes } from '../../charts/lambda/axes.ts';
import { drawErrors } from '../../charts/lambda/errors.ts';
import {
  countTicks,
  freedomReading,
  type LambdaSpan,
  type Reading,
  spanOf,
} from '../../charts/lambda/lambdaAxis.ts';
import { type Layout, layoutOf } from '../../charts/lambda/layout.ts';
import { countsOf, drawMarked, drawPaths, type Paths } from '../../charts/lambda/paths.ts';
import { surface } from '../../charts/lambda/surface.ts';
import { readTheme } from '../../charts/theme.ts';
import { h, whenChanged } from '../../dom.ts';

/** Pixels that a label on the axis needs, its distance to the next one included. */
const LABEL = 44;
const FREEDOM_LABEL = 26;

/** What the two charts show. */
export interface Drawn {
  readonly selection: Selection;
  readonly paths: Paths;
  readonly reading: Reading;
  /** The reading above the paths; null where nothing is known for it. */
  readonly above: Reading | null;
  readonly hidden: readonly string[];
}

/** Where everything stands, for whoever lays something over the charts. */
export interface Placed extends Drawn {
  readonly layout: Layout;
  readonly span: LambdaSpan;
}

export interface Plots {
  readonly element: HTMLElement;
  draw(drawn: Drawn, marked: number | null): void;
  retheme(): void;
}

/** Coefficient paths and, on the same axis of λ, what cross-validation says: two layers of canvas. */
export function plots(placed: (at: Placed) => void, ...over: readonly HTMLElement[]): Plots {
  const base = surface('Weights over λ, and the cross-validated error under them');
  const top = surface(null);
  top.element.className = 'plots-marked';
  const element = h('div', { class: 'plots' }, base.element, top.element, ...over);
  let theme = readTheme();
  let size = { width: 0, height: 0 };
  let last: { readonly drawn: Drawn; readonly marked: number | null } | null = null;
  let version = 0;
  let at: Placed | null = null;

  const paintBase = whenChanged((drawn: Drawn, width: number, height: number, _version: number) => {
    const longest = drawn.paths.order.slice(0, 12).map((feature) => drawn.paths.names[feature]?.length ?? 0);
    const layout = layoutOf(width, height, Math.max(4, ...longest));
    const span = spanOf(drawn.selection);
    at = { ...drawn, layout, span };
    base.resize(width, height);
    top.resize(width, height);
    const context = base.begin();
    if (!context) return;
    drawPaths(context, layout, drawn.paths, span, theme);
    drawErrors(context, layout, drawn.selection, span, theme, drawn.hidden);
    drawAxes(context, layout, axesOf(drawn, layout, span), span, theme);
    placed(at);
  });
  const paintMarked = whenChanged(
    (drawn: Drawn, marked: number | null, _width: number, _height: number, _version: number) => {
      const context = top.begin();
      base.element.classList.toggle('dimmed', marked !== null);
      if (context && at && marked !== null)
        drawMarked(context, at.layout, drawn.paths, at.span, marked, theme);
    },
  );
  const paint = (): void => {
    if (!last || size.width === 0) return;
    paintBase(last.drawn, size.width, size.height, version);
    paintMarked(last.drawn, last.marked, size.width, size.height, version);
  };
  new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    size = { width: Math.floor(width), height: Math.floor(height) };
    requestAnimationFrame(paint);
  }).observe(element);
  return {
    element,
    draw: (drawn, marked) => {
      last = { drawn, marked };
      paint();
    },
    retheme: () => {
      theme = readTheme();
      version += 1;
    },
  };
}

function axesOf({ paths, reading, above }: Drawn, { left, right }: Layout, { low, high }: LambdaSpan): Axes {
  const apart = (pixels: number): number => (high / low) ** (pixels / (right - left));
  const below = reading.ticks(apart(LABEL));
  if (above?.id === 'freedom') return { below, above: above.ticks(apart(FREEDOM_LABEL)), aboveName: 'd.f.' };
  if (above) return { below, above: above.ticks(apart(LABEL)), aboveName: 'λ' };
  const counts = countsOf(paths);
  if (counts.every((count) => count === counts[0])) return { below, above: [], aboveName: '' };
  return { below, above: countTicks(paths.lambdas, counts, apart(LABEL)), aboveName: '≠ 0' };
}

/** Above the paths stand degrees of freedom or, where the axis below is read in these, λ itself. */
export function readingAbove(
  readings: readonly Reading[],
  below: Reading,
  selection: Selection,
): Reading | null {
  const { lambdas, degreesOfFreedom } = selection;
  if (below.id === 'freedom') return readings[0] ?? null;
  return degreesOfFreedom ? freedomReading(lambdas, degreesOfFreedom) : null;
}
