import type { Chart, Plugin } from 'chart.js';
import type { Drawing, Line } from './lineChart.ts';
import type { ChartTheme } from './theme.ts';

const LINE = 13;
const LETTERS = 12;

/** Pixels beside the chart for the names of lines. */
export const labelRoom = (lines: readonly Line[]): number =>
  12 + 6.5 * Math.min(LETTERS, Math.max(0, ...lines.map(({ label }) => label.length)));

/** Writes each line's name where it ends, moved apart where they would overlap. */
export function lineEnds(drawing: () => Drawing | null, theme: () => ChartTheme): Plugin<'line'> {
  return {
    id: 'lineEnds',
    afterDatasetsDraw: (chart: Chart) => {
      const drawn = drawing();
      if (!drawn?.labelEnds) return;
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.font = `11px ${theme().font}`;
      ctx.textBaseline = 'middle';
      for (const { label, colour, y } of spread(
        endsOf(chart, drawn.lines),
        chartArea.top,
        chartArea.bottom,
      )) {
        ctx.fillStyle = colour;
        ctx.fillRect(chartArea.right + 4, y - 1, 4, 2);
        ctx.fillStyle = theme().dim;
        ctx.fillText(shortened(label), chartArea.right + 11, y);
      }
      ctx.restore();
    },
  };
}

interface End {
  readonly label: string;
  readonly colour: string;
  readonly y: number;
}

function endsOf(chart: Chart, lines: readonly Line[]): End[] {
  const scale = chart.scales['y'];
  return lines.flatMap(({ label, colour, points }) => {
    const last = points.at(-1);
    return scale && last ? [{ label, colour, y: scale.getPixelForValue(last.y) }] : [];
  });
}

/** From the top down each name keeps its distance; then from the bottom up, so that all stay inside. */
export function spread(ends: readonly End[], top: number, bottom: number): End[] {
  const placed = [...ends].sort((a, b) => a.y - b.y).map((end) => ({ ...end, y: Math.max(top, end.y) }));
  for (let at = 1; at < placed.length; at++) {
    const end = placed[at] as End;
    placed[at] = { ...end, y: Math.max(end.y, (placed[at - 1]?.y ?? 0) + LINE) };
  }
  let limit = bottom;
  for (let at = placed.length - 1; at >= 0; at--) {
    const end = placed[at] as End;
    placed[at] = { ...end, y: Math.min(end.y, limit) };
    limit = Math.min(end.y, limit) - LINE;
  }
  return placed;
}

const shortened = (label: string): string =>
  label.length > LETTERS ? `${label.slice(0, LETTERS - 1)}…` : label;
