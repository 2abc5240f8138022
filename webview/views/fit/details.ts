import type { Details, PartDetails } from '../../../src/engine/inspectionReport.ts';
import type { DataSummary, PartScores, RunResult } from '../../../src/engine/report.ts';
import { segmented } from '../../controls/segmented.ts';
import { h, show, whenChanged } from '../../dom.ts';
import { type Model, resultData, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { calibrationChart } from './calibration.ts';
import { classScores, confusionMatrix } from './confusion.ts';
import { residualQuantiles } from './residuals.ts';

type Part = keyof PartScores;
/** The rows that tell most come first. */
const PARTS: readonly Part[] = ['test', 'validation', 'train'];

/** What is predicted well and what is not, on one part of the rows. */
export function fitDetails(store: Store): View {
  const body = h('div', { class: 'fit-details-body' });
  const heading = h('h2');
  const picker = segmented(
    'Rows that are looked at',
    PARTS.map((part) => ({ value: part, label: part })),
    (part) => store.look({ fitPart: part as Part }),
  );
  const element = h(
    'section',
    { class: 'fit-details', attrs: { 'aria-label': 'Predictions and what is true' } },
    h('div', { class: 'chart-head' }, heading, picker.element),
    body,
  );
  const draw = whenChanged((result: RunResult | null, data: DataSummary | null, chosen: Part) => {
    const details = result?.inspection.details ?? null;
    const present = PARTS.filter((part) => details?.[part]);
    const part = present.includes(chosen) ? chosen : present[0];
    show(element, part !== undefined);
    if (!details || !data || part === undefined) return;
    const own = details[part] as PartDetails;
    heading.textContent = own.classes ? 'Confusion' : 'Residuals';
    picker.set(part);
    hideAbsent(picker.element, details);
    body.replaceChildren(...detailsOf(own, data));
  });
  return {
    element,
    update: (model: Model) => {
      draw(shownResult(model), resultData(model), model.local.fitPart);
      // They belong to the trained λ: those of the λ under the thumb are not known.
      element.classList.toggle('waiting', model.preview !== null);
    },
  };
}

function hideAbsent(picker: HTMLElement, details: Details): void {
  for (const [at, part] of PARTS.entries()) {
    const button = picker.children[at];
    if (button instanceof HTMLElement) show(button, details[part] !== null);
  }
}

function detailsOf({ classes, residuals }: PartDetails, data: DataSummary): HTMLElement[] {
  if (classes && data.classes) {
    const names = data.classes;
    const of = names.length === 2 ? (data.outputs[0] ?? '') : 'the predicted class';
    const calibration = classes.calibration
      ? h('div', {}, h('h3', { text: 'Calibration' }), calibrationChart(classes.calibration, of))
      : null;
    return [
      confusionMatrix(classes, names),
      h('div', { class: 'fit-pair' }, classScores(classes, names), calibration),
    ];
  }
  return residuals ? [residualQuantiles(residuals, data.targets)] : [];
}
