import type { Inspection } from '../../../src/engine/inspectionReport.ts';
import type { DataSummary, DescentEnd, LambdaView, RunResult } from '../../../src/engine/report.ts';
import { h, setText } from '../../dom.ts';
import * as format from '../../format.ts';

/** Columns whose variance inflation is listed. */
const INFLATED = 12;
/** Factors below this are of no concern. */
const MILD = 5;

const REASONS = {
  constant: 'the same in every row',
  levels: 'told by the other levels',
  collinear: 'told by other columns exactly',
} as const;

/** Of ridge, whose columns have a condition whatever they are: none means that they are singular. */
const ofColumns = ({ classes }: DataSummary, { conditionOf }: Inspection): boolean =>
  conditionOf ? conditionOf === 'columns' : classes === null;

const ENDS: Readonly<Partial<Record<DescentEnd['reason'], string>>> = {
  earlyStopping: 'stopped early',
  noMinimum: 'no minimum, stopped',
};

function endOf({ reason, iterations }: DescentEnd): string {
  const steps = format.counted(iterations, 'iteration');
  return reason === 'iterations' ? steps : `${ENDS[reason] ?? reason} after ${steps}`;
}

/** What the solver is called, and whether the descent in sight is only shown beside it. */
export interface SolverWords {
  readonly name: string;
  readonly watched: boolean;
}

/** Short answers about the fit; each only where there is something to say. */
export function factsOf(
  result: RunResult,
  view: LambdaView,
  data: DataSummary,
  { name, watched }: SolverWords,
): HTMLElement[] {
  const { descent, inspection } = result;
  const condition = result.condition ?? inspection.condition;
  const freedom = view.degreesOfFreedom ?? (view === result.now ? inspection.degreesOfFreedom : null);
  const weights = view.weights.length;
  // A descent that is shown beside the model has a residual of its own.
  const kkt = result.kktResidual ?? (watched ? null : descent?.kktResidual);
  const pairs: [string, string, string][] = [
    ['solver', name, result.solver],
    ['degrees of freedom', freedom === null ? '' : freedom.toFixed(2), format.exact(freedom)],
    ['rank', format.count(result.rank), String(result.rank)],
    [
      inspection.conditionOf === 'hessian' ? 'Hessian condition' : 'condition',
      condition === null ? (ofColumns(data, inspection) ? 'singular' : '') : format.significant(condition, 3),
      format.exact(condition),
    ],
    [
      'exact zeros',
      weights > 0 ? `${format.count(view.exactZeros)} of ${format.count(weights)}` : '',
      String(view.exactZeros),
    ],
    ['loss', format.mse(view.dataLoss + view.penalty), format.exact(view.dataLoss + view.penalty)],
    [
      'exact optimum',
      result.optimum === null ? '' : format.mse(result.optimum),
      format.exact(result.optimum),
    ],
    [
      watched ? 'descent shown' : 'descent',
      descent ? endOf(descent) : '',
      descent ? `learning rate ${descent.learningRate}, L ${descent.lipschitz}` : '',
    ],
    [
      'convergence',
      watched && result.convergence ? endOf(result.convergence) : '',
      result.convergence?.reason === 'noMinimum' ? 'The weights grow without end' : '',
    ],
    ['KKT residual', typeof kkt === 'number' ? format.significant(kkt, 2) : '', format.exact(kkt)],
    [
      'intercept',
      view.intercept.map((value) => format.significant(value, 4)).join(', '),
      view.intercept.join(', '),
    ],
  ];
  return pairs.flatMap(([name, text, exact]) => {
    if (text === '') return [];
    const value = h('dd', { title: exact });
    setText(value, text);
    value.dataset['exact'] = exact;
    return [h('div', {}, h('dt', { text: name }), value)];
  });
}

/** The columns that are told by the others, the most inflated first. */
export function inflationOf({ inflation, notes }: Inspection, features: readonly string[]): HTMLElement[] {
  const listed = (inflation ?? []).flatMap(({ factor, reason }, at) => {
    const size = factor ?? (reason === 'collinear' ? Number.POSITIVE_INFINITY : 0);
    return size >= MILD ? [{ name: features[at] ?? '', size, reason }] : [];
  });
  listed.sort((a, b) => b.size - a.size);
  const texts = notes.map((text) => h('p', { class: 'dim', text }));
  if (listed.length === 0) return texts;
  const rows = listed.slice(0, INFLATED).map(({ name, size, reason }) => {
    const value = h('dd', {
      text: format.significant(size, 3),
      title: reason ? REASONS[reason] : String(size),
    });
    return h('div', {}, h('dt', { text: name, title: name }), value);
  });
  const more = listed.length - rows.length;
  const title = 'Variance inflation';
  const explained =
    'How many times the variance of the weight at λ = 0 is that of a column independent of the others';
  return [
    h('h3', { text: title, title: explained }),
    h('dl', { class: 'facts' }, ...rows),
    ...(more > 0 ? [h('p', { class: 'dim', text: `and ${format.count(more)} more above ${MILD}` })] : []),
    ...texts,
  ];
}
