import type { ImportanceReport, IntervalReport } from '../../src/engine/report.ts';
import { weightBars } from '../charts/weightBars.ts';
import { button } from '../controls/toolkit.ts';
import { workLine } from '../controls/workLine.ts';
import { h, setText, show, whenChanged } from '../dom.ts';
import type { Examined } from '../examineRequests.ts';
import * as format from '../format.ts';
import { finishedRunId, type Model, resultData, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** How often each column is shuffled, and how many samples are drawn anew. */
const COUNTS: Readonly<Record<Examined, number>> = { importance: 5, intervals: 200 };
/** Rows of the table of intervals. */
const LISTED = 50;

/** What is computed of a run only when it is asked for: which columns matter, and how sure the weights are. */
export function examined(store: Store): View {
  const ask = (what: Examined) => (): void => store.examine(what, COUNTS[what]);
  const shuffle = button('Which columns matter?', 'secondary', ask('importance'));
  shuffle.element.title =
    'Permutation importance: each column is shuffled, and the error that adds is measured';
  const resample = button('How sure are the weights?', 'secondary', ask('intervals'));
  resample.element.title = 'Bootstrap intervals: the model is trained on many samples of the rows';
  const hint = h('span', { class: 'dim examine-hint', attrs: { 'aria-live': 'polite' } });
  const cancel = button('Cancel', 'secondary', () => store.cancelExamine());
  const work = workLine('Examining the run', cancel.element);
  const importance = importanceBars();
  const intervals = h('div', { class: 'intervals' });
  const element = h(
    'section',
    { class: 'examined', attrs: { 'aria-label': 'Examined on request' } },
    h('div', { class: 'examine-actions' }, shuffle.element, resample.element, hint),
    work.element,
    importance.element,
    intervals,
  );
  const drawIntervals = whenChanged(
    (report: IntervalReport | null, features: readonly string[], output: number) => {
      intervals.replaceChildren(...(report ? intervalTable(report, features, output) : []));
      show(intervals, report !== null);
    },
  );
  return {
    element,
    update: (model: Model) => {
      const runId = finishedRunId(model);
      const data = resultData(model);
      show(element, runId !== null && data !== null);
      if (runId === null || !data) return;
      const { examining, importance: told, intervals: sure } = model;
      const network = (shownResult(model)?.now.weights.length ?? 0) === 0;
      shuffle.enable(examining === null);
      resample.enable(examining === null);
      show(resample.element, !network);
      setText(hint, examining === null ? (model.examineRefusal ?? '') : '');
      show(work.element, examining !== null);
      work.set(examining?.progress ?? null);
      importance.draw(told?.runId === runId ? told.report : null, runId);
      drawIntervals(sure?.runId === runId ? sure.report : null, data.features, model.local.targetIndex);
    },
  };
}

function importanceBars() {
  const bars = weightBars('Permutation importance, largest first');
  const note = h('span', { class: 'dim' });
  const element = h(
    'div',
    { class: 'importance' },
    h('div', { class: 'chart-head' }, h('h2', { text: 'Permutation importance' }), note),
    bars.element,
  );
  const draw = whenChanged((report: ImportanceReport | null, runId: string) => {
    show(element, report !== null);
    if (!report) return;
    const now = report.columns.map(({ mean }) => mean);
    const least = now.reduce((low, mean) => Math.min(low, mean), 0);
    setText(note, `error added to the ${report.part} rows’ ${report.metric.label} by shuffling a column`);
    bars.draw({
      names: report.columns.map(({ name }) => name),
      now,
      ghosts: [],
      // A column whose shuffling helped matters least, however much it helped.
      ranking: now.map((mean) => mean - least),
      cap: Number.POSITIVE_INFINITY,
      search: '',
      comparable: true,
      frame: `${runId} importance`,
    });
  });
  return { element, draw };
}

function intervalTable(report: IntervalReport, features: readonly string[], output: number): HTMLElement[] {
  const size = features.length + 1;
  const at = Math.min(output, report.outputs.length - 1) * size;
  const names = [...features, 'intercept'];
  let crossing = false;
  const rows = names.slice(0, LISTED).map((name, index) => {
    const interval = report.intervals[at + index];
    const cells = [interval?.low, interval?.high, interval?.deviation].map((value) => {
      const exact = format.exact(value);
      return h('td', {
        text: value === undefined ? '–' : format.significant(value, 3),
        title: exact,
        attrs: { 'data-exact': exact },
      });
    });
    const crosses = interval !== undefined && interval.low <= 0 && interval.high >= 0;
    crossing ||= crosses;
    return h(
      'tr',
      { class: crosses ? 'dim' : '' },
      h('th', { text: crosses ? `${name} ○` : name, title: name, attrs: { scope: 'row' } }),
      ...cells,
    );
  });
  const headings = ['weight per unit', 'low', 'high', 'std. error'];
  const head = headings.map((text) => h('th', { text, attrs: { scope: 'col' } }));
  const more = names.length - rows.length;
  return [
    h(
      'table',
      {},
      h('caption', { text: `Bootstrap intervals, ${format.count(report.resamples)} samples` }),
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...rows),
    ),
    h('p', {
      class: 'dim',
      text: [
        report.note,
        crossing ? 'Where 0 lies between low and high (○), the data leave the sign of the weight open.' : '',
        more > 0 ? `${format.count(more)} more are not listed.` : '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    }),
  ];
}
