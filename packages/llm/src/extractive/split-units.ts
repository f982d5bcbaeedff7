import { detectLanguage } from './detect-language.ts';
import { layOut } from './layout.ts';
import { sentenceRules, unitsOf } from './sentences.ts';
import type { Unit } from './unit.ts';

/**
 * Splits a text into what a summary can quote: sentences, headings, list items, table rows, turns of speakers.
 *
 * @param text Plain text or Markdown.
 * @param language BCP 47. Default: detected.
 * @returns In the text's order, without overlaps.
 */
export function splitUnits(text: string, language: string = detectLanguage(text).language): Unit[] {
  const rules = sentenceRules(text, language);
  return layOut(text).flatMap((block, index) => [...unitsOf(text, block, index, rules)]);
}
