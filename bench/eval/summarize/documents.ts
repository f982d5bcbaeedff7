/** Documents with reference summaries and questions, a JSON object a line. */
import { readFileSync } from 'node:fs';

/** A document of an evaluation set. */
export interface EvalDocument {
  id: string;
  document: string;
  /** At least one. */
  references: string[];
  /** Questions, where the set has them, with the turns that support the answer: first and last, inclusive. */
  queries?: { query: string; spans: [string | number, string | number][] }[];
}

/**
 * Reads a file.
 *
 * @param part `all`, `even` or `odd` lines: what was tuned on the even ones is reported on the odd ones.
 * @throws Error when a line has not the form, or `part` is unknown.
 */
export function readDocuments(path: string, part: string): EvalDocument[] {
  if (part !== 'all' && part !== 'even' && part !== 'odd') throw new Error('--part is all, even or odd');
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map(toDocument).filter((_, index) => part === 'all' || (index % 2 === 0) === (part === 'even'));
}

function toDocument(line: string, index: number): EvalDocument {
  const value = JSON.parse(line) as EvalDocument;
  if (typeof value.id !== 'string' || typeof value.document !== 'string' || !Array.isArray(value.references)) {
    throw new Error(`line ${index + 1} has no id, document and references`);
  }
  return value;
}

/** Words between white space, as the sets' figures count them. */
export function countSpacedWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/** The mean word count of a document's references. */
export function referenceWords({ references }: EvalDocument): number {
  return references.reduce((sum, text) => sum + countSpacedWords(text), 0) / Math.max(1, references.length);
}
