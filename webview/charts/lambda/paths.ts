import type { Selection } from '../../../src/engine/selectionReport.ts';
import { spread } from '../lineEnds.ts';
import type { ChartTheme } from '../theme.ts';
import { type LambdaSpan, shareOf } from './lambdaAxis.ts';
import { type Domain, domainOf, type Layout, roundValues, xOf, yOf } from './layout.ts';

/** More lines than this are a grey area: those of the largest weights are drawn. */
export const MOST_PATHS = 200;
/** Lines with a colour and a name of their own. */
const NAMED = 12;
/** Pixels within which the pointer finds a line. */
const REACH = 14;

/** One output's weights over λ. */
export interface Paths {
  readonly lambdas: readonly number[];
  readonly names: readonly string[];
  /** Features to draw, the largest first. */
  readonly order: readonly number[];
  readonly domain: Domain;
  weight(feature: number, at: number): number;
}

/** The paths of one output. @param output its place among k */
export function pathsOf(selection: Selection, names: readonly string[], output: number): Paths {
  const offset = output * names.length;
  const { paths } = selection;
  const weight = (feature: number, at: number): number => paths[at]?.[offset + feature] ?? 0;
  const largest = names.map((_, feature) =>
    paths.reduce((most, own) => Math.max(most, Math.abs(own[offset + feature] ?? 0)), 0),
  );
  const order = names
    .map((_, feature) => feature)
    .sort((a, b) => (largest[b] ?? 0) - (largest[a] ?? 0) || a - b)
    .slice(0, MOST_PATHS);
  const values = function* (): Generator<number> {
    for (const own of paths) for (const feature of order) yield own[offset + feature] ?? 0;
  };
  return { lambdas: selection.lambdas, names, order, domain: domainOf(values(), { zero: true }), weight };
}

/** How many weights of the output are not 0, at each λ. */
export const countsOf = ({ lambdas, names, weight }: Paths): number[] =>
  lambdas.map((_, at) => names.reduce((sum, _name, feature) => sum + (weight(feature, at) === 0 ? 0 : 1), 0));

const colourOf = (place: number, { lines, dim }: ChartTheme): string =>
  place < NAMED ? (lines[place % lines.length] ?? dim) : dim;

/** Grid, labels of values, every path, and the names of the largest where they begin. */
export function drawPaths(
  context: CanvasRenderingContext2D,
  layout: Layout,
  paths: Paths,
  span: LambdaSpan,
  theme: ChartTheme,
): void {
  drawValues(context, layout, layout.paths, paths.domain, theme, 6);
  const zero = Math.round(yOf(0, paths.domain, layout.paths)) + 0.5;
  context.strokeStyle = theme.dim;
  context.lineWidth = 0.5;
  line(context, layout.left, zero, layout.right, zero);
  const xs = paths.lambdas.map((lambda) => xOf(shareOf(lambda, span), layout));
  for (let place = paths.order.length - 1; place >= 0; place--) {
    context.strokeStyle = colourOf(place, theme);
    context.globalAlpha = place < NAMED ? 1 : 0.35;
    context.lineWidth = place < NAMED ? 1.5 : 1;
    context.setLineDash(place >= theme.lines.length && place < NAMED ? [4, 3] : []);
    strokePath(context, layout, paths, paths.order[place] ?? 0, xs);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  drawNames(context, layout, paths, theme);
}

/** One path over all the others. */
export function drawMarked(
  context: CanvasRenderingContext2D,
  layout: Layout,
  paths: Paths,
  span: LambdaSpan,
  feature: number,
  theme: ChartTheme,
): void {
  const xs = paths.lambdas.map((lambda) => xOf(shareOf(lambda, span), layout));
  context.lineJoin = 'round';
  context.strokeStyle = theme.text;
  context.lineWidth = 2.5;
  strokePath(context, layout, paths, feature, xs);
}

function strokePath(
  context: CanvasRenderingContext2D,
  layout: Layout,
  paths: Paths,
  feature: number,
  xs: readonly number[],
): void {
  context.beginPath();
  for (let at = 0; at < xs.length; at++) {
    if ((paths.lambdas[at] ?? 0) <= 0) continue;
    context.lineTo(xs[at] ?? 0, yOf(paths.weight(feature, at), paths.domain, layout.paths));
  }
  context.stroke();
}

/** As many names as have room; two lines that end together are told apart by hovering. */
function drawNames(context: CanvasRenderingContext2D, layout: Layout, paths: Paths, theme: ChartTheme): void {
  const first = paths.lambdas.findIndex((lambda) => lambda > 0);
  const room = Math.floor((layout.paths.bottom - layout.paths.top) / 13);
  const ends = paths.order.slice(0, Math.min(NAMED, room)).map((feature, place) => ({
    label: paths.names[feature] ?? '',
    colour: colourOf(place, theme),
    y: yOf(paths.weight(feature, first), paths.domain, layout.paths),
  }));
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { label, colour, y } of spread(ends, layout.paths.top + 4, layout.paths.bottom - 4)) {
    context.fillStyle = colour;
    context.fillRect(layout.left - 7, y - 1, 5, 2);
    context.fillStyle = theme.dim;
    context.fillText(fitted(context, label, layout.left - 12), layout.left - 11, y);
  }
  context.textAlign = 'left';
}

/** The text, shortened in its middle until it has room: names of many columns differ at their ends. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  let shown = text;
  for (let kept = Math.min(40, text.length); kept > 2 && context.measureText(shown).width > room; kept--) {
    const tail = Math.floor(kept / 2);
    shown = `${text.slice(0, kept - tail)}…${text.slice(-tail)}`;
  }
  return shown;
}

/** Faint lines across, their values on the right. */
export function drawValues(
  context: CanvasRenderingContext2D,
  layout: Layout,
  extent: Layout['paths'],
  domain: Domain,
  theme: ChartTheme,
  count: number,
): void {
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineWidth = 1;
  for (const { value, text } of roundValues(domain, count)) {
    const y = Math.round(yOf(value, domain, extent)) + 0.5;
    context.strokeStyle = theme.grid;
    line(context, layout.left, y, layout.right, y);
    context.fillStyle = theme.dim;
    context.fillText(text, layout.right + 6, y);
  }
}

export function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** The path nearest to a point, if one is near; of equally near ones the largest. */
export function nearestPath(
  paths: Paths,
  layout: Layout,
  span: LambdaSpan,
  x: number,
  y: number,
): number | null {
  const xs = paths.lambdas.map((lambda) => xOf(shareOf(lambda, span), layout));
  const after = Math.max(
    1,
    xs.findIndex((own) => own >= x),
  );
  const [left, right] = [xs[after - 1] ?? 0, xs[after] ?? 0];
  const share = right > left ? Math.min(1, Math.max(0, (x - left) / (right - left))) : 0;
  let best: number | null = null;
  let distance = REACH;
  for (const feature of paths.order) {
    const value = paths.weight(feature, after - 1) * (1 - share) + paths.weight(feature, after) * share;
    const own = Math.abs(yOf(value, paths.domain, layout.paths) - y);
    if (own < distance) [best, distance] = [feature, own];
  }
  return best;
}
