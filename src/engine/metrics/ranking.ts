import { NumberList } from './numberList.ts';
import { OrderedBins } from './orderedBins.ts';

/** How well scores put the rows of a class before the others, and how far that may be off. */
export interface RankingScore {
  readonly rocAuc: number;
  readonly prAuc: number;
  /** Bounds of the errors: 0 where every score was kept. */
  readonly rocAucError: number;
  readonly prAucError: number;
}

const NEGATIVE = 0;
const POSITIVE = 1;

/**
 * Areas under the ROC and the precision–recall curve of one class against the rest, folded over rows. Up to `limit`
 * scores are kept, and the areas are exact; past it they are counted in 16,384 bins whose ends are quantiles of the
 * scores so far. Pairs within a bin then count half, which is wrong by half of them at most.
 */
export class Ranking {
  readonly #limit: number;
  readonly #scores = [new NumberList(), new NumberList()];
  readonly #weights = [new NumberList(), new NumberList()];
  #weighted = false;
  #bins: OrderedBins | null = null;
  #broken = false;
  #known: { readonly score: RankingScore | null } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Adds rows with their scores.
   * @param y rows of which it is `own` are of the class
   * @param weight null where each row counts once
   */
  addRows(scores: Float64Array, y: Float64Array, own: number, weight: Float64Array | null): void {
    this.#known = null;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i]!;
      if (Number.isNaN(score)) this.#broken = true;
      const kind = y[i] === own ? POSITIVE : NEGATIVE;
      const counts = weight ? weight[i]! : 1;
      if (counts === 0) continue;
      if (this.#bins) {
        this.#bins.add(score, kind, counts);
        continue;
      }
      if (counts !== 1 || this.#weighted) this.#weigh(kind, counts);
      this.#scores[kind]!.push(score);
      if (this.#scores[0]!.length + this.#scores[1]!.length > this.#limit) this.#count();
    }
  }

  /** Notes a row's weight, from the first on that does not count once. */
  #weigh(kind: number, weight: number): void {
    if (!this.#weighted) this.#scores.forEach((own, at) => void this.#weights[at]!.repeat(1, own.length));
    this.#weighted = true;
    this.#weights[kind]!.push(weight);
  }

  /** Null where one side has no rows, or a score is not a number. */
  score(): RankingScore | null {
    this.#known ??= { score: this.#score() };
    return this.#known.score;
  }

  #score(): RankingScore | null {
    if (this.#broken) return null;
    const areas = new Areas();
    if (this.#bins) {
      for (let bin = this.#bins.length - 1; bin >= 0; bin--) {
        const one = this.#bins.low(bin) === this.#bins.high(bin);
        areas.add(this.#bins.weight(bin, POSITIVE), this.#bins.weight(bin, NEGATIVE), one);
      }
    } else if (this.#weighted) this.#mergeWeighted(areas);
    else this.#merge(areas);
    return areas.score();
  }

  /** From scores one by one to bins. */
  #count(): void {
    const all = new Float64Array(this.#scores[0]!.length + this.#scores[1]!.length);
    all.set(this.#scores[0]!.values);
    all.set(this.#scores[1]!.values, this.#scores[0]!.length);
    const bins = new OrderedBins(all.sort(), 2);
    for (const kind of [NEGATIVE, POSITIVE]) {
      const weights = this.#weights[kind]!.values;
      this.#scores[kind]!.values.forEach(
        (score, at) => void bins.add(score, kind, this.#weighted ? weights[at]! : 1),
      );
      this.#scores[kind] = new NumberList();
      this.#weights[kind] = new NumberList();
    }
    this.#bins = bins;
  }

  /** Rows that count once: their order among themselves is all that is needed. */
  #merge(areas: Areas): void {
    const [negative, positive] = this.#scores.map((list) => list.values.sort()) as [
      Float64Array,
      Float64Array,
    ];
    let n = negative.length - 1;
    let p = positive.length - 1;
    while (n >= 0 || p >= 0) {
      const score = p < 0 ? negative[n]! : n < 0 ? positive[p]! : Math.max(negative[n]!, positive[p]!);
      const [fromN, fromP] = [n, p];
      while (n >= 0 && negative[n] === score) n--;
      while (p >= 0 && positive[p] === score) p--;
      areas.add(fromP - p, fromN - n, true);
    }
  }

  #mergeWeighted(areas: Areas): void {
    const split = this.#scores[NEGATIVE]!.length;
    const scores = joined(this.#scores);
    const weights = joined(this.#weights);
    const order = Uint32Array.from(scores, (_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b);
    for (let at = 0; at < order.length; ) {
      const score = scores[order[at]!];
      let [positive, negative] = [0, 0];
      for (; at < order.length && scores[order[at]!] === score; at++) {
        const row = order[at]!;
        if (row < split) negative += weights[row]!;
        else positive += weights[row]!;
      }
      areas.add(positive, negative, true);
    }
  }
}

function joined([negative, positive]: NumberList[]): Float64Array {
  const all = new Float64Array(negative!.length + positive!.length);
  all.set(negative!.values);
  all.set(positive!.values, negative!.length);
  return all;
}

/**
 * The areas from groups of rows, the highest scores first. ROC-AUC is the share of pairs in the right order, ties
 * counting half (Hanley & McNeil 1982: midranks); PR-AUC is average precision, Σ (R_i − R_i−1) P_i over the groups.
 */
class Areas {
  #above = 0;
  #aboveWrong = 0;
  #pairs = 0;
  #precision = 0;
  #unknownPairs = 0;
  #unknownPrecision = 0;

  /** @param tied true where all of the group has one score; else its order is not known */
  add(positive: number, negative: number, tied: boolean): void {
    const [before, wrongBefore] = [this.#above, this.#aboveWrong];
    this.#above += positive;
    this.#aboveWrong += negative;
    this.#pairs += negative * (before + positive / 2);
    if (positive === 0) return;
    const precision = this.#above / (this.#above + this.#aboveWrong);
    this.#precision += positive * precision;
    if (tied || negative === 0) return;
    this.#unknownPairs += (positive * negative) / 2;
    const lowest = before / (before + this.#aboveWrong);
    const highest = this.#above / (this.#above + wrongBefore);
    this.#unknownPrecision += positive * Math.max(precision - lowest, highest - precision);
  }

  score(): RankingScore | null {
    const pairs = this.#above * this.#aboveWrong;
    if (!(pairs > 0)) return null;
    return {
      rocAuc: this.#pairs / pairs,
      prAuc: this.#precision / this.#above,
      rocAucError: this.#unknownPairs / pairs,
      prAucError: this.#unknownPrecision / this.#above,
    };
  }
}
