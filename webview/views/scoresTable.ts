import type { LambdaView, Metric, PartScores, RunResult, Scores } from '../../src/engine/report.ts';
import { h, setAttr, setText, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { type Model, shownResult, shownView } from '../model.ts';
import { isNarrow, type View } from './view.ts';

interface Row {
  readonly label: string;
  readonly scores: PartScores;
  readonly degreesOfFreedom: number | null;
  readonly hasGap: boolean;
}

/** The part whose error is compared with the training error. */
type HeldOut = 'test' | 'validation' | null;

/** Three rows tell the story: guess the mean, λ = 0 (where there is such a model), this λ. */
export function scoresTable(): View {
  const head = h('thead');
  const body = h('tbody');
  const table = h('table', { class: 'scores' }, head, body);
  const remark = h('p', { class: 'dim scores-remark' });
  const element = h('section', { class: 'scores-section', attrs: { 'aria-label': 'Scores' } }, table, remark);
  let cells: HTMLElement[][] = [];

  const lay = whenChanged((result: RunResult, heldOut: HeldOut, narrow: boolean) => {
    const texts = headings(shownOf(result), heldOut, narrow);
    head.replaceChildren(h('tr', {}, ...texts.map((text) => th(text, 'col'))));
    const rows = result.zero ? 3 : 2;
    cells = Array.from({ length: rows }, () => [th('', 'row'), ...texts.slice(1).map(() => h('td'))]);
    body.replaceChildren(...cells.map((row) => h('tr', {}, ...row)));
  });
  const draw = whenChanged((result: RunResult | null, view: LambdaView | null, narrow: boolean) => {
    show(element, result !== null);
    if (!result || !view) return;
    const heldOut: HeldOut = result.baseline.test ? 'test' : result.baseline.validation ? 'validation' : null;
    lay(result, heldOut, narrow);
    for (const [index, row] of rowsOf(result, view, narrow).entries())
      fill(cells[index] ?? [], row, shownOf(result), heldOut, narrow);
    setText(remark, remarkOf(view, heldOut));
    show(remark, remark.textContent !== '');
  });
  return { element, update: (model: Model) => draw(shownResult(model), shownView(model), isNarrow()) };
}

const th = (text: string, scope: 'col' | 'row'): HTMLElement => h('th', { text, attrs: { scope } });

/** The metric that decides, and one that needs no unit to be understood. */
interface Shown {
  readonly decides: Metric;
  readonly beside: Metric | null;
}

function shownOf({ metrics }: RunResult): Shown {
  const [decides, ...others] = metrics;
  if (!decides) throw new Error('a run without metrics');
  return { decides, beside: others.find(({ form }) => form !== 'number') ?? null };
}

function headings({ decides, beside }: Shown, heldOut: HeldOut, narrow: boolean): string[] {
  const also = (part: string): string[] => (beside ? [part ? `${part} ${beside.label}` : beside.label] : []);
  if (heldOut === null) return ['', `train ${decides.label}`, ...also('train'), 'd.f.'];
  const part = heldOut === 'test' ? 'test' : 'valid.';
  const words = narrow
    ? ['train', part, ...also('')]
    : [`train ${decides.label}`, `${part} ${decides.label}`, ...also(part)];
  return [narrow ? decides.label : '', ...words, 'gap', 'd.f.'];
}

/** Characters that a row's name may have in a narrow panel. */
const NARROW_LABEL = 10;

function rowsOf({ baseline, guess, zero }: RunResult, view: LambdaView, narrow: boolean): Row[] {
  const of = (label: string, { scores, degreesOfFreedom }: LambdaView): Row => ({
    label,
    scores,
    degreesOfFreedom,
    hasGap: true,
  });
  return [
    { label: narrow ? guess : `guess ${guess}`, scores: baseline, degreesOfFreedom: 1, hasGap: false },
    ...(zero ? [of('λ = 0', zero)] : []),
    of(lambdaLabel(view.lambda, narrow), view),
  ];
}

function fill(
  row: readonly HTMLElement[],
  { label, scores, degreesOfFreedom, hasGap }: Row,
  { decides, beside }: Shown,
  heldOut: HeldOut,
  narrow: boolean,
): void {
  const { train } = scores;
  const other = heldOut ? scores[heldOut] : null;
  const judged = heldOut ? other : train;
  const deciding = (own: Scores | null): [string, string] => {
    const value = own?.[decides.id];
    return [decidingText(decides, value, narrow), format.exact(value)];
  };
  const texts: [string, string][] = [
    [label, ''],
    deciding(train),
    ...(heldOut ? [deciding(other)] : []),
    ...(beside ? [scoreOf(beside, judged)] : []),
    ...(heldOut ? [gapOf(decides, train, other, hasGap)] : []),
    [format.freedom(degreesOfFreedom), format.exact(degreesOfFreedom)],
  ];
  for (const [index, [text, exact]] of texts.entries()) {
    const cell = row[index];
    if (!cell) continue;
    setText(cell, text);
    setAttr(cell, 'title', exact === '' ? null : exact);
    setAttr(cell, 'data-exact', exact === '' ? null : exact);
  }
}

function scoreOf({ id, form }: Metric, scores: Scores | null): [string, string] {
  return [format.score(form, scores?.[id]), format.exact(scores?.[id])];
}

/** Four digits; three of what is so large that it takes a power of ten, where there is little room. */
function decidingText({ form }: Metric, value: number | null | undefined, narrow: boolean): string {
  if (narrow && form === 'number' && typeof value === 'number') {
    if (value >= 1e7) return format.significant(value, 3);
    if (value > 0 && value < 1e-3) return format.axis(value);
  }
  return format.score(form, value);
}

/** The row of the model in sight; where there is little room a long λ is left to the number above. */
function lambdaLabel(lambda: number, narrow: boolean): string {
  const label = `λ = ${format.lambda(lambda)}`;
  return narrow && label.length > NARROW_LABEL ? 'this λ' : label;
}

/** How much larger the error is than on the training rows: of a share, what it lacks of the whole. */
function gapOf(
  { id, better }: Metric,
  train: Scores | null,
  other: Scores | null,
  has: boolean,
): [string, string] {
  const [before, after] = [train?.[id], other?.[id]];
  if (!has || typeof before !== 'number' || typeof after !== 'number') return ['', ''];
  const [from, to] = better === 'low' ? [before, after] : [1 - before, 1 - after];
  return [format.gap(from, to), format.exact(to / from - 1)];
}

function remarkOf({ exactZeros }: LambdaView, heldOut: HeldOut): string {
  const zeros = exactZeros > 0 ? `${format.counted(exactZeros, 'weight is', 'weights are')} exactly 0.` : '';
  const none = heldOut === null ? 'No held-out rows: these errors are on the rows it was trained with.' : '';
  return [none, zeros].filter(Boolean).join(' ');
}
