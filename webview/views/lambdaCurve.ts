import type { RunResult } from '../../src/engine/report.ts';
import { h, setAttr, setText, show, svg, whenChanged } from '../dom.ts';
import { LAST, type LambdaRange, toPosition } from '../lambdaScale.ts';
import { isRunning, type Model, shownLambda, shownResult, shownView } from '../model.ts';
import type { Store } from '../store.ts';
import { type ErrorCurve, errorAt, errorCurve, leastOf, type Scale, scaleOf } from './lambda/errorCurve.ts';
import { describeMarks, markButton } from './lambda/marks.ts';

/** The picture's own units: the slider's positions across, and down. */
const HEIGHT = 100;

export interface LambdaCurveView {
  readonly element: HTMLElement;
  update(model: Model, range: LambdaRange): void;
}

/** Error over λ behind the slider with its band, a dot where λ stands now, and marks that can be clicked. */
export function lambdaCurve(store: Store): LambdaCurveView {
  const band = svg('path', { class: 'curve-band' });
  const line = svg('path', { class: 'curve-line' });
  const guess = svg('path', { class: 'curve-guess' });
  const box = { viewBox: `0 0 ${LAST} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' };
  const picture = svg('svg', box, band, guess, line);
  const dot = h('span', { class: 'curve-dot' });
  const was = h('span', { class: 'curve-was' });
  const name = h('span', { class: 'curve-name dim' });
  const guessName = h('span', { class: 'curve-guess-name dim', text: '' });
  const marks = curveMarks(store);
  const plot = h('div', { class: 'curve-plot' }, was, guessName, dot, ...marks.elements);
  plot.prepend(picture);
  const element = h('div', { class: 'lambda-curve' }, name, plot);
  let scale: Scale = { low: 0, high: 1 };
  let curve: ErrorCurve | null = null;

  const drawCurve = whenChanged((result: RunResult | null, min: number, max: number) => {
    curve = result && errorCurve(result);
    show(plot, curve !== null && curve.errors.length > 0);
    setText(name, curve?.name ?? '');
    setText(guessName, `guess ${result?.guess ?? 'the mean'}`);
    if (!result || !curve) return;
    scale = scaleOf(curve);
    setAttr(line, 'd', pathOf(curve, { min, max }, scale));
    setAttr(band, 'd', bandOf(curve, { min, max }, scale));
    const { baseline } = curve;
    const visible = baseline !== null && baseline <= scale.high;
    setAttr(guess, 'd', visible ? `M0 ${y(baseline, scale)}H${LAST}` : '');
    show(guessName, visible);
    if (visible) guessName.style.top = `${y(baseline, scale)}%`;
    marks.place(result, { min, max });
  });
  const drawDot = whenChanged(
    (lambda: number, error: number | null, range: LambdaRange, trained: number | null) => {
      const visible = error !== null && error <= scale.high;
      show(dot, visible);
      if (visible) {
        dot.style.left = across(lambda, range);
        dot.style.top = `${y(error, scale)}%`;
      }
      show(was, trained !== null);
      if (trained !== null) was.style.left = across(trained, range);
    },
  );
  return {
    element,
    update: (model, range) => {
      const result = shownResult(model);
      // Its place is kept while it may still come.
      const empty = result !== null && errorCurve(result).errors.length === 0;
      show(element, !empty || isRunning(model.host.run?.status));
      drawCurve(result, range.min, range.max);
      const lambda = shownLambda(model);
      const trained = model.drag === null ? null : (result?.now.lambda ?? null);
      const error = result && curve ? errorAt(curve, result, shownView(model), lambda) : null;
      drawDot(lambda, error, range, trained);
    },
  };
}

const across = (lambda: number, range: LambdaRange): string =>
  `${((100 * toPosition(lambda, range)) / LAST).toFixed(3)}%`;

/** What cross-validation would choose; without it the least validation error. */
function curveMarks(store: Store) {
  const chosen = { min: 0 };
  const least = markButton('min', () => {
    if (store.model && shownResult(store.model)?.selection) store.chooseLambda('min');
    else store.commitLambda(chosen.min);
  });
  const oneSe = markButton('1 SE', () => store.chooseLambda('1se'));
  least.classList.add('mark-left');
  const place = (result: RunResult, range: LambdaRange): void => {
    const { selection } = result;
    const validated = leastOf(result);
    show(least, Boolean(selection) || validated !== null);
    show(oneSe, Boolean(selection));
    chosen.min = selection?.lambdaMin ?? validated?.lambda ?? 0;
    least.style.left = across(chosen.min, range);
    least.dataset['lambda'] = String(chosen.min);
    if (selection) {
      oneSe.style.left = across(selection.lambda1se, range);
      oneSe.dataset['lambda'] = String(selection.lambda1se);
      describeMarks(least, oneSe, selection);
    } else if (validated) {
      least.title = validated.title;
      setAttr(least, 'aria-label', null);
    }
  };
  return { elements: [least, oneSe], place };
}

/** Where an error stands, in hundredths from the top. */
const y = (error: number, { low, high }: Scale): number =>
  Math.min(HEIGHT, Math.max(0, HEIGHT - (HEIGHT * (error - low)) / (high - low)));

function pathOf({ lambdas, errors }: ErrorCurve, range: LambdaRange, scale: Scale): string {
  const points = pointsOf(lambdas, errors, range, scale);
  return points.length > 1 ? `M${points.join('L')}` : '';
}

/** One standard error above the curve and, backwards, one below it. */
function bandOf({ lambdas, errors, se }: ErrorCurve, range: LambdaRange, scale: Scale): string {
  if (!se) return '';
  const shifted = (sign: number): string[] =>
    pointsOf(
      lambdas,
      errors.map((error, at) => error + sign * (se[at] ?? 0)),
      range,
      scale,
    );
  const [upper, lower] = [shifted(1), shifted(-1)];
  return upper.length > 1 ? `M${upper.join('L')}L${lower.reverse().join('L')}Z` : '';
}

function pointsOf(
  lambdas: readonly number[],
  values: readonly number[],
  range: LambdaRange,
  scale: Scale,
): string[] {
  return lambdas.flatMap((lambda, index) => {
    const value = values[index];
    if (value === undefined || !Number.isFinite(value) || lambda <= 0) return [];
    return [`${toPosition(lambda, range).toFixed(1)} ${y(value, scale).toFixed(2)}`];
  });
}
