/**
 * Chooses the units that answer a question. Places (turns where people speak, else units) are ranked by BM25 (Robertson
 * and Zaragoza, 2009), most of it by what is said around them, since an answer rarely repeats the question's words in
 * every line; and not all from one place.
 */
import { unitFlags, type Analysis } from './analysis.ts';
import { readQuestion, speakerOf, type Question } from './question.ts';
import type { Budget } from './select.ts';

/** Chosen on the questions about one half of the meetings. */
const tuning = {
  k1: 0.8,
  b: 0.2,
  /** Places on each side that count, each further one so much less. */
  reach: 15,
  fade: 0.97,
  /** What is around counts so much more than the place itself. */
  around: 1.5,
  /** Factor of turns of somebody that the question names. */
  speaker: 3,
  lengthPower: 0.4,
  longest: 40,
  /** Places so near to a chosen one count less. */
  near: 150,
  nearFactor: 0.6,
  dependent: 0.7,
} as const;

/** A place with its units, `from` to before `to`. */
interface Place {
  from: number;
  to: number;
  block: number;
  length: number;
}

/**
 * Chooses units, one from each place.
 *
 * @returns Their indexes, ascending; undefined where the text has no word of the question.
 */
export function* answerUnits(analysis: Analysis, text: string, budget: Budget): Generator<void, number[] | undefined> {
  const question = readQuestion(analysis, text);
  if (question.terms.size === 0) return undefined;
  const places = placesOf(analysis);
  yield;
  const own = scorePlaces(analysis, question, places);
  yield;
  const scores = weigh(analysis, question, places, own);
  const chosen: number[] = [];
  let usedWords = 0;
  while (usedWords < budget.targetWords && chosen.length < budget.maxUnits) {
    const place = bestOf(scores);
    if (place === undefined) break;
    const unit = bestUnit(analysis, question, places[place] as Place, budget.maxWords - usedWords);
    scores[place] = 0;
    yield;
    if (unit === undefined) continue;
    chosen.push(unit);
    usedWords += analysis.words[unit] as number;
    for (let near = Math.max(0, place - tuning.near + 1); near < Math.min(scores.length, place + tuning.near); near++) {
      scores[near] = (scores[near] as number) * tuning.nearFactor;
    }
  }
  return chosen.toSorted((a, b) => a - b);
}

function placesOf({ units, terms, isConversation }: Analysis): Place[] {
  const places: Place[] = [];
  for (const [unit, { block }] of units.entries()) {
    const length = terms.termsOf(unit).length;
    const last = places.at(-1);
    if (isConversation && last?.block === block) {
      last.to = unit + 1;
      last.length += length;
    } else places.push({ from: unit, to: unit + 1, block, length });
  }
  return places;
}

function scorePlaces({ terms }: Analysis, question: Question, places: readonly Place[]): Float64Array {
  const counts = new Map(Array.from(question.terms.keys(), (term) => [term, new Map<number, number>()]));
  for (const [place, { from, to }] of places.entries()) {
    for (let unit = from; unit < to; unit++) {
      for (const term of terms.termsOf(unit)) {
        const inPlace = counts.get(term);
        if (inPlace) inPlace.set(place, (inPlace.get(place) ?? 0) + 1);
      }
    }
  }
  const mean = places.reduce((sum, { length }) => sum + length, 0) / places.length;
  const scores = new Float64Array(places.length);
  for (const [term, inPlace] of counts) {
    const rarity = Math.log(1 + (places.length - inPlace.size + 0.5) / (inPlace.size + 0.5));
    for (const [place, count] of inPlace) {
      const norm = tuning.k1 * (1 - tuning.b + (tuning.b * (places[place] as Place).length) / mean);
      const weight = (question.terms.get(term) as number) * rarity;
      scores[place] = (scores[place] as number) + (weight * count * (tuning.k1 + 1)) / (count + norm);
    }
  }
  return scores;
}

function weigh(analysis: Analysis, { speakers }: Question, places: readonly Place[], own: Float64Array): Float64Array {
  const around = spread(own);
  return Float64Array.from(places, ({ block, length }, place) => {
    const score = (own[place] as number) + tuning.around * (around[place] as number);
    const isNamed = speakers.size > 0 && speakers.has(speakerOf(analysis, block));
    return score * Math.min(length, tuning.longest) ** tuning.lengthPower * (isNamed ? tuning.speaker : 1);
  });
}

function spread(scores: Float64Array): Float64Array {
  const wide = new Float64Array(scores.length);
  for (const [place, score] of scores.entries()) {
    if (score === 0) continue;
    for (
      let near = Math.max(0, place - tuning.reach);
      near <= Math.min(scores.length - 1, place + tuning.reach);
      near++
    ) {
      wide[near] = (wide[near] as number) + score * tuning.fade ** Math.abs(near - place);
    }
  }
  return wide;
}

function bestOf(scores: Float64Array): number | undefined {
  let best = -1;
  for (const [place, score] of scores.entries()) if (score > 0 && score > (scores[best] ?? 0)) best = place;
  return best < 0 ? undefined : best;
}

/** The unit of a place with most of the question's words, of equal ones the longest that fits. */
function bestUnit(analysis: Analysis, question: Question, { from, to }: Place, room: number): number | undefined {
  let best: number | undefined;
  let bestScore = -1;
  for (let unit = from; unit < to; unit++) {
    const length = analysis.words[unit] as number;
    if (length > room || length === 0) continue;
    const asked = new Set(analysis.terms.termsOf(unit).filter((term) => question.terms.has(term)));
    const weight = [...asked].reduce((sum, term) => sum + (question.terms.get(term) as number), 0);
    const flags = analysis.flags[unit] as number;
    const factor = flags & (unitFlags.pronoun | unitFlags.opener) ? tuning.dependent : 1;
    const score = (weight + 0.5) * Math.min(length, tuning.longest) ** tuning.lengthPower * factor;
    if (score > bestScore) [best, bestScore] = [unit, score];
  }
  return best;
}
