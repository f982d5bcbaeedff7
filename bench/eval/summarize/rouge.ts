/**
 * ROUGE-1, ROUGE-2 and ROUGE-Lsum with the stemmer on, by the rules of PyPI `rouge-score` 0.1.2 (Apache-2.0, written
 * anew; its figures for the fixture are in rouge.fixture.json).
 */
import { porterStem } from './porter-stemmer.ts';

/** F1 × 100 of each kind. */
export interface RougeScores {
  rouge1: number;
  rouge2: number;
  rougeLsum: number;
}

/** Words of a text as ROUGE compares them: ASCII letters and digits in lower case, longer ones stemmed. */
export function rougeTokens(text: string): string[] {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '').map((word) => (word.length > 3 ? porterStem(word) : word));
}

/**
 * Scores a summary; each kind takes its best reference, as `score_multi` does.
 *
 * @param references At least one.
 */
export function rouge(summary: string, references: readonly string[]): RougeScores {
  const scores = references.map((reference) => rougeOne(summary, reference));
  const best = (kind: keyof RougeScores): number => Math.max(0, ...scores.map((one) => one[kind]));
  return { rouge1: best('rouge1'), rouge2: best('rouge2'), rougeLsum: best('rougeLsum') };
}

function rougeOne(summary: string, reference: string): RougeScores {
  const [ours, theirs] = [rougeTokens(summary), rougeTokens(reference)];
  return {
    rouge1: ngramScore(ours, theirs, 1),
    rouge2: ngramScore(ours, theirs, 2),
    rougeLsum: unionScore(lineTokens(summary), lineTokens(reference)),
  };
}

function ngramScore(ours: string[], theirs: string[], n: number): number {
  const [left, right] = [countNgrams(ours, n), countNgrams(theirs, n)];
  let hits = 0;
  for (const [ngram, count] of right) hits += Math.min(count, left.get(ngram) ?? 0);
  return f1(hits, Math.max(0, ours.length - n + 1), Math.max(0, theirs.length - n + 1));
}

function countNgrams(tokens: string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let index = 0; index + n <= tokens.length; index++) {
    const ngram = tokens.slice(index, index + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

function lineTokens(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(rougeTokens);
}

/** Summary-level longest common subsequence: each reference line against all of ours, a token counted once. */
function unionScore(ours: string[][], theirs: string[][]): number {
  const [left, right] = [countNgrams(ours.flat(), 1), countNgrams(theirs.flat(), 1)];
  let hits = 0;
  for (const line of theirs) {
    const union = new Set(ours.flatMap((one) => commonPositions(line, one)));
    for (const position of [...union].toSorted((a, b) => a - b)) {
      const token = line[position] as string;
      const [inOurs, inTheirs] = [left.get(token) ?? 0, right.get(token) ?? 0];
      if (inOurs === 0 || inTheirs === 0) continue;
      left.set(token, inOurs - 1);
      right.set(token, inTheirs - 1);
      hits++;
    }
  }
  return f1(hits, ours.flat().length, theirs.flat().length);
}

/** Positions in `reference` of one longest common subsequence; ties are broken as the reference program does. */
function commonPositions(reference: string[], candidate: string[]): number[] {
  const width = candidate.length + 1;
  const lengths = new Uint32Array((reference.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] as number;
  for (let row = 1; row <= reference.length; row++) {
    for (let column = 1; column <= candidate.length; column++) {
      lengths[row * width + column] =
        reference[row - 1] === candidate[column - 1]
          ? at(row - 1, column - 1) + 1
          : Math.max(at(row - 1, column), at(row, column - 1));
    }
  }
  const positions: number[] = [];
  let [row, column] = [reference.length, candidate.length];
  while (row > 0 && column > 0) {
    if (reference[row - 1] === candidate[column - 1]) {
      positions.unshift(row - 1);
      row--;
      column--;
    } else if (at(row, column - 1) > at(row - 1, column)) column--;
    else row--;
  }
  return positions;
}

function f1(hits: number, ours: number, theirs: number): number {
  if (hits === 0) return 0;
  const [precision, recall] = [hits / ours, hits / theirs];
  return (200 * precision * recall) / (precision + recall);
}
