/** What ranking looks at: the units of a text, their terms, and what each unit's words and phrases tell. */
import { detectLanguage } from './detect-language.ts';
import { functionWordSet } from './function-words.ts';
import { layOut } from './layout.ts';
import { phrasesOf } from './phrases.ts';
import type { ProposeBoundaries } from './sentence-boundaries.ts';
import { sentenceRules, unitsOf } from './sentences.ts';
import { stem } from './stem.ts';
import { TermSequence } from './term-sequence.ts';
import type { Block, Unit } from './unit.ts';
import { countWords, termsOf } from './words.ts';

/** A text, read once; summaries of any length are made from it. */
export interface Analysis {
  /** The text itself. */
  readonly text: string;
  /** ISO 639-1, or `und`. */
  readonly language: string;
  /** In the text's order. */
  readonly blocks: readonly Block[];
  /** In the text's order. */
  readonly units: readonly Unit[];
  /** Words of each unit, by index. */
  readonly words: Int32Array;
  /** Terms of each unit, stems of all its words. */
  readonly terms: TermSequence;
  /** By a term's number: 1 where it is a function word or a single letter. */
  readonly isFunctionWord: Uint8Array;
  /** Flags of each unit: a sum of {@link unitFlags}. */
  readonly flags: Uint8Array;
  /** Whether most units are what somebody says. */
  readonly isConversation: boolean;
}

/** What a unit's beginning, phrases and kind tell; powers of two. */
export const unitFlags = { cue: 1, opener: 2, pronoun: 4, noText: 8, fragment: 16 } as const;

/** How many units are read between two chances to stop. */
const unitsAtATime = 256;

/**
 * Reads a text.
 *
 * @param language ISO 639-1 where it is known; else it is detected.
 * @param propose Who proposes sentence boundaries; for tests of the fallback.
 * @returns A generator that stops now and then, so that a caller may end it or let others run.
 */
export function* analyze(text: string, language?: string, propose?: ProposeBoundaries): Generator<void, Analysis> {
  const found = language ?? detectLanguage(text).language;
  const rules = { ...sentenceRules(text, found), ...(propose && { propose }) };
  const phrases = phrasesOf(found);
  const blocks = layOut(text);
  yield;
  const terms = new TermSequence();
  const units: Unit[] = [];
  const words: number[] = [];
  const flags: number[] = [];
  for (const [index, block] of blocks.entries()) {
    for (const unit of unitsOf(text, block, index, rules)) {
      const content = text.slice(unit.start, unit.end);
      const own = termsOf(content);
      units.push(unit);
      words.push(countWords(content));
      terms.addUnit(own.map((term) => stem(term, found)));
      const isNoText = unit.kind === 'heading' || unit.kind === 'row' || unit.kind === 'code' || own.length === 0;
      const isCue = phrases.cues.test(content);
      flags.push(
        (isCue ? unitFlags.cue : 0) +
          (!isCue && phrases.openers.test(content) ? unitFlags.opener : 0) +
          (!isCue && phrases.pronouns.test(content) ? unitFlags.pronoun : 0) +
          (isNoText ? unitFlags.noText : 0) +
          (!isNoText && isFragment(content) ? unitFlags.fragment : 0),
      );
      if (units.length % unitsAtATime === 0) yield;
    }
  }
  const turns = units.filter(({ kind }) => kind === 'turn').length;
  return {
    text,
    language: found,
    blocks,
    units,
    words: Int32Array.from(words),
    terms,
    isFunctionWord: markFunctionWords(terms, found),
    flags: Uint8Array.from(flags),
    isConversation: turns * 2 > units.length,
  };
}

/** Whether a unit does not end as a sentence does. */
function isFragment(content: string): boolean {
  return !/[.!?…。！？｡؟۔।॥]["'”’»)\]」』）】》]*$/u.test(content);
}

function markFunctionWords(terms: TermSequence, language: string): Uint8Array {
  const list = functionWordSet(language);
  const stems = new Set(Array.from(list, (word) => stem(word, language)));
  const marks = new Uint8Array(terms.vocabularySize);
  for (const [term, id] of terms.entries()) {
    const isLetter = term.length === 1 && !/[\p{Lo}]/u.test(term);
    if (isLetter || stems.has(term)) marks[id] = 1;
  }
  return marks;
}
