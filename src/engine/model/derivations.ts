import type { Derivation } from '../data/expand/derive.ts';
import { RidgelineError } from '../errors.ts';
import type { ModelColumn } from './modelFile.ts';

/** How the columns of a model file are made of others; throws `bad-model` where one of those is not there. */
export function derivations(columns: readonly ModelColumn[]): Derivation[] {
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  return columns.map(({ name, kind, of, exponent, cycle, wave }) => {
    const derived = kind === 'power' || kind === 'product' || kind === 'cycle';
    if (!derived) return { kind };
    const from = (of ?? []).map((own) => places.get(own) ?? -1);
    const needed = kind === 'product' ? 2 : 1;
    if (from.length !== needed || from.includes(-1) || (kind === 'cycle' && !(cycle && wave)))
      throw new RidgelineError(
        'bad-model',
        `The model file does not say what its column "${name}" is made of. Train the model again.`,
      );
    return {
      kind,
      of: from,
      ...(exponent ? { exponent } : {}),
      ...(cycle ? { cycle } : {}),
      ...(wave ? { wave } : {}),
    };
  });
}
