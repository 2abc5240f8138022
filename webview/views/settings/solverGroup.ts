import type { RunSpec } from '../../../src/engine/spec.ts';
import { isExact } from '../../../src/protocol/lanes.ts';
import type { Catalog, Entry } from '../../../src/protocol/panel.ts';
import { chosenSolver } from '../../choices.ts';
import { type NumberFieldControl, numberField } from '../../controls/numberField.ts';
import { h, setText, show, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import { type Model, shownData } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { entryFields } from './entryFields.ts';
import type { Group } from './group.ts';
import { rateDial } from './rateDial.ts';
import { scheduleFields } from './scheduleFields.ts';

/** How the weights are found: the solver's own parameters, learning rate, schedule, when to stop. */
export const solverGroup: Group = {
  id: 'solver',
  title: 'Solver',
  summary: summaryOf,
  make: solverFields,
};

/** Walks by a learning rate; beside what solves at once such a walk is shown. */
const walks = (solver: Entry | null): boolean =>
  solver === null || isExact(solver) || solver.goal === 'watch';

function solverFields(store: Store): View {
  const about = h('p', { class: 'dim about' });
  const parameters = entryFields((id, value) => {
    const known = store.model?.host.spec.solverParameters;
    if (known) store.edit({ solverParameters: { ...known, [id]: value } });
  });
  const dial = rateDial(store);
  const schedule = scheduleFields(store);
  const numbers = numberFields(store);
  const patienceHint = h('p', {
    class: 'dim about',
    text: 'Early stopping needs validation rows: hold some out under Data.',
  });
  const element = h(
    'div',
    { class: 'solver-fields' },
    about,
    parameters.element,
    dial.element,
    schedule.element,
    h('div', { class: 'fields' }, ...numbers.map((field) => field.element)),
    patienceHint,
  );
  const draw = whenChanged(
    (solver: Entry | null, spec: RunSpec, { schedules }: Catalog, pace: number, validated: boolean) => {
      setText(about, aboutText(solver));
      parameters.draw(solver, spec.solverParameters);
      show(dial.element, walks(solver));
      show(schedule.element, solver?.goal === 'watch');
      schedule.draw(schedules, spec.schedule);
      for (const field of numbers) {
        show(field.element, field.present(solver));
        field.set(field.of(spec, pace));
      }
      show(patienceHint, solver?.goal === 'watch' && spec.patience > 0 && !validated);
    },
  );
  return {
    element,
    update: (model) => {
      const { spec, catalog, pace } = model.host;
      const validated = spec.validation.kind !== 'none' || (shownData(model)?.rows.validation ?? 0) > 0;
      draw(chosenSolver(model), spec, catalog, pace, validated);
      dial.update(model);
    },
  };
}

function aboutText(solver: Entry | null): string {
  if (solver && !isExact(solver)) return `${solver.label}: ${solver.description}`;
  return 'The model comes from the minimum itself; a gradient descent towards it is shown beside.';
}

interface SolverNumber extends NumberFieldControl {
  present(solver: Entry | null): boolean;
  of(spec: RunSpec, pace: number): number | null;
}

function numberFields(store: Store): SolverNumber[] {
  const whole = { min: 0, integer: true } as const;
  const edit =
    (change: (value: number) => Partial<RunSpec>) =>
    (value: number | null): void => {
      if (value !== null) store.edit(change(value));
    };
  const field = (
    options: Parameters<typeof numberField>[0] & { readonly title: string },
    of: SolverNumber['of'],
    present: SolverNumber['present'] = () => true,
  ): SolverNumber => {
    const control = numberField(options);
    control.element.title = options.title;
    return { ...control, of, present };
  };
  const watched = (solver: Entry | null): boolean => solver?.goal === 'watch';
  return [
    field(
      {
        label: 'Iterations',
        title: 'At most so many',
        ...whole,
        onChange: edit((iterations) => ({ iterations })),
      },
      (spec) => spec.iterations,
    ),
    field(
      {
        label: 'Tolerance',
        title: 'The relative KKT residual at which it has arrived; auto is what suits the solver, 0 is never',
        min: 0,
        word: 'auto',
        onChange: (tolerance) => store.edit({ tolerance }),
      },
      (spec) => spec.tolerance,
      (solver) => solver === null || !isExact(solver),
    ),
    field(
      {
        label: 'Batch size',
        title: "Rows a step; 0 is the solver's own choice",
        ...whole,
        onChange: edit((batchSize) => ({ batchSize })),
      },
      (spec) => spec.batchSize,
      (solver) => solver?.batches === 'optional' || solver?.batches === 'always',
    ),
    field(
      {
        label: 'Clip gradients at',
        title: 'Longer gradients are shortened to it; 0 is never',
        min: 0,
        onChange: edit((clip) => ({ clip })),
      },
      (spec) => spec.clip,
      watched,
    ),
    field(
      {
        label: 'Patience',
        title: 'Evaluations without a better validation loss after which it stops; 0 is never',
        ...whole,
        onChange: edit((patience) => ({ patience })),
      },
      (spec) => spec.patience,
      watched,
    ),
    field(
      {
        label: 'Pace, per second',
        title: '0: as fast as it goes',
        min: 0,
        onChange: (value) => {
          if (value !== null) store.edit({}, value);
        },
      },
      (_, pace) => pace,
    ),
  ];
}

function summaryOf(model: Model): string {
  const { spec } = model.host;
  const solver = chosenSolver(model);
  return [
    solver ? solver.label : 'auto',
    walks(solver) ? `learning rate ${spec.learningRate}` : '',
    format.counted(spec.iterations, 'iteration'),
  ]
    .filter(Boolean)
    .join(' · ');
}
