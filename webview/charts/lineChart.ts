import {
  Chart,
  type ChartDataset,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type TooltipItem,
} from 'chart.js';
import { h } from '../dom.ts';
import { axis, exact } from '../format.ts';
import { labelRoom, lineEnds } from './lineEnds.ts';
import { type ChartTheme, readTheme } from './theme.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

export interface Line {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly colour: string;
  readonly dashed?: boolean;
  readonly width?: number;
  /** The radius of a dot at each point, in pixels; absent: none. */
  readonly dot?: number;
  /** Drawn against the right axis. */
  readonly right?: boolean;
}

export interface Drawing {
  readonly lines: readonly Line[];
  readonly xLog: boolean;
  readonly yLog: boolean;
  readonly xLabel: string;
  readonly xRange?: readonly [number, number];
  /** Writes each line's name at its end, where there is room. */
  readonly labelEnds?: boolean;
  /** The tooltip tells of the nearest line alone: where lines have points at different places. */
  readonly nearest?: boolean;
  /** The title of the tooltip for a place on the x axis. */
  readonly titleOf: (x: number) => string;
}

type XY = { x: number; y: number };
type LineInstance = Chart<'line', XY[]>;

export interface LineChart {
  readonly element: HTMLElement;
  draw(drawing: Drawing): void;
  /** Reads the colours anew; the caller draws again. */
  readonly theme: ChartTheme;
  retheme(): void;
}

/** A chart of lines: no animation, no points, faint grid; drawn only when told, and once there is room for it. */
export function lineChart(label: string): LineChart {
  const canvas = h('canvas', { attrs: { role: 'img', 'aria-label': label } });
  const element = h('div', { class: 'chart' }, canvas);
  let theme = readTheme();
  let chart: LineInstance | null = null;
  let last: Drawing | null = null;
  let width = 0;
  let waits = false;
  const paint = (drawing: Drawing): void => {
    chart ??= new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {},
      plugins: [
        lineEnds(
          () => last,
          () => theme,
        ),
      ],
    });
    chart.data.datasets = drawing.lines.map(datasetOf);
    chart.options = optionsOf(drawing, theme);
    chart.update('none');
  };
  const catchUp = (): void => {
    if (width === 0 || !waits || !last) return;
    waits = false;
    paint(last);
  };
  // Asking the element itself would lay the page out anew in the middle of every frame.
  new ResizeObserver(([entry]) => {
    width = entry?.contentRect.width ?? 0;
    if (waits) requestAnimationFrame(catchUp);
  }).observe(element);
  return {
    element,
    get theme() {
      return theme;
    },
    retheme: () => {
      theme = readTheme();
    },
    draw: (drawing) => {
      last = drawing;
      waits = width === 0;
      if (!waits) paint(drawing);
    },
  };
}

function datasetOf(line: Line): ChartDataset<'line', XY[]> {
  return {
    label: line.label,
    data: line.points as XY[],
    borderColor: line.colour,
    backgroundColor: line.colour,
    borderWidth: line.width ?? 1.5,
    borderDash: line.dashed ? [4, 3] : [],
    ...(line.dot ? { clip: false as const } : {}),
    pointRadius: line.dot ?? 0,
    pointHoverRadius: line.dot ? line.dot + 1 : 3,
    pointHoverBackgroundColor: line.colour,
    pointHoverBorderColor: line.colour,
    pointHitRadius: 6,
    tension: 0,
    yAxisID: line.right ? 'right' : 'y',
  };
}

function optionsOf(drawing: Drawing, theme: ChartTheme): ChartOptions<'line'> {
  const font = { family: theme.font, size: 11 };
  const ticks = { color: theme.dim, font, maxRotation: 0, padding: 6 };
  const yTick = drawing.yLog ? logTick(logSpan(drawing.lines)) : axis;
  const xTick = drawing.xLog ? logTick(Number.POSITIVE_INFINITY) : axis;
  const yTicks = { ...ticks, maxTicksLimit: 5, callback: (value: number | string) => axis(Number(value)) };
  const border = { display: false };
  const bare = { border, grid: { display: false } };
  const [min, max] = drawing.xRange ?? [];
  const hasRight = drawing.lines.some((line) => line.right);
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    normalized: true,
    parsing: false,
    interaction: { mode: drawing.nearest ? 'nearest' : 'index', intersect: false },
    layout: { padding: { top: 6, right: drawing.labelEnds ? labelRoom(drawing.lines) : hasRight ? 0 : 8 } },
    plugins: { tooltip: tooltipOf(drawing, theme) },
    scales: {
      x: {
        ...bare,
        type: drawing.xLog ? 'logarithmic' : 'linear',
        ...(min !== undefined && max !== undefined ? { min, max } : {}),
        ticks: { ...ticks, maxTicksLimit: 7, callback: (value) => xTick(Number(value)) },
        title: { display: true, text: drawing.xLabel, color: theme.dim, font, padding: { top: 0 } },
      },
      y: {
        border,
        type: drawing.yLog ? 'logarithmic' : 'linear',
        grid: { color: theme.grid, drawTicks: false },
        ticks: { ...yTicks, callback: (value) => yTick(Number(value)) },
      },
      ...(hasRight ? { right: rightAxis(yTicks) } : {}),
    },
  };
}

function rightAxis(ticks: object): object {
  return {
    type: 'linear',
    position: 'right',
    min: 0,
    border: { display: false },
    grid: { display: false },
    ticks,
  };
}

/** How many times its smallest value the largest of all lines is. */
function logSpan(lines: readonly Line[]): number {
  const values = lines.flatMap((line) => line.points.map(({ y }) => y)).filter((y) => y > 0);
  return values.length === 0 ? 1 : Math.max(...values) / Math.min(...values);
}

/** Labels powers of ten; 2 and 5 times them too where the axis spans little more than one. */
function logTick(span: number): (value: number) => string | null {
  const mantissas = span < 3 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : span < 30 ? [1, 2, 5] : [1];
  return (value) => {
    const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
    return mantissas.some((wanted) => Math.abs(mantissa - wanted) < 1e-6) ? axis(value) : null;
  };
}

function tooltipOf(drawing: Drawing, theme: ChartTheme) {
  const font = { family: theme.font, size: 11, weight: 'normal' as const };
  return {
    animation: false as const,
    backgroundColor: theme.surface,
    borderColor: theme.border,
    borderWidth: 1,
    cornerRadius: 2,
    titleColor: theme.text,
    bodyColor: theme.text,
    titleFont: font,
    bodyFont: font,
    boxWidth: 8,
    boxHeight: 2,
    boxPadding: 4,
    filter: (item: TooltipItem<'line'>) => Number.isFinite(item.parsed.y) && item.dataset.label !== '',
    callbacks: {
      title: (items: TooltipItem<'line'>[]) => drawing.titleOf(items[0]?.parsed.x ?? 0),
      label: (item: TooltipItem<'line'>) => ` ${item.dataset.label ?? ''}  ${exact(item.parsed.y)}`,
    },
  };
}
