/** Lines of a text, without their ends; a line of white space only is empty. */
import type { Span } from './unit.ts';

const lineEnd = /\r\n|[\n\r\v\f\u2028\u2029]/g;

/** Every line of the text, trimmed; an empty one keeps its place (`start === end`). */
export function* linesOf(text: string): Generator<Span> {
  let start = 0;
  for (const { index, 0: end } of text.matchAll(lineEnd)) {
    yield trimSpan(text, start, index);
    start = index + end.length;
  }
  yield trimSpan(text, start, text.length);
}

/** The stretch without the white space at its ends. */
export function trimSpan(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** White space as `\s` has it, with control characters and the marks of direction and joining at a unit's edge. */
export function isSpace(code: number): boolean {
  if (code <= 0x20 || (code >= 0x7f && code <= 0xa0)) return true;
  if (code < 0x1680) return false;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return (
    code === 0x1680 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
