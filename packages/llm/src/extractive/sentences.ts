/** Splits blocks into sentences: proposals of `sentence-boundaries.ts`, mended where they are known to be wrong. */
import { abbreviations, beforeNumber, mayEndSentence, titles } from './abbreviations.ts';
import { functionWordSet } from './function-words.ts';
import { trimSpan } from './lines.ts';
import { boundariesBySegmenter, type ProposeBoundaries } from './sentence-boundaries.ts';
import type { Block, Span, Unit } from './unit.ts';

/** Longer blocks are looked at piece by piece, so that memory stays small. */
const maxPiece = 32_768;
/** What is longer than this is no sentence that somebody could read: it is cut at a clause or a space. */
const maxSentence = 2_000;
/** Languages that write `3.` for `third`. */
const ordinalLanguages = new Set(['de', 'cs', 'pl', 'da', 'fi', 'sv', 'tr', 'no', 'hu', 'hr', 'sk', 'sl', 'et']);

/** How the sentences of one document are found. */
export interface SentenceRules {
  /** ISO 639-1, or `und`. */
  readonly language: string;
  /** Whether the text has no capitals, so that none can be asked for after a full stop. */
  readonly isLowerCase: boolean;
  /** Who proposes boundaries. Default: `Intl.Segmenter` and our own rule together. */
  readonly propose?: ProposeBoundaries;
}

/** The rules for a text of that language. */
export function sentenceRules(text: string, language: string): SentenceRules {
  const sample = text.slice(0, 20_000);
  const lower = sample.match(/\p{Ll}/gu)?.length ?? 0;
  const upper = sample.match(/\p{Lu}/gu)?.length ?? 0;
  return { language, isLowerCase: lower > 50 && upper < 0.002 * lower };
}

/**
 * The units of a block, in order.
 *
 * @param block Its index in the document, for `Unit.block`.
 */
export function* unitsOf(text: string, span: Block, block: number, rules: SentenceRules): Generator<Unit> {
  const isWhole = span.kind === 'row' || span.kind === 'code' || span.kind === 'heading';
  if (isWhole && span.end - span.start <= maxSentence) {
    yield { start: span.start, end: span.end, kind: span.kind, block };
    return;
  }
  const kind = isWhole ? 'sentence' : span.kind;
  for (const piece of piecesOf(text, span)) {
    for (const { start, end } of sentencesOf(text, piece, rules)) yield { start, end, kind, block };
  }
}

function* piecesOf(text: string, { start, end }: Span): Generator<Span> {
  let from = start;
  while (end - from > maxPiece) {
    const to = cutBefore(text, from, from + maxPiece);
    yield { start: from, end: to };
    from = to;
  }
  yield { start: from, end };
}

/** The best place to cut a text that must be cut: after a sentence, a clause, a word; never inside a surrogate pair. */
function cutBefore(text: string, from: number, limit: number): number {
  const window = text.slice(from, limit);
  for (const pattern of [/[.!?。！？]\s*(?=[^.!?。！？]*$)/u, /[;:,、，；]\s*(?=[^;:,、，；]*$)/u, /\s+(?=\S*$)/u]) {
    const tail = window.slice(window.length >> 1);
    const match = pattern.exec(tail);
    if (match) return from + (window.length >> 1) + match.index + match[0].length;
  }
  const isPair = (text.charCodeAt(limit) & 0xfc00) === 0xdc00 && (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  return isPair ? limit - 1 : limit;
}

function* sentencesOf(text: string, piece: Span, rules: SentenceRules): Generator<Span> {
  const content = text.slice(piece.start, piece.end);
  const propose = rules.propose ?? boundariesBySegmenter;
  let start = 0;
  for (const boundary of propose(content, rules.language)) {
    if (!isBoundary(content, start, boundary, rules)) continue;
    yield* sizedSpans(text, piece.start + start, piece.start + boundary);
    start = boundary;
  }
  yield* sizedSpans(text, piece.start + start, piece.end);
}

function* sizedSpans(text: string, from: number, to: number): Generator<Span> {
  let start = from;
  while (to - start > maxSentence) {
    const cut = cutBefore(text, start, start + maxSentence);
    yield* filled(text, start, cut);
    start = cut;
  }
  yield* filled(text, start, to);
}

function* filled(text: string, from: number, to: number): Generator<Span> {
  const span = trimSpan(text, from, to);
  if (span.end > span.start) yield span;
}

const closers = /["'”’»)\]」』）】》]+$/u;

/** Whether a sentence that began at `start` ends before `boundary`. */
function isBoundary(text: string, start: number, boundary: number, rules: SentenceRules): boolean {
  const said = text.slice(start, boundary);
  const before = said.trimEnd();
  const bare = before.replace(closers, '');
  const last = bare.at(-1) ?? '';
  // A break at a line end, inside a wrapped sentence.
  if (/[\p{L}\p{M}\p{N},;:\-–—、，]/u.test(last) || bare === '') return false;
  // `1.` before a list item's text.
  if (!/\p{L}[\p{L}\p{M}]|[^\p{ASCII}]/u.test(bare)) return false;
  const after = text.slice(boundary, boundary + 40);
  // 「…。」と言った: the quotation is part of a longer sentence.
  if (bare !== before && said === before) return false;
  const next = /^["'“‘„«([¿¡]*(.)/u.exec(after)?.[1] ?? '';
  if (!rules.isLowerCase && /\p{Ll}/u.test(next)) return false;
  return last !== '.' || !isAbbreviated(bare, after, rules);
}

/** Whether the full stop at the end of `before` belongs to its last word. */
function isAbbreviated(before: string, after: string, { language, isLowerCase }: SentenceRules): boolean {
  const word = /([\p{L}\p{M}\p{N}§.'’-]+)\.$/u.exec(before.slice(-24))?.[1] ?? '';
  if (word === '' || word.endsWith('.')) return false;
  const lower = word.toLowerCase();
  const nextWord = /^["'“‘„«([]*([\p{L}\p{M}'’]+)/u.exec(after)?.[1] ?? '';
  const beginsSentence = functionWordSet(language).has(nextWord.toLowerCase());
  if (titles.has(lower)) return true;
  if (/^\d{1,2}$/.test(word)) return ordinalLanguages.has(language) && nextWord !== '' && !beginsSentence;
  if (/^\p{L}$/u.test(word)) return !beginsSentence || /^\p{L}\.(?:\s|$)/u.test(after); // an initial
  if (/^\d|^["'“([]*[IVX]+\b/u.test(after) && beforeNumber.has(lower)) return true;
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) return !mayEndSentence.has(lower) || !beginsSentence; // U.S., z.B.
  if (!abbreviationSet(language).has(lower)) return false;
  if (isLowerCase) return true;
  return !mayEndSentence.has(lower) || !beginsSentence;
}

const sets = new Map<string, ReadonlySet<string>>();

function abbreviationSet(language: string): ReadonlySet<string> {
  const key = language in abbreviations ? language : 'en';
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set((abbreviations[key] as string).split(' '))));
  return set;
}
