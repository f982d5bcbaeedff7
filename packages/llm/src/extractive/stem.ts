/**
 * The least that makes forms of a word one term: plural `s` of the languages that have it. Longer stemmers (Porter's, the
 * first six letters) ranked no better on abstracts, contracts, reviews and meetings.
 */

const withPlural = new Set(['en', 'fr', 'es', 'pt', 'nl', 'und']);

/** The stem of a lower-case word. */
export function stem(word: string, language: string): string {
  return withPlural.has(language) && word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
