/** Chooses units under a budget, the most useful next one first; lazily, since hardly any unit gets more useful. */
import { unitFlags, type Analysis } from './analysis.ts';
import { Coverage } from './coverage.ts';
import { wordsPerSegment, type RankSettings } from './settings.ts';
import { UnitHeap } from './unit-heap.ts';

/** How much may be chosen. */
export interface Budget {
  /** Whole units are added until so many words are reached. */
  readonly targetWords: number;
  /** Never more words than this; infinite where only the target counts. */
  readonly maxWords: number;
  /** Never more units than this. */
  readonly maxUnits: number;
}

/** Taken only when nothing better is left. */
const lastResort = 0.001;
const leastRemaining = 5;
const scoresAtATime = 2_048;

/**
 * Chooses units.
 *
 * @param excluded Indexes of units that may not be taken.
 * @returns Their indexes, ascending; empty where no unit fits.
 */
export function* selectUnits(
  analysis: Analysis,
  settings: RankSettings,
  budget: Budget,
  excluded: ReadonlySet<number>,
): Generator<void, number[]> {
  const { units, words, flags } = analysis;
  const coverage = new Coverage(analysis, settings);
  const chosen = new Set<number>();
  let usedWords = 0;
  yield;

  const segmentCount = Math.max(1, Math.min(settings.maxSegments, Math.floor(budget.targetWords / wordsPerSegment)));
  const segmentOf = (unit: number): number => Math.floor((unit * segmentCount) / units.length);
  const segments = Array.from({ length: segmentCount }, () => ({ heap: new UnitHeap(), taken: 0 }));
  for (let unit = 0; unit < units.length; unit++) {
    if (!excluded.has(unit)) segments[segmentOf(unit)]?.heap.push(unit, scoreOf(unit));
    if (unit % scoresAtATime === 0) yield;
  }

  while (usedWords < budget.targetWords && chosen.size < budget.maxUnits) {
    const open = segments.filter(({ heap }) => heap.size > 0);
    const segment = open.toSorted((a, b) => a.taken - b.taken || topOf(b) - topOf(a))[0];
    if (!segment) break;
    const best = nextOf(segment.heap);
    if (best === undefined) continue; // the segment has no more that fits
    segment.taken++;
    chosen.add(best);
    usedWords += words[best] as number;
    coverage.take(best);
    const after = best + 1;
    // What leans on it may have become more useful.
    if (after < units.length && !excluded.has(after)) segments[segmentOf(after)]?.heap.push(after, scoreOf(after));
    yield;
  }
  return [...chosen].toSorted((a, b) => a - b);

  function nextOf(heap: UnitHeap): number | undefined {
    for (let unit = heap.pop(); unit !== undefined; unit = heap.pop()) {
      // What does not fit now never will: room only shrinks.
      if (chosen.has(unit) || (words[unit] as number) > budget.maxWords - usedWords) continue;
      const score = scoreOf(unit);
      if (score >= (heap.topScore ?? -1)) return unit;
      heap.push(unit, score);
    }
    return undefined;
  }

  function scoreOf(unit: number): number {
    const length = words[unit] as number;
    const own = flags[unit] as number;
    const remaining = Math.max(leastRemaining, budget.targetWords - usedWords);
    const cost =
      (length + settings.lengthOffset + 0.1) ** settings.lengthPower *
      Math.max(1, length / remaining) ** settings.overshootPower;
    let score = coverage.gain(unit) / cost;
    if (own & unitFlags.cue) score *= settings.cue;
    if (own & unitFlags.opener && !chosen.has(unit - 1)) score *= settings.opener;
    if (own & unitFlags.pronoun && !chosen.has(unit - 1)) score *= settings.pronoun;
    if (own & unitFlags.fragment) score *= settings.fragment;
    if (own & unitFlags.noText || length < settings.leastWords) score *= lastResort;
    return score;
  }
}

function topOf({ heap }: { heap: UnitHeap }): number {
  return heap.topScore ?? -1;
}
