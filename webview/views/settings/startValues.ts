import type { StartValues } from '../../../src/engine/spec.ts';
import type { Catalog } from '../../../src/protocol/panel.ts';
import { type Model, resultData, shownResult } from '../../model.ts';

/** Whether this initializer takes given weights, by its own word. */
export function takesWeights({ initializers }: Catalog, id: string): boolean {
  const given = initializers.find((entry) => entry.id === id)?.given ?? 'none';
  return given !== 'none';
}

/** The weights of the run in sight, as another run can start from them. */
export function weightsOfRun(model: Model): StartValues | null {
  const view = shownResult(model)?.now;
  const data = resultData(model);
  if (!view || !data) return null;
  const p = data.features.length;
  // A network has several weights for each column, and gives none.
  if (view.weights.length !== p * data.outputs.length) return null;
  return Object.fromEntries(
    data.outputs.map((target, t) => [
      target,
      {
        coefficients: Object.fromEntries(
          data.features.map((name, at) => [name, view.weights[t * p + at] ?? 0]),
        ),
        intercept: view.intercept[t] ?? 0,
      },
    ]),
  );
}

/** Weights from JSON; null where the text is something else. What is in them the host checks. */
export function parseWeights(text: string): StartValues | null {
  try {
    const value: unknown = JSON.parse(text);
    return isWeights(value) ? value : null;
  } catch {
    return null;
  }
}

function isWeights(value: unknown): value is StartValues {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (one: unknown) =>
      typeof one === 'object' &&
      one !== null &&
      'coefficients' in one &&
      typeof one.coefficients === 'object' &&
      one.coefficients !== null &&
      Object.values(one.coefficients).every(Number.isFinite) &&
      'intercept' in one &&
      Number.isFinite(one.intercept),
  );
}
