import type { RunResult, Scores } from '../../src/engine/report.ts';
import { h, setAttr, setText, show, svg, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { LAST, type LambdaRange, toPosition } from '../lambdaScale.ts';
import { isRunning, type Model, shownLambda, shownResult, shownView } from '../model.ts';
import type { Store } from '../store.ts';

/** The picture's own units: the slider's positions across, and down. */
const HEIGHT = 100;
/** The curve is cut where it rises past this many times the error of guessing without columns. */
const CUT = 1.3;

export interface LambdaCurveView {
  readonly element: HTMLElement;
  update(model: Model, range: LambdaRange): void;
}

interface Scale {
  readonly low: number;
  readonly high: number;
}

/** Error over λ behind the slider, a dot where λ stands now, and marks that can be clicked. */
export function lambdaCurve(store: Store): LambdaCurveView {
  const line = svg('path', { class: 'curve-line' });
  const guess = svg('path', { class: 'curve-guess' });
  const box = { viewBox: `0 0 ${LAST} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' };
  const picture = svg('svg', box, guess, line);
  const dot = h('span', { class: 'curve-dot' });
  const was = h('span', { class: 'curve-was' });
  const name = h('span', { class: 'curve-name dim' });
  const guessName = h('span', { class: 'curve-guess-name dim', text: '' });
  const least = h('button', {
    class: 'curve-mark',
    text: 'min',
    attrs: { type: 'button' },
    on: { click: () => store.commitLambda(Number(least.dataset['lambda'])) },
  });
  const plot = h('div', { class: 'curve-plot' }, was, guessName, dot, least);
  plot.prepend(picture);
  const element = h('div', { class: 'lambda-curve' }, name, plot);
  let scale: Scale = { low: 0, high: 1 };

  const drawCurve = whenChanged((result: RunResult | null, min: number, max: number) => {
    show(plot, result !== null && result.curve.train.length > 0);
    setText(name, result ? nameOf(result) : '');
    setText(guessName, `guess ${result?.guess ?? 'the mean'}`);
    if (!result) return;
    scale = scaleOf(result);
    setAttr(line, 'd', pathOf(result, { min, max }, scale));
    const baseline = baselineOf(result);
    const visible = baseline !== null && baseline <= scale.high;
    setAttr(guess, 'd', visible ? `M0 ${y(baseline, scale)}H${LAST}` : '');
    show(guessName, visible);
    if (visible) guessName.style.top = `${y(baseline, scale)}%`;
    placeLeast(least, result, { min, max });
  });
  const drawDot = whenChanged(
    (lambda: number, error: number | null, range: LambdaRange, trained: number | null) => {
      const visible = error !== null && error <= scale.high;
      show(dot, visible);
      if (visible) {
        dot.style.left = `${(100 * toPosition(lambda, range)) / LAST}%`;
        dot.style.top = `${y(error, scale)}%`;
      }
      show(was, trained !== null);
      if (trained !== null) was.style.left = `${(100 * toPosition(trained, range)) / LAST}%`;
    },
  );
  return {
    element,
    update: (model, range) => {
      const result = shownResult(model);
      // Its place is kept while it may still come.
      const empty = result !== null && result.curve.train.length === 0;
      show(element, !empty || isRunning(model.host.run?.status));
      drawCurve(result, range.min, range.max);
      const lambda = shownLambda(model);
      const trained = model.drag === null ? null : (result?.now.lambda ?? null);
      drawDot(lambda, result ? errorAt(model, result, lambda) : null, range, trained);
    },
  };
}

/** The metric that decides as an error, as the curve has it. */
function deciding([metric]: RunResult['metrics'], scores: Scores | null): number | null {
  const value = metric && scores?.[metric.id];
  if (typeof value !== 'number') return null;
  return metric?.better === 'high' ? 1 - value : value;
}

function nameOf({ curve }: RunResult): string {
  if (curve.train.length === 0) return '';
  return curve.heldOut
    ? `${curve.heldOutPart ?? 'held-out'} error over λ`
    : 'train error over λ · no held-out rows';
}

const errorsOf = ({ curve }: RunResult): readonly number[] => curve.heldOut ?? curve.train;

function baselineOf({ baseline, curve, metrics }: RunResult): number | null {
  const part = curve.heldOut ? (curve.heldOutPart ?? 'test') : 'train';
  return deciding(metrics, baseline[part]);
}

function scaleOf(result: RunResult): Scale {
  const errors = errorsOf(result).filter(Number.isFinite);
  if (errors.length === 0) return { low: 0, high: 1 };
  const baseline = baselineOf(result);
  const low = Math.min(...errors);
  const top = Math.max(...errors);
  const high = baseline !== null && baseline > low ? Math.min(top, CUT * baseline) : top;
  return { low, high: high > low ? high : low + Math.abs(low) + 1 };
}

/** Where an error stands, in hundredths from the top. */
const y = (error: number, { low, high }: Scale): number =>
  Math.min(HEIGHT, Math.max(0, HEIGHT - (HEIGHT * (error - low)) / (high - low)));

function pathOf(result: RunResult, range: LambdaRange, scale: Scale): string {
  const errors = errorsOf(result);
  const points = result.curve.lambda.flatMap((lambda, index) => {
    const error = errors[index];
    if (error === undefined || !Number.isFinite(error) || lambda <= 0) return [];
    return [`${toPosition(lambda, range).toFixed(1)} ${y(error, scale).toFixed(2)}`];
  });
  return points.length > 1 ? `M${points.join('L')}` : '';
}

/** The least error may be chosen by validation rows only: test rows choose nothing. */
function placeLeast(least: HTMLElement, { curve }: RunResult, range: LambdaRange): void {
  const errors = curve.heldOutPart === 'validation' ? (curve.heldOut ?? []) : [];
  show(least, errors.length > 0);
  if (errors.length === 0) return;
  const index = errors.indexOf(Math.min(...errors));
  const lambda = Number((curve.lambda[index] ?? 0).toPrecision(3));
  least.dataset['lambda'] = String(lambda);
  least.title = `Train with λ = ${format.lambda(lambda)}: the least validation error`;
  least.style.left = `${(100 * toPosition(lambda, range)) / LAST}%`;
}

/** The error at λ: of the solution in sight where it is that λ's, else read off the curve. */
function errorAt(model: Model, result: RunResult, lambda: number): number | null {
  const view = shownView(model);
  const part = result.curve.heldOut ? (result.curve.heldOutPart ?? 'test') : 'train';
  if (view?.lambda === lambda) return deciding(result.metrics, view.scores[part]);
  const { lambda: grid } = result.curve;
  const nearest = grid.reduce(
    (best, value, index) =>
      Math.abs(Math.log((value || 1e-300) / lambda)) < best.distance
        ? { index, distance: Math.abs(Math.log((value || 1e-300) / lambda)) }
        : best,
    { index: 0, distance: Number.POSITIVE_INFINITY },
  );
  return errorsOf(result)[nearest.index] ?? null;
}
