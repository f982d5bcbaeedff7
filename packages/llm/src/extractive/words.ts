/** Words of a text: counted for budgets, and as the terms that ranking compares. */

/** Letters of scripts that are written without spaces, and how many of them make a word, roughly. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const token = /[\p{L}\p{M}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu;
const lettersPerWord = 2;

/** How many words a text has: runs between white space that hold a letter or digit; of scripts without spaces, every two letters. */
export function countWords(text: string): number {
  let count = 0;
  for (const [run] of text.matchAll(/\S+/g)) {
    if (!/[\p{L}\p{N}]/u.test(run)) continue;
    count += unspaced.test(run) ? Math.ceil((run.match(/[\p{L}\p{N}]/gu) as string[]).length / lettersPerWord) : 1;
  }
  return count;
}

/** The words in order, lower case; of scripts without spaces, pairs of neighbouring letters. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [run] of text.toLowerCase().matchAll(token)) {
    if (!unspaced.test(run)) {
      terms.push(run);
      continue;
    }
    const letters = Array.from(run);
    if (letters.length === 1) terms.push(run);
    for (let index = 0; index + 1 < letters.length; index++) terms.push(`${letters[index]}${letters[index + 1]}`);
  }
  return terms;
}
