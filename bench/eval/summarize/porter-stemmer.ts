/**
 * Porter's stemmer as NLTK extends it (its default mode), which is what rouge-score stems with. Written from the
 * published algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980) and compared with NLTK word by word.
 */

/** A suffix, what replaces it, and whether the rest allows that. */
type Rule = readonly [suffix: string, replacement: string, allows?: (stem: string) => boolean];

const irregular = new Map([
  ...['sky', 'news', 'inning', 'outing', 'canning', 'howe', 'proceed', 'exceed', 'succeed'].map(
    (word): [string, string] => [word, word],
  ),
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['innings', 'inning'],
  ['outings', 'outing'],
  ['cannings', 'canning'],
]);

/**
 * The stem of an English word.
 *
 * @param word Lower case.
 */
export function porterStem(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  return dropFinalE(step4(step3(step2(finalY(pastAndGerund(plural(word)))))));
}

function plural(word: string): string {
  if (word.endsWith('ies') && word.length === 4) return word.slice(0, -1);
  return replaceFirst(word, [
    ['sses', 'ss'],
    ['ies', 'i'],
    ['ss', 'ss'],
    ['s', ''],
  ]);
}

function pastAndGerund(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = ['ed', 'ing'].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  for (const ending of ['at', 'bl', 'iz']) if (stem.endsWith(ending)) return `${stem}e`;
  if (endsInDoubleConsonant(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function finalY(word: string): string {
  const stem = word.slice(0, -1);
  return word.endsWith('y') && stem.length > 1 && isConsonant(stem, stem.length - 1) ? `${stem}i` : word;
}

function step2(word: string): string {
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return step2(word.slice(0, -2));
  const some = (stem: string): boolean => measure(stem) > 0;
  const rules: [string, string][] = [
    ['ational', 'ate'],
    ['tional', 'tion'],
    ['enci', 'ence'],
    ['anci', 'ance'],
    ['izer', 'ize'],
    ['bli', 'ble'],
    ['alli', 'al'],
    ['entli', 'ent'],
    ['eli', 'e'],
    ['ousli', 'ous'],
    ['ization', 'ize'],
    ['ation', 'ate'],
    ['ator', 'ate'],
    ['alism', 'al'],
    ['iveness', 'ive'],
    ['fulness', 'ful'],
    ['ousness', 'ous'],
    ['aliti', 'al'],
    ['iviti', 'ive'],
    ['biliti', 'ble'],
    ['fulli', 'ful'],
  ];
  return replaceFirst(word, [
    ...rules.map(([suffix, replacement]): Rule => [suffix, replacement, some]),
    ['logi', 'log', (): boolean => measure(word.slice(0, -3)) > 0],
  ]);
}

function step3(word: string): string {
  const some = (stem: string): boolean => measure(stem) > 0;
  return replaceFirst(word, [
    ['icate', 'ic', some],
    ['ative', '', some],
    ['alize', 'al', some],
    ['iciti', 'ic', some],
    ['ical', 'ic', some],
    ['ful', '', some],
    ['ness', '', some],
  ]);
}

function step4(word: string): string {
  const many = (stem: string): boolean => measure(stem) > 1;
  const suffixes = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'.split(' ');
  return replaceFirst(
    word,
    suffixes.map((suffix): Rule => [suffix, '', suffix === 'ion' ? (stem) => many(stem) && /[st]$/.test(stem) : many]),
  );
}

function dropFinalE(word: string): string {
  const stem = word.slice(0, -1);
  const isDropped = word.endsWith('e') && (measure(stem) > 1 || (measure(stem) === 1 && !endsShort(stem)));
  const shorter = isDropped ? stem : word;
  return shorter.endsWith('ll') && measure(shorter.slice(0, -1)) > 1 ? shorter.slice(0, -1) : shorter;
}

/** The first suffix that fits decides, also where its condition then refuses. */
function replaceFirst(word: string, rules: readonly Rule[]): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const [suffix, replacement, allows] = rule;
  const stem = word.slice(0, word.length - suffix.length);
  return allows && !allows(stem) ? word : stem + replacement;
}

function isConsonant(word: string, index: number): boolean {
  const letter = word[index] ?? '';
  if ('aeiou'.includes(letter)) return false;
  return letter !== 'y' || index === 0 || !isConsonant(word, index - 1);
}

function shape(word: string): string {
  return Array.from(word, (_, index) => (isConsonant(word, index) ? 'c' : 'v')).join('');
}

/** How often consonants follow vowels. */
function measure(stem: string): number {
  return shape(stem).match(/v+c+/g)?.length ?? 0;
}

function hasVowel(stem: string): boolean {
  return shape(stem).includes('v');
}

function endsInDoubleConsonant(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && isConsonant(word, word.length - 1);
}

function endsShort(word: string): boolean {
  const form = shape(word);
  return form === 'vc' || (form.endsWith('cvc') && !/[wxy]$/.test(word));
}
