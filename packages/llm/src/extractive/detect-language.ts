/**
 * Which language a text is in: by its script where that decides, else by whose function words are commonest in it. Short,
 * and enough here: what depends on it are abbreviations, function words and cue phrases.
 */
import { functionWords } from './function-words.ts';

/** What {@link detectLanguage} found. */
export interface DetectedLanguage {
  /** ISO 639-1, or `und` where nothing tells. */
  readonly language: string;
  /** Share of the looked-at words that are its function words, or of the letters in its script: 0 to 1. */
  readonly score: number;
}

/** Scripts that mean one language to us. Kana before Han: Japanese has both. */
const scripts: readonly (readonly [language: string, pattern: RegExp, least: number])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.1],
  ['zh', /\p{Script=Han}/gu, 0.4],
  ['ko', /\p{Script=Hangul}/gu, 0.4],
  ['th', /\p{Script=Thai}/gu, 0.4],
  ['el', /\p{Script=Greek}/gu, 0.4],
  ['he', /\p{Script=Hebrew}/gu, 0.4],
  ['hi', /\p{Script=Devanagari}/gu, 0.4],
];
/** Letters that hardly any other of our languages of that alphabet has: a word with one counts as half a function word. */
const ownLetters: Readonly<Record<string, RegExp>> = {
  de: /ß/u,
  es: /ñ/u,
  pt: /[ãõ]/u,
  pl: /[łąęśźż]/u,
  cs: /[řěů]/u,
  tr: /[ğış]/u,
  da: /[æø]/u,
  vi: /[ơưđạảấầẩậắằặẹẻẽếềểệịọốồổộớờởợụủứừửựỳỵ]/u,
  uk: /[іїєґ]/u,
  ru: /[ыэъё]/u,
};
const sampleLength = 4_000;
const leastScore = 0.08;

let lists: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Detects the language from a sample of a text: its beginning, middle and end.
 *
 * @param text Any text; at most 12,000 code units of it are read.
 */
export function detectLanguage(text: string): DetectedLanguage {
  const sample = sampleOf(text).toLowerCase();
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return { language: 'und', score: 0 };
  for (const [language, pattern, least] of scripts) {
    const share = (sample.match(pattern)?.length ?? 0) / letters;
    if (share >= least) return { language, score: Math.min(1, share) };
  }
  return byFunctionWords(sample);
}

function sampleOf(text: string): string {
  if (text.length <= 3 * sampleLength) return text;
  const starts = [0, Math.floor((text.length - sampleLength) / 2), text.length - sampleLength];
  return starts.map((start) => text.slice(start, start + sampleLength)).join(' ');
}

function byFunctionWords(sample: string): DetectedLanguage {
  lists ??= languagesByWord();
  const hits = new Map<string, number>();
  let count = 0;
  const add = (language: string, points: number): void => void hits.set(language, (hits.get(language) ?? 0) + points);
  for (const [word] of sample.matchAll(/[\p{L}\p{M}]+(?:['’]\p{L}+)?/gu)) {
    count++;
    // A word of many lists says less: `de` is in five.
    const languages = lists.get(word) ?? [];
    for (const language of languages) add(language, 1 / Math.sqrt(languages.length));
    for (const language of Object.keys(ownLetters)) if (ownLetters[language]?.test(word)) add(language, 0.5);
  }
  const [best] = [...hits].toSorted(([, a], [, b]) => b - a);
  const score = best ? best[1] / count : 0;
  return best && score >= leastScore ? { language: best[0], score: Math.min(1, score) } : { language: 'und', score };
}

function languagesByWord(): Map<string, string[]> {
  const byWord = new Map<string, string[]>();
  for (const [language, words] of Object.entries(functionWords)) {
    for (const word of words.split(' ')) if (word !== '') byWord.set(word, [...(byWord.get(word) ?? []), language]);
  }
  return byWord;
}
