/** What a summary is compared with, on the engine's own units: the first ones, random ones, TextRank and LexRank. */
import { splitUnits } from '@nearside/llm/extractive';
import { graphRanks, overlap, tfIdfCosine } from './graph-ranks.ts';
import { countSpacedWords } from './documents.ts';
import { rougeTokens } from './rouge.ts';

/** Summarises a document down to about so many words: whole units until the budget is reached, at least one. */
export type Baseline = (units: readonly string[], budgetWords: number, seed: number) => string;

/** By name. */
export const baselines: Readonly<Record<string, Baseline>> = {
  lead: (units, budget) => take(units, [...units.keys()], budget),
  random: (units, budget, seed) => take(units, shuffled(units.length, seed), budget),
  textrank: (units, budget) => take(units, byRank(graphRanks(units.map(rougeTokens), overlap)), budget),
  lexrank: (units, budget) => take(units, byRank(graphRanks(units.map(rougeTokens), tfIdfCosine)), budget),
};

/** The texts that baselines choose from; speakers' names are not in them. */
export function unitTexts(document: string): string[] {
  const units = splitUnits(document).filter(({ kind }) => kind === 'sentence' || kind === 'turn' || kind === 'item');
  return units.map(({ start, end }) => document.slice(start, end).replaceAll(/\s+/g, ' '));
}

function take(units: readonly string[], order: readonly number[], budgetWords: number): string {
  const chosen: number[] = [];
  let words = 0;
  for (const index of order) {
    if (words >= budgetWords) break;
    chosen.push(index);
    words += countSpacedWords(units[index] as string);
  }
  return chosen
    .toSorted((a, b) => a - b)
    .map((index) => units[index])
    .join('\n');
}

function byRank(ranks: Float64Array): number[] {
  return [...ranks.keys()].toSorted((a, b) => (ranks[b] as number) - (ranks[a] as number) || a - b);
}

function shuffled(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = seed + 1;
  for (let index = count - 1; index > 0; index--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (index + 1));
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  return order;
}
