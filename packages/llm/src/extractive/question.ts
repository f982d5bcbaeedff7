/** What a question asks about: its words, weighed, and who it asks after. */
import type { Analysis } from './analysis.ts';
import { stem } from './stem.ts';
import { termsOf } from './words.ts';

/** A question, read against one text. */
export interface Question {
  /** Weight of each term that the text has too, by its number. */
  readonly terms: ReadonlyMap<number, number>;
  /** Names of speakers that it mentions, lower case. */
  readonly speakers: ReadonlySet<string>;
}

/** Words that ask, and are not asked about. */
const asking = new Set(
  'summarize summarise summary discussion discuss discussed discussing say said think thought opinion meeting talk talked mention mentioned group team describe recommend agree agreed disagree idea view explain tell'.split(
    ' ',
  ),
);
const askingWeight = 0.1;
/** A speaker's name says who, not what. */
const nameWeight = 0.3;

/** Reads a question. */
export function readQuestion(analysis: Analysis, question: string): Question {
  const { terms, isFunctionWord, language } = analysis;
  const lower = question.toLowerCase();
  const speakers = new Set([...speakersOf(analysis)].filter((name) => name.length > 2 && lower.includes(name)));
  const nameTerms = new Set([...speakers].flatMap(termsOf));
  const weights = new Map<number, number>();
  for (const term of termsOf(question)) {
    const id = terms.idOf(stem(term, language));
    if (id === undefined || isFunctionWord[id] === 1) continue;
    weights.set(id, nameTerms.has(term) ? nameWeight : asking.has(term) ? askingWeight : 1);
  }
  return { terms: weights, speakers };
}

/** The name before a turn, lower case; empty where there is none. */
export function speakerOf({ text, blocks }: Analysis, block: number): string {
  const own = blocks[block];
  if (own?.kind !== 'turn') return '';
  return text
    .slice(own.outerStart, own.start)
    .replace(/\s*[:：]\s*$/u, '')
    .toLowerCase();
}

function speakersOf(analysis: Analysis): Set<string> {
  return new Set(analysis.blocks.map((_, block) => speakerOf(analysis, block)));
}
