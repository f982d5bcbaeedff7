/**
 * What the lines of a plain or Markdown text are: headings, list items, table rows, code, a speaker's turns, and
 * paragraphs, whose hard-wrapped lines are joined. The first step: it never looks inside a sentence.
 */
import { linesOf } from './lines.ts';
import { findSpeakers, type Speakers } from './speakers.ts';
import type { Block, Span, UnitKind } from './unit.ts';

const headingMark = /^#{1,6}\s+/;
const rule = /^(?:[-=_*~]\s?){3,}$/;
const fence = /^(?:```|~~~)/;
const bullet = /^(?:[-*+•·◦▪‣–—]\s+|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s+)(?=\S)/;
const sentenceEnd = /[.!?…。！？｡؟۔।॥:;]["'”’»)\]]*$/;
const maxHeadingWords = 12;
const wrapWidth = { min: 40, max: 120 };

/**
 * Splits a text into blocks.
 *
 * @returns In the text's order, without overlaps; every character outside them is white space, a mark or a name.
 */
export function layOut(text: string): Block[] {
  const lines = [...linesOf(text)];
  const speakers = findSpeakers(text, lines);
  const blocks: Block[] = [];
  let isCode = false;
  for (let index = 0; index < lines.length;) {
    const line = lines[index] as Span;
    const content = slice(text, line);
    if (fence.test(content)) {
      isCode = !isCode;
      index++;
    } else if (content === '' || rule.test(content)) {
      index++;
    } else if (isCode) {
      blocks.push(toBlock(line, 'code'));
      index++;
    } else {
      const kind = kindOf(content, speakers);
      const after = kind === 'sentence' ? paragraphEnd(text, lines, index, speakers) : index + 1;
      if (kind === 'sentence') blocks.push(...paragraph(text, lines, index, after));
      else blocks.push(toBlock(line, kind, markLength(content, kind, speakers)));
      index = after;
    }
  }
  return blocks.filter(({ start, end }) => end > start);
}

function toBlock(line: Span, kind: UnitKind, mark = 0): Block {
  return { start: line.start + mark, end: line.end, kind, outerStart: line.start };
}

/** Lines are judged by their beginning: a line of 10 MB is a paragraph. */
function kindOf(content: string, speakers: Speakers): UnitKind {
  if (speakers.nameLength(content) > 0) return 'turn';
  if (headingMark.test(content)) return 'heading';
  if (isRow(content)) return 'row';
  if (isCodeLine(content)) return 'code';
  if (bullet.test(content) && !/^[A-Z]\.\s/.test(content)) return 'item';
  return 'sentence';
}

function markLength(content: string, kind: UnitKind, speakers: Speakers): number {
  if (kind === 'turn') return speakers.nameLength(content);
  const mark = kind === 'heading' ? headingMark : kind === 'item' ? bullet : undefined;
  return mark?.exec(content)?.[0].length ?? 0;
}

function isRow(content: string): boolean {
  if (content.length > 2_000) return false;
  const bars = content.split('|').length - 1;
  if (bars >= 2 || (bars === 1 && content.startsWith('|'))) return true;
  const cells = content.split(/\t+| {2,}/).filter((cell) => cell !== '');
  if (cells.length >= 3 && cells.every((cell) => cell.length <= 60)) return true;
  const fields = content.split(/[,;]/);
  const isShort = fields.length >= 3 && fields.every((field) => field.trim().length <= 30);
  return (
    isShort && fields.filter((field) => /^\s*["$€£]?[-+]?[\d.,]+\s*%?"?\s*$/.test(field)).length * 2 >= fields.length
  );
}

function isCodeLine(content: string): boolean {
  if (content.length > 500) return false;
  const symbols = content.match(/[{}()[\];=<>+*/\\&|^%$#@`~]/g)?.length ?? 0;
  if (symbols === 0) return false;
  if (
    /^(?:(?:import|export|const|let|var|function|return|def|class|public|private|#include|package)\b.*[;{:)>]|[<}{)\]].*|@\w+.*\(.*)$/.test(
      content,
    )
  )
    return symbols >= 1;
  return (/[;{}]$/.test(content) && symbols >= 2) || symbols * 4 >= content.replaceAll(/\s/g, '').length;
}

/** Index after the last line of the paragraph that begins at `from`. */
function paragraphEnd(text: string, lines: readonly Span[], from: number, speakers: Speakers): number {
  let index = from + 1;
  for (; index < lines.length; index++) {
    const content = slice(text, lines[index] as Span);
    if (content === '' || rule.test(content) || fence.test(content)) break;
    if (kindOf(content, speakers) !== 'sentence') break;
  }
  return index;
}

function paragraph(text: string, lines: readonly Span[], from: number, to: number): Block[] {
  const own = lines.slice(from, to);
  const first = own[0] as Span;
  if (own.length === 1) {
    const underline = lines[to] && slice(text, lines[to]);
    const isUnderlined = underline !== undefined && /^(?:={3,}|-{3,})$/.test(underline);
    return [toBlock(first, isUnderlined || isHeading(text, lines, from) ? 'heading' : 'sentence')];
  }
  if (isWrapped(text, own)) return [toBlock({ start: first.start, end: (own.at(-1) as Span).end }, 'sentence')];
  return own.map((line, index) => toBlock(line, index === 0 && isTitle(text, line) ? 'heading' : 'sentence'));
}

/** A short line by itself, with text somewhere after it. */
function isHeading(text: string, lines: readonly Span[], index: number): boolean {
  return (
    index + 1 < lines.length &&
    isTitle(text, lines[index] as Span) &&
    lines.slice(index + 1, index + 4).some(({ start, end }) => end > start)
  );
}

function isTitle(text: string, line: Span): boolean {
  if (line.end - line.start > 120) return false;
  const content = slice(text, line);
  if (sentenceEnd.test(content) || /[,，、]$/.test(content)) return false;
  const words = content.split(/\s+/);
  return words.length <= maxHeadingWords && content.length <= 80 && /^[\p{Lu}\p{Lo}\p{N}]/u.test(content);
}

/** Whether lines were broken at a width: all but the last about equally long, and sentences run on over their ends. */
function isWrapped(text: string, own: readonly Span[]): boolean {
  const lengths = own.map(({ start, end }) => end - start);
  const widest = Math.max(...lengths.slice(0, 10_000));
  if (widest < wrapWidth.min || widest > wrapWidth.max) return false;
  const inner = own.slice(0, -1);
  const full = inner.filter(({ start, end }) => end - start >= 0.6 * widest).length;
  const open = inner.filter((line) => !sentenceEnd.test(slice(text, line))).length;
  const capital = own.filter(({ start }) => /\p{Lu}/u.test(text.charAt(start))).length;
  const isVerse = own.length >= 4 && capital >= 0.8 * own.length;
  return !isVerse && full >= 0.9 * inner.length && open > 0;
}

function slice(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}
