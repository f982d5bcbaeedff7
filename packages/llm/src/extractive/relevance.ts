/**
 * How well each unit answers a question: BM25 over blocks (Robertson and Zaragoza, 2009), spread to the blocks around,
 * since an answer rarely repeats the question's words in every line.
 */
import type { Analysis } from './analysis.ts';
import { stem } from './stem.ts';
import { termsOf } from './words.ts';

const k1 = 1.2;
const b = 0.6;
/** What a block says counts so much less for each block further away. */
const fade = 0.85;
const reach = 12;

/**
 * Scores units by a question or topic.
 *
 * @returns One figure from 0 to 1 for each unit, the best 1; undefined where no word of the question is in the text.
 */
export function relevanceOf(analysis: Analysis, question: string): Float64Array | undefined {
  const { units, blocks, terms, isFunctionWord, language } = analysis;
  const wanted = new Set<number>();
  for (const term of termsOf(question)) {
    const id = terms.idOf(stem(term, language));
    if (id !== undefined && isFunctionWord[id] === 0) wanted.add(id);
  }
  if (wanted.size === 0) return undefined;

  const counts = new Map([...wanted].map((id) => [id, new Float64Array(blocks.length)]));
  const lengths = new Float64Array(blocks.length);
  for (const [index, { block }] of units.entries()) {
    const own = terms.termsOf(index);
    lengths[block] = (lengths[block] as number) + own.length;
    for (const term of own) {
      const inBlock = counts.get(term);
      if (inBlock) inBlock[block] = (inBlock[block] as number) + 1;
    }
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, blocks.length);
  const scores = new Float64Array(blocks.length);
  for (const inBlock of counts.values()) {
    const blocksWith = inBlock.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    const rarity = Math.log(1 + (blocks.length - blocksWith + 0.5) / (blocksWith + 0.5));
    for (let block = 0; block < scores.length; block++) {
      const count = inBlock[block] as number;
      if (count === 0) continue;
      const norm = k1 * (1 - b + (b * (lengths[block] as number)) / mean);
      scores[block] = (scores[block] as number) + (rarity * count * (k1 + 1)) / (count + norm);
    }
  }
  return perUnit(analysis, spread(scores));
}

function spread(scores: Float64Array): Float64Array {
  const wide = new Float64Array(scores.length);
  for (let block = 0; block < scores.length; block++) {
    const score = scores[block] as number;
    if (score === 0) continue;
    for (let near = Math.max(0, block - reach); near <= Math.min(scores.length - 1, block + reach); near++) {
      wide[near] = (wide[near] as number) + score * fade ** Math.abs(near - block);
    }
  }
  return wide;
}

function perUnit({ units }: Analysis, byBlock: Float64Array): Float64Array {
  const best = byBlock.reduce((most, score) => Math.max(most, score), 0);
  return Float64Array.from(units, ({ block }) => (byBlock[block] as number) / best);
}
