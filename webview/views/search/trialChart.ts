import { bestTrial, type TrialReport } from '../../../src/protocol/search.ts';
import type { SearchView } from '../../../src/protocol/searchView.ts';
import { type Drawing, type Line, lineChart } from '../../charts/lineChart.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { h, setText, show, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import type { Model } from '../../model.ts';
import type { ThemedView } from '../lossChart.ts';
import { metricName, otherWords } from './words.ts';

/** Losses this many times as far above the least one as the median is are all alike: they stand at the top. */
const REACH = 3;
/** So many standard errors above the least loss are told apart in any case. */
const ERRORS = 2;
const DOT = 3;
const BEST_DOT = 5;

/** Every trial over λ, as high as its loss; the best stands out. */
export function trialChart(): ThemedView {
  const chart = lineChart('The trials’ cross-validated loss over λ');
  const title = h('h2');
  const ridge = keyItem('trial-key-ridge', 'ridge');
  const lasso = keyItem('trial-key-lasso', 'lasso');
  const above = keyItem('trial-key-above', 'higher than drawn');
  const band = keyItem('key-optimum', 'one standard error above the best');
  const element = h(
    'div',
    { class: 'trial-chart' },
    h('div', { class: 'chart-head' }, title),
    chart.element,
    h('div', { class: 'legend' }, keyItem('trial-key-best', 'best'), ridge, lasso, above, band),
  );
  let redrawn = 0;
  const draw = whenChanged((search: SearchView, _redrawn: number) => {
    setText(title, `Cross-validated ${metricName(search.metric)} over λ`);
    const mixed = search.settings.varied.includes('l1Ratio');
    const ceiling = ceilingOf(search.trials);
    show(ridge, mixed);
    show(lasso, mixed);
    show(
      above,
      search.trials.some(({ mean }) => mean !== null && mean > ceiling),
    );
    show(band, typeof bestTrial(search.trials)?.se === 'number');
    chart.draw(drawingOf(search, ceiling, chart.theme));
  });
  return {
    element,
    retheme: () => {
      chart.retheme();
      redrawn += 1;
    },
    update: ({ host: { search } }: Model) => {
      const drawn = search !== null && search.space !== null && bestTrial(search.trials) !== null;
      show(element, drawn);
      if (drawn) draw(search, redrawn);
    },
  };
}

const keyItem = (key: string, text: string): HTMLElement =>
  h(
    'span',
    { class: 'key-item' },
    h('span', { class: `key ${key}`, attrs: { 'aria-hidden': 'true' } }),
    text,
  );

/** The loss up to which trials are told apart by their height: a single wild fit would flatten all others. */
export function ceilingOf(trials: readonly TrialReport[]): number {
  const known = trials.flatMap(({ mean }) => (mean === null ? [] : [mean])).sort((a, b) => a - b);
  const least = known[0] ?? 0;
  const median = known[Math.floor(known.length / 2)] ?? 0;
  if (median === least) return Number.POSITIVE_INFINITY;
  return least + Math.max(REACH * (median - least), ERRORS * (bestTrial(trials)?.se ?? 0));
}

function drawingOf({ trials, space, settings }: SearchView, ceiling: number, theme: ChartTheme): Drawing {
  const best = bestTrial(trials);
  const lines = trials.flatMap((trial, at): Line[] => {
    if (trial.mean === null || trial === best) return [];
    const higher = trial.mean > ceiling;
    const point = { x: trial.lambda, y: Math.min(trial.mean, ceiling) };
    const colour = higher ? theme.dim : colourOf(trial, settings.varied, theme);
    // What stands at the top is not as high as it says.
    return [{ label: higher ? '' : labelOf(trial, at, settings.varied), points: [point], colour, dot: DOT }];
  });
  const { low, high } = space?.lambda ?? { low: 1, high: 10 };
  if (best && best.mean !== null) {
    const label = labelOf(best, trials.indexOf(best), settings.varied);
    const point = { x: best.lambda, y: best.mean };
    // What stands first is drawn last.
    lines.unshift({ label, points: [point], colour: theme.validation, dot: BEST_DOT });
    const limit = best.se === null ? null : best.mean + best.se;
    const ends = limit === null ? [] : [low, high].map((x) => ({ x, y: limit }));
    lines.push({ label: '', colour: theme.dim, points: ends, dashed: true, width: 1 });
  }
  return {
    lines,
    xLog: true,
    yLog: false,
    xLabel: 'λ',
    xRange: [low, high],
    nearest: true,
    titleOf: (x) => `λ = ${format.lambda(x)}`,
  };
}

const labelOf = (trial: TrialReport, at: number, varied: readonly string[]): string =>
  [`trial ${at + 1}`, ...otherWords(trial, varied)].join(' · ');

/** From ridge to lasso where that is searched. */
function colourOf({ l1Ratio }: TrialReport, varied: readonly string[], theme: ChartTheme): string {
  if (!varied.includes('l1Ratio')) return theme.data;
  return `color-mix(in srgb, ${theme.penalty} ${Math.round(100 * l1Ratio)}%, ${theme.data})`;
}
