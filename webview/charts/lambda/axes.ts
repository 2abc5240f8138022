import type { ChartTheme } from '../theme.ts';
import { type LambdaSpan, shareOf, type Tick } from './lambdaAxis.ts';
import { type Layout, xOf } from './layout.ts';
import { line } from './paths.ts';

/** What stands on the axes: below both charts what λ is read in, above them degrees of freedom. */
export interface Axes {
  readonly below: readonly Tick[];
  readonly above: readonly Tick[];
  /** A short word before the labels above. */
  readonly aboveName: string;
}

/** Labels of both axes; short ticks stand above the paths, where the labels are no round λ. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  layout: Layout,
  { below, above, aboveName }: Axes,
  span: LambdaSpan,
  theme: ChartTheme,
): void {
  context.font = `11px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  for (const { lambda, text } of below) {
    context.fillText(text, xOf(shareOf(lambda, span), layout), layout.height - 5);
  }
  for (const { lambda, text } of above) {
    const x = Math.round(xOf(shareOf(lambda, span), layout)) + 0.5;
    context.fillText(text, x, layout.paths.top - 10);
    line(context, x, layout.paths.top - 6, x, layout.paths.top - 3);
  }
  context.textAlign = 'right';
  context.fillText(aboveName, layout.left - 22, layout.paths.top - 10);
  context.textAlign = 'left';
}
