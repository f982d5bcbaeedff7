/**
 * How much of a text's substance a unit would add to a summary: sub-modular coverage (Lin and Bilmes, "A class of
 * submodular functions for document summarization", ACL 2011) of words and of pairs of neighbours. A term counts by the
 * number of units that have it, and half as much each time it is said again.
 */
import type { Analysis } from './analysis.ts';
import { pairSlot } from './term-sequence.ts';

/** What is counted. All figures were chosen on one half of the evaluation sets; docs/summaries.md has the other half's. */
export interface CoverageSettings {
  /** What a content word counts; pairs count `pair`. Ratios. */
  readonly word: number;
  /** What two neighbours count. Ratio. */
  readonly pair: number;
  /** Whether two function words are a pair as well: in what people say they tell whole sentences from scraps. */
  readonly functionPairs: boolean;
  /** Exponent of the number of units that have a term: 0 to 1. */
  readonly power: number;
  /** What a term counts that only one unit has, in a text of more than 30 units: a ratio from 0 to 1. */
  readonly rare: number;
}

const repetition = 0.5;
const manyUnits = 30;

/** What was said already, and what each unit would add. */
export class Coverage {
  readonly #analysis: Analysis;
  readonly #settings: CoverageSettings;
  readonly #wordWeights: Float32Array;
  readonly #pairWeights: Float32Array;
  readonly #wordSeen: Uint32Array;
  readonly #pairSeen: Uint32Array;
  readonly #pairBits: number;
  #visit = 0;

  /** Counts the terms of all units. */
  constructor(analysis: Analysis, settings: CoverageSettings) {
    this.#analysis = analysis;
    this.#settings = settings;
    this.#wordWeights = new Float32Array(analysis.terms.vocabularySize);
    this.#pairBits = analysis.terms.pairBits;
    this.#pairWeights = new Float32Array(2 ** this.#pairBits);
    this.#wordSeen = new Uint32Array(this.#wordWeights.length);
    this.#pairSeen = new Uint32Array(this.#pairWeights.length);
    for (let unit = 0; unit < analysis.units.length; unit++) {
      this.#eachTerm(unit, (weights, slot) => (weights[slot] = (weights[slot] as number) + 1));
    }
    const rare = analysis.units.length > manyUnits ? settings.rare : 1;
    weigh(this.#wordWeights, settings.word, settings.power, rare);
    weigh(this.#pairWeights, settings.pair, settings.power, rare);
  }

  /** What a unit would add now. */
  gain(unit: number): number {
    let sum = 0;
    this.#eachTerm(unit, (weights, slot) => (sum += weights[slot] as number));
    return sum;
  }

  /** Says that a unit was taken: its terms count less from now on. */
  take(unit: number): void {
    this.#eachTerm(unit, (weights, slot) => (weights[slot] = (weights[slot] as number) * repetition));
  }

  /** Visits each different term of a unit once. */
  #eachTerm(unit: number, visit: (weights: Float32Array, slot: number) => void): void {
    const { terms, isFunctionWord } = this.#analysis;
    const { word, pair, functionPairs } = this.#settings;
    const own = terms.termsOf(unit);
    const mark = ++this.#visit;
    for (let index = 0; index < own.length; index++) {
      const term = own[index] as number;
      const isPlain = isFunctionWord[term] === 1;
      if (word > 0 && !isPlain && this.#wordSeen[term] !== mark) {
        this.#wordSeen[term] = mark;
        visit(this.#wordWeights, term);
      }
      if (index + 1 === own.length) break;
      const next = own[index + 1] as number;
      if (pair === 0 || (!functionPairs && isPlain && isFunctionWord[next] === 1)) continue;
      const slot = pairSlot(term, next, this.#pairBits);
      if (this.#pairSeen[slot] === mark) continue;
      this.#pairSeen[slot] = mark;
      visit(this.#pairWeights, slot);
    }
  }
}

function weigh(counts: Float32Array, factor: number, power: number, rare: number): void {
  for (let slot = 0; slot < counts.length; slot++) {
    const count = counts[slot] as number;
    if (count > 0) counts[slot] = factor * (count === 1 ? rare : count ** power);
  }
}
