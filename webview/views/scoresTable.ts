import type { LambdaView, PartScores, RunResult, Scores } from '../../src/engine/report.ts';
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

/** Three rows tell the story: guess the mean, λ = 0, this λ. */
export function scoresTable(): View {
  const head = h('thead');
  const body = h('tbody');
  const table = h('table', { class: 'scores' }, head, body);
  const remark = h('p', { class: 'dim scores-remark' });
  const element = h('section', { class: 'scores-section', attrs: { 'aria-label': 'Scores' } }, table, remark);
  let cells: HTMLElement[][] = [];

  const lay = whenChanged((heldOut: HeldOut, narrow: boolean) => {
    head.replaceChildren(h('tr', {}, ...headings(heldOut, narrow).map((text) => th(text, 'col'))));
    cells = [0, 1, 2].map(() => [
      th('', 'row'),
      ...headings(heldOut, narrow)
        .slice(1)
        .map(() => h('td')),
    ]);
    body.replaceChildren(...cells.map((row) => h('tr', {}, ...row)));
  });
  const draw = whenChanged((result: RunResult | null, view: LambdaView | null, narrow: boolean) => {
    show(element, result !== null);
    if (!result || !view) return;
    const heldOut: HeldOut = result.baseline.test ? 'test' : result.baseline.validation ? 'validation' : null;
    lay(heldOut, narrow);
    for (const [index, row] of rowsOf(result, view, narrow).entries())
      fill(cells[index] ?? [], row, heldOut, narrow);
    setText(remark, remarkOf(view, heldOut));
    show(remark, remark.textContent !== '');
  });
  return { element, update: (model: Model) => draw(shownResult(model), shownView(model), isNarrow()) };
}

const th = (text: string, scope: 'col' | 'row'): HTMLElement => h('th', { text, attrs: { scope } });

function headings(heldOut: HeldOut, narrow: boolean): string[] {
  if (heldOut === null) return ['', 'train MSE', 'train R²', 'd.f.'];
  const part = heldOut === 'test' ? 'test' : 'valid.';
  const words = narrow ? ['train', part, 'R²'] : ['train MSE', `${part} MSE`, `${part} R²`];
  return [narrow ? 'MSE' : '', ...words, 'gap', 'd.f.'];
}

function rowsOf({ baseline, zero }: RunResult, view: LambdaView, narrow: boolean): Row[] {
  const of = (label: string, { scores, degreesOfFreedom }: LambdaView): Row => ({
    label,
    scores,
    degreesOfFreedom,
    hasGap: true,
  });
  return [
    { label: narrow ? 'the mean' : 'guess the mean', scores: baseline, degreesOfFreedom: 1, hasGap: false },
    of('λ = 0', zero),
    of(`λ = ${format.lambda(view.lambda)}`, view),
  ];
}

function fill(
  row: readonly HTMLElement[],
  { label, scores, degreesOfFreedom, hasGap }: Row,
  heldOut: HeldOut,
  narrow: boolean,
): void {
  const { train } = scores;
  const other = heldOut ? scores[heldOut] : null;
  const judged = heldOut ? other : train;
  const texts: [string, string][] = [
    [label, ''],
    [errorOf(train, narrow), format.exact(train?.mse)],
    ...(heldOut ? [[errorOf(other, narrow), format.exact(other?.mse)] as [string, string]] : []),
    [format.ratio(judged?.r2), format.exact(judged?.r2)],
    ...(heldOut ? [gapOf(train?.mse, other?.mse, hasGap)] : []),
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

/** Four digits; three of what is so large that it takes a power of ten, where there is little room. */
function errorOf(scores: Scores | null, narrow: boolean): string {
  if (scores && narrow && scores.mse >= 1e7) return format.significant(scores.mse, 3);
  return format.mse(scores?.mse);
}

function gapOf(train: number | undefined, other: number | undefined, has: boolean): [string, string] {
  if (!has || train === undefined || other === undefined) return ['', ''];
  return [format.gap(train, other), format.exact(other / train - 1)];
}

function remarkOf({ exactZeros }: LambdaView, heldOut: HeldOut): string {
  const zeros = exactZeros > 0 ? `${format.counted(exactZeros, 'weight is', 'weights are')} exactly 0.` : '';
  const none = heldOut === null ? 'No held-out rows: these errors are on the rows it was trained with.' : '';
  return [none, zeros].filter(Boolean).join(' ');
}
