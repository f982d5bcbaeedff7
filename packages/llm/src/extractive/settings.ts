/** The one setting, with what differs where people speak: nothing here asks where a text came from. */
import type { Analysis } from './analysis.ts';
import type { CoverageSettings } from './coverage.ts';

/** How units are ranked. Ratios and exponents, chosen on one half of each evaluation set. */
export interface RankSettings extends CoverageSettings {
  /** Exponent by which longer units must bring more: 0 (not) to 1 (in proportion). */
  readonly lengthPower: number;
  /** Words that are added to every length, so that scraps are not favoured. */
  readonly lengthOffset: number;
  /** Exponent of length ÷ what is left of the budget, for units that exceed it: a ratio, 0 for none. */
  readonly overshootPower: number;
  /** Factor of units with a cue phrase: a ratio above 1. */
  readonly cue: number;
  /** Factor of units that follow from one before them ("However") which was not taken: a ratio below 1. */
  readonly opener: number;
  /** Factor of units whose subject ("It") is in one before them which was not taken: a ratio below 1. */
  readonly pronoun: number;
  /** Factor of units that do not end as sentences do: a ratio below 1. */
  readonly fragment: number;
  /** Shorter units are taken only when nothing else is left; words. */
  readonly leastWords: number;
  /** The text is cut into at most this many equal parts, which take turns. */
  readonly maxSegments: number;
}

/** A part of the text for each of so many words of the budget. */
export const wordsPerSegment = 20;

const written: RankSettings = {
  word: 1,
  pair: 3,
  functionPairs: false,
  power: 1,
  rare: 0.5,
  lengthPower: 0.8,
  lengthOffset: 5,
  overshootPower: 0.8,
  cue: 1.75,
  opener: 0.7,
  pronoun: 0.5,
  fragment: 0.7,
  leastWords: 4,
  maxSegments: 1,
};

/** What is said is full of scraps, restarts and agreement: whole, longer turns from all parts of the talk carry it. */
const spoken: RankSettings = {
  word: 0,
  pair: 1,
  functionPairs: true,
  power: 0.75,
  rare: 1,
  lengthPower: 0.9,
  lengthOffset: 0,
  overshootPower: 0,
  cue: 1,
  opener: 1,
  pronoun: 1,
  fragment: 1,
  leastWords: 10,
  maxSegments: 5,
};

/** The settings for a text, by whether most of it is turns of speakers. */
export function settingsFor({ isConversation }: Pick<Analysis, 'isConversation'>): RankSettings {
  return isConversation ? spoken : written;
}
