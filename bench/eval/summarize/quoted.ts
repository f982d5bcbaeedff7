/** Whether a sentence is in the document, word for word. */

/** A sentence with the stretches that support it: half-open, in UTF-16 code units. */
export interface SourcedSentence {
  text: string;
  sources: readonly { start: number; end: number }[];
}

/** Whether it equals the text of one of its sources, or of all joined in order by a space; white space is folded. */
export function isQuoted(document: string, { text, sources }: SourcedSentence): boolean {
  const pieces = sources.map(({ start, end }) => fold(document.slice(start, end)));
  return [...pieces, fold(pieces.join(' '))].includes(fold(text));
}

function fold(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
