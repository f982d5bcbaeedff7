/**
 * Shortens a sentence to a number of words by leaving pieces out: brackets, then what follows a clause, then words at its
 * end. Nothing is added or changed, so it still is a quotation: of each piece that is kept, in order.
 */
import { functionWordSet } from './function-words.ts';
import { trimSpan } from './lines.ts';
import type { Span } from './unit.ts';
import { countWords } from './words.ts';

const brackets = /\s[([][^()[\]]*[)\]](?=\s)/gu;
const clauseEnd = /[,;:،؛，；：](?=\s|[^\p{ASCII}])|\s[–—-](?=\s)/gu;
/** A clause before this share of the words says too little. */
const leastShare = 0.4;

/**
 * The pieces of a unit that are kept.
 *
 * @param maxWords At least 1.
 * @returns In order; the whole unit where it is short enough; at least a word, except in a unit without any.
 */
export function shorten(text: string, unit: Span, maxWords: number, language: string): Span[] {
  if (wordsIn(text, [unit]) <= maxWords) return [unit];
  const pieces = withoutBrackets(text, unit);
  if (wordsIn(text, pieces) <= maxWords) return pieces;
  const clause = cutAtClause(text, pieces, maxWords);
  return clause ?? cutAtWord(text, pieces, maxWords, language);
}

function withoutBrackets(text: string, { start, end }: Span): Span[] {
  const pieces: Span[] = [];
  let from = start;
  for (const { index, 0: match } of text.slice(start, end).matchAll(brackets)) {
    if (start + index > from) pieces.push(trimSpan(text, from, start + index));
    from = start + index + match.length;
  }
  pieces.push(trimSpan(text, from, end));
  return pieces.filter((piece) => piece.end > piece.start);
}

function cutAtClause(text: string, pieces: readonly Span[], maxWords: number): Span[] | undefined {
  const ends = pieces.flatMap(({ start, end }) =>
    Array.from(text.slice(start, end).matchAll(clauseEnd), ({ index }) => start + index),
  );
  for (const end of ends.toReversed()) {
    const kept = cutAt(text, pieces, end);
    const words = wordsIn(text, kept);
    if (words <= maxWords) return words >= leastShare * maxWords ? kept : undefined;
  }
  return undefined;
}

/** Cuts after the last word that fits and is no function word; in scripts without spaces after the last letter. */
function cutAtWord(text: string, pieces: readonly Span[], maxWords: number, language: string): Span[] {
  const isFunctionWord = (word: string): boolean => functionWordSet(language).has(word.toLowerCase());
  let best: Span[] = [];
  for (const { start, end } of pieces) {
    for (const { index, 0: run } of text.slice(start, end).matchAll(/\S+/gu)) {
      const kept = cutAt(text, pieces, start + index + run.length);
      if (wordsIn(text, kept) > maxWords) return best.length > 0 ? best : cutInside(text, start + index, maxWords);
      if (best.length === 0 || !isFunctionWord(run.replaceAll(/[^\p{L}\p{M}'’]/gu, ''))) best = kept;
    }
  }
  return best;
}

function cutInside(text: string, start: number, maxWords: number): Span[] {
  let end = start;
  for (const letter of text.slice(start, start + 4 * maxWords + 16)) {
    if (countWords(text.slice(start, end + letter.length)) > maxWords || /\s/u.test(letter)) break;
    end += letter.length;
  }
  return end > start ? [{ start, end }] : [];
}

function cutAt(text: string, pieces: readonly Span[], end: number): Span[] {
  return pieces
    .filter((piece) => piece.start < end)
    .map((piece) => withoutTail(text, piece.start, Math.min(piece.end, end)))
    .filter((piece) => piece.end > piece.start);
}

/** Without a comma, dash or opening bracket at the end. */
function withoutTail(text: string, from: number, to: number): Span {
  let span = trimSpan(text, from, to);
  while (span.end > span.start && /[,;:،؛，；：–—([-]/u.test(text.charAt(span.end - 1)))
    span = trimSpan(text, from, span.end - 1);
  return span;
}

function wordsIn(text: string, pieces: readonly Span[]): number {
  return pieces.reduce((sum, { start, end }) => sum + countWords(text.slice(start, end)), 0);
}
