import { RidgelineError } from './errors.ts';

/** One setting of a registry entry, from which panel, settings and CLI build their controls. */
export interface Parameter {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** What every registry entry says of itself. `id` is what specs, settings and the panel's messages hold. */
export interface EntryInfo {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** Whether the entry starts from given weights; absent where that means nothing. */
  readonly given?: 'none' | 'welcome' | 'needed';
  /** What a model's objective offers; and, of a solver, what it needs. */
  readonly offers?: readonly Feature[];
  readonly needs?: readonly Feature[];
  /** Of a solver: whether it takes rows in batches; absent where it has no steps. */
  readonly batches?: 'never' | 'optional' | 'always';
  /** Of a solver that has steps: it runs until it has arrived, or walks by a learning rate to be watched. */
  readonly goal?: 'tolerance' | 'watch';
  /** Of a model: true where it has hidden layers; and the initializer that suits it where the usual one does not. */
  readonly network?: boolean;
  readonly start?: string;
}

/**
 * What solvers need of an objective. moments: squared error, which the moments tell. ridge: that with an L2 penalty
 * alone. hessian: second derivatives. convex: one minimum. smooth: a penalty without an L1 part.
 */
export type Feature = 'moments' | 'ridge' | 'hessian' | 'convex' | 'smooth';

/** A fixed list of interchangeable parts, found by id. */
export class Registry<T extends EntryInfo> {
  readonly #entries: ReadonlyMap<string, T>;

  constructor(
    /** What an entry is called in messages, e.g. `solver`. */
    readonly kind: string,
    entries: readonly T[],
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** The entry with this id, in camelCase or in the CLI's kebab-case; throws `bad-spec` naming the known ones. */
  get(id: string): T {
    const entry = this.#entries.get(id) ?? this.#entries.get(camelCase(id));
    if (entry) return entry;
    const known = this.ids().map(kebabCase).join(', ');
    throw new RidgelineError('bad-spec', `There is no ${this.kind} "${id}". Choose one of: ${known}.`);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  ids(): string[] {
    return [...this.#entries.keys()];
  }

  entries(): T[] {
    return [...this.#entries.values()];
  }

  /** The entries' descriptions alone: plain data that crosses thread and webview borders. */
  list(): EntryInfo[] {
    return this.entries().map(({ id, label, description, parameters, ...rest }) => {
      const { given, offers, needs, batches, goal, network, start } = rest;
      return {
        id,
        label,
        description,
        parameters,
        ...(given ? { given } : {}),
        ...(offers ? { offers } : {}),
        ...(needs ? { needs } : {}),
        ...(batches ? { batches } : {}),
        ...(goal ? { goal } : {}),
        ...(network ? { network } : {}),
        ...(start ? { start } : {}),
      };
    });
  }
}

/**
 * The entry's parameters by id: given ones, else their defaults. Others' parameters are passed over, because a spec keeps
 * them while people try one entry after the other. Throws `bad-spec` where a given one is out of its range.
 */
export function withDefaults(
  parameters: readonly Parameter[],
  given: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    parameters.map((parameter) => [
      parameter.id,
      inRange(parameter, given[parameter.id] ?? parameter.default),
    ]),
  );
}

function inRange({ id, label, min, max, integer }: Parameter, value: number): number {
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  if (value >= low && value <= high && (!integer || Number.isInteger(value))) return value;
  const kind = integer ? 'a whole number' : 'a number';
  const range =
    max === undefined ? `from ${low} on` : min === undefined ? `up to ${high}` : `from ${low} to ${high}`;
  const name = label === id ? `"${id}"` : `${label} ("${id}")`;
  throw new RidgelineError('bad-spec', `The parameter ${name} takes ${kind} ${range}, not ${value}.`);
}

/** `gradientDescent` → `gradient-descent`. */
export function kebabCase(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `gradient-descent` → `gradientDescent`. */
export function camelCase(id: string): string {
  return id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
