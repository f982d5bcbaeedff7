/**
 * PageRank over sentences, as TextRank (Mihalcea and Tarau, 2004: words in common by the logarithms of both lengths) and
 * LexRank (Erkan and Radev, 2004: cosine of TF-IDF, continuous) do it.
 */

/** What joins two sentences: a weight for each word that both have, and what the sum is divided by. */
export interface Similarity {
  /** Weight of a word in a sentence. */
  weight: (count: number, sentencesWith: number, sentences: number) => number;
  /** Measure of a sentence, from its number of tokens and its weights. */
  size: (tokens: number, weights: readonly number[]) => number;
  /** Divides the product of weights by both measures. */
  divide: (sum: number, left: number, right: number) => number;
}

/** TextRank's. */
export const overlap: Similarity = {
  weight: () => 1,
  size: (tokens) => Math.log(Math.max(1, tokens)),
  divide: (sum, left, right) => (left + right > 0 ? sum / (left + right) : 0),
};

/** LexRank's. */
export const tfIdfCosine: Similarity = {
  weight: (count, sentencesWith, sentences) => count * Math.log(1 + sentences / sentencesWith),
  size: (_, weights) => Math.hypot(...weights),
  divide: (sum, left, right) => (left * right > 0 ? sum / (left * right) : 0),
};

const damping = 0.85;
const rounds = 50;

/** The rank of each sentence; they sum to about 1. */
export function graphRanks(sentences: readonly string[][], similarity: Similarity): Float64Array {
  const rows = weighRows(sentences, similarity);
  const count = sentences.length;
  let ranks = new Float64Array(count).fill(1 / Math.max(1, count));
  const totals = rows.map((row) => [...row.values()].reduce((sum, value) => sum + value, 0));
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(count).fill((1 - damping) / Math.max(1, count));
    for (const [from, row] of rows.entries()) {
      const total = totals[from] as number;
      if (total === 0) continue;
      for (const [to, value] of row)
        next[to] = (next[to] as number) + (damping * (ranks[from] as number) * value) / total;
    }
    ranks = next;
  }
  return ranks;
}

function weighRows(sentences: readonly string[][], { weight, size, divide }: Similarity): Map<number, number>[] {
  const places = new Map<string, Map<number, number>>();
  for (const [index, tokens] of sentences.entries()) {
    for (const token of tokens) {
      const counts = places.get(token) ?? new Map<number, number>();
      places.set(token, counts.set(index, (counts.get(index) ?? 0) + 1));
    }
  }
  const weights = sentences.map((): number[] => []);
  const rows = sentences.map(() => new Map<number, number>());
  for (const counts of places.values()) {
    const weighted = Array.from(
      counts,
      ([index, count]) => [index, weight(count, counts.size, sentences.length)] as const,
    );
    for (const [left, value] of weighted) {
      weights[left]?.push(value);
      const row = rows[left] as Map<number, number>;
      for (const [right, other] of weighted) if (left !== right) row.set(right, (row.get(right) ?? 0) + value * other);
    }
  }
  const sizes = sentences.map((tokens, index) => size(tokens.length, weights[index] as number[]));
  for (const [left, row] of rows.entries()) {
    for (const [right, sum] of row) row.set(right, divide(sum, sizes[left] as number, sizes[right] as number));
  }
  return rows;
}
