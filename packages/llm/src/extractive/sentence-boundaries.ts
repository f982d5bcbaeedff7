/**
 * Where sentences may end: `Intl.Segmenter` where there is one, else a rule of our own. Both are only proposals, which
 * `sentences.ts` mends.
 */

/** Terminators, the quotes and brackets that close after them, then white space (or none after CJK ones). */
const terminator = /(?:[.!?…؟۔।॥]+["'”’»)\]]*(?=\s)|[。！？｡]+[”’」』）】》]*)\s*/gu;

type Segmenter = (text: string) => Iterable<{ index: number; segment: string }>;

/**
 * Proposes boundaries in one block of text.
 *
 * @param language BCP 47, of the text.
 * @returns Indexes at which a next sentence may begin, ascending, without 0 and the end.
 */
export type ProposeBoundaries = (text: string, language: string) => Generator<number>;

/** By the rules of this file: what runs where `Intl.Segmenter` is missing. */
export function* boundariesByRule(text: string): Generator<number> {
  for (const { index, 0: match } of text.matchAll(terminator)) {
    const boundary = index + match.length;
    if (boundary < text.length) yield boundary;
  }
}

/** By `Intl.Segmenter` (UAX 29) and by rule: each sees what the other does not. */
export function* boundariesBySegmenter(text: string, language: string): Generator<number> {
  const segmenter = segmenterFor(language);
  if (!segmenter) {
    yield* boundariesByRule(text);
    return;
  }
  const found = new Set(boundariesByRule(text));
  for (const { index } of segmenter(text)) if (index > 0) found.add(index);
  yield* [...found].toSorted((a, b) => a - b);
}

const segmenters = new Map<string, Segmenter | undefined>();

function segmenterFor(language: string): Segmenter | undefined {
  if (!segmenters.has(language)) segmenters.set(language, makeSegmenter(language));
  return segmenters.get(language);
}

function makeSegmenter(language: string): Segmenter | undefined {
  if (typeof Intl === 'undefined' || typeof Intl.Segmenter !== 'function') return undefined;
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return (text) => segmenter.segment(text);
}
