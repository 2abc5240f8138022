import type { ChunkResult } from '../csv/layout.ts';
import { streamed } from '../selection/folds.ts';
import { ClassTally } from './chunkClasses.ts';
import { type ChunkMoments, type EncodePlan, levelCount } from './chunkMoments.ts';
import type { ClassCounts } from './classes.ts';
import { createMoments, mergedMoments, mergeUpper, selectMoments, unpackMoments } from './moments.ts';
import type { PartMoments } from './partMoments.ts';
import { type DesignPlan, numericTargets } from './plan.ts';
import { TwinCounter } from './twins.ts';
import type { Moments } from './types.ts';

/** Moments of each part, and of each fold of the training rows, where there are folds. */
export interface SelectedMoments extends PartMoments<Moments> {
  readonly folds: Moments[] | null;
  /** Of all training rows as they are without folds; null where these were not taken beside the folds. */
  readonly whole: Moments | null;
}

/**
 * Merges the moments of chunks in file order. Levels that turn up later are new variables, which were 0 in every row
 * before: exactly what their moments say when they are appended with zeros.
 */
export class MomentsMerger {
  readonly #plan: EncodePlan;
  readonly #twins: TwinCounter;
  /** Position of each variable: `column` or `column:code`. Targets stand at the end of every moments' means. */
  readonly #positions = new Map<string, number>();
  readonly #classes = new ClassTally();
  /** Train, validation and test, then each fold. Of their scatters, the upper triangles. */
  #parts: Moments[];
  readonly #folds: boolean;
  /** Used rows, those that the split excludes included. */
  used = 0;
  /** False once a chunk gave no moments, or the pass started anew: nothing may be taken from here. */
  valid = true;

  constructor(plan: EncodePlan) {
    this.#plan = plan;
    this.#twins = new TwinCounter(plan.keys);
    const k = plan.classes ? 0 : plan.targets.length;
    const folds = streamed(plan.spec);
    this.#folds = folds > 0;
    this.#parts = Array.from({ length: 3 + folds }, () => createMoments(0, k));
  }

  /** Adds a chunk. @param codes by text column, the file's code of each of the chunk's own */
  add(
    moments: ChunkMoments | null,
    used: number,
    result: ChunkResult,
    codes: ReadonlyMap<number, Int32Array>,
  ): void {
    if (!moments) this.valid = false;
    if (!moments || !this.valid) return;
    this.used += used;
    const places = this.#places(result, codes);
    this.#grow();
    const p = this.#positions.size;
    [...moments.parts, ...(moments.folds ? unpackMoments(moments.folds) : [])].forEach((part, at) => {
      if (!part) return;
      const inPlace = part.p === p && places.every((to, from) => to === from);
      mergeUpper(this.#parts[at]!, inPlace ? part : embed(part, places, p));
    });
    if (moments.classes) this.#classes.add(moments.classes, codes.get(this.#plan.targets[0]!));
    if (moments.keys) this.#twins.add(moments.keys);
  }

  /** Moments of the plan's columns in its order; `finalCode` maps the file's codes to code-point order. */
  select(plan: DesignPlan, finalCodes: (column: number) => Int32Array): SelectedMoments {
    const codeAt = new Map<number, Map<number, number>>();
    for (const { source, kind } of plan.columns) {
      if (kind === 'numeric' || codeAt.has(source)) continue;
      codeAt.set(source, new Map(Array.from(finalCodes(source), (final, code) => [final, code])));
    }
    const columns = plan.columns.map(({ source, kind, code }) => {
      const key = kind === 'numeric' ? String(source) : `${source}:${codeAt.get(source)!.get(code!)}`;
      return this.#positions.get(key)!;
    });
    const targets = numericTargets(plan).map((target) => this.#plan.targets.indexOf(target.index));
    const [train, validation, test, ...folds] = this.#parts.map((part) =>
      selectMoments(part, columns, targets),
    );
    return {
      train: this.#folds ? mergedMoments(folds) : train!,
      validation: validation!,
      test: test!,
      folds: this.#folds ? folds : null,
      whole: this.#plan.whole ? train! : null,
    };
  }

  /** Rows by class; null where targets are numbers. */
  classCounts(plan: DesignPlan, finalCodes: (column: number) => Int32Array): ClassCounts | null {
    if (!plan.classCodes || !plan.classes) return null;
    const final = finalCodes(plan.classCodes.index);
    return this.#classes.counts(plan.classCodes, plan.classes.length, final);
  }

  get twins(): number | null {
    return this.#plan.keys ? this.#twins.count() : null;
  }

  /** Where the chunk's variables stand among all, new ones appended. */
  #places(result: ChunkResult, ofChunk: ReadonlyMap<number, Int32Array>): number[] {
    return this.#plan.sources.flatMap((index) => {
      const codes = ofChunk.get(index);
      if (!codes) return [this.#position(String(index))];
      return Array.from({ length: levelCount(result, index) }, (_, code) =>
        this.#position(`${index}:${codes[code]}`),
      );
    });
  }

  #position(key: string): number {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    this.#positions.set(key, this.#positions.size);
    return this.#positions.size - 1;
  }

  #grow(): void {
    const p = this.#positions.size;
    const own = this.#parts[0]!.p;
    if (own === p) return;
    const places = Array.from({ length: own }, (_, at) => at);
    this.#parts = this.#parts.map((part) => embed(part, places, p));
  }
}

/** The same moments among p variables, those without a place being 0 in every row; upper triangles. */
function embed(part: Moments, places: readonly number[], p: number): Moments {
  const { k } = part;
  const result = createMoments(p, k);
  const into = [...places, ...Array.from({ length: k }, (_, t) => p + t)];
  const d = p + k;
  result.count = part.count;
  into.forEach((to, from) => {
    result.mean[to] = part.mean[from]!;
    result.meanRest[to] = part.meanRest[from]!;
    for (let other = from; other < into.length; other++) {
      const [a, b] = [Math.min(to, into[other]!), Math.max(to, into[other]!)];
      result.scatter[a * d + b] = part.scatter[from * into.length + other]!;
    }
  });
  return result;
}
