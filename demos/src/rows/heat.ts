/** Which bytes carry an answer: an attribution of the model's tokens, brought back to the bytes of the file. */
import type { Attribution } from '@nearside/magika';
import { formatCount, formatScore } from '../format.ts';
import type { Reading, Stretch } from './reading.ts';

/** A piece of a file, and what the answer loses without it. */
export interface Weight {
  readonly side: 'beginning' | 'end';
  /** In the file; the first byte, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** The score without it, 0 to 1. */
  readonly scoreWithout: number;
  /** Log-odds that are lost; above 0. */
  readonly loss: number;
}

/** How much each byte matters, to be drawn and told. */
export interface Heat {
  readonly modelLabel: string;
  readonly score: number;
  readonly windowTokens: number;
  /** Level of each byte of a stretch: 0 for nothing, up to `topLevel`. */
  readonly beginning: Uint8Array;
  readonly end: Uint8Array;
  /** Pieces that matter, the one that matters most first. */
  readonly weights: readonly Weight[];
}

/** Levels beside 0. */
export const topLevel = 4;

/** In log-odds: below this no piece says anything by itself (the odds fall by less than two fifths). */
const leastLoss = 0.5;

/** A score that falls by this much has been hurt, in a reader's eyes. */
const hurtDrop = 0.1;

/** Scores nearer to 0 or 1 differ by rounding alone. */
const leastDoubt = 1e-6;

/** Windows that are tried, fine first: where no few bytes matter alone, more of them may. */
export const windowSizes = [16, 64, 256, 1024] as const;

/** Whether a window of an attribution matters, so that a coarser one need not be tried. */
export function hasWeight({ drops, score }: Attribution): boolean {
  return drops.some((drop) => lossOf(score, score - drop) >= leastLoss);
}

/**
 * Brings an attribution to the bytes that were read.
 *
 * Losses are in log-odds: a score of 0.999998 that falls to 0.9994 has lost most of its sureness and hardly any of its
 * value, and most answers are that sure. Levels are shares of the largest loss, so that the piece that matters most is the
 * strongest; where no loss reaches 0.5 there is nothing to draw.
 *
 * @param attribution Drops of windows over the 2,048 tokens: 1,024 of the beginning, then as many of the end.
 * @param reading Of the same file.
 */
export function heatOf(attribution: Attribution, reading: Reading): Heat {
  const { drops, windowTokens, modelLabel, score } = attribution;
  const perSide = drops.length / 2;
  const beginning = new Uint8Array(reading.beginning.bytes.length);
  const end = new Uint8Array(reading.end.bytes.length);
  const losses = Array.from(drops, (drop) => lossOf(score, score - drop));
  const largest = Math.max(...losses);
  const weights: Weight[] = [];
  for (const [window, loss] of losses.entries()) {
    const side = window < perSide ? 'beginning' : 'end';
    const stretch = reading[side];
    const first = (window % perSide) * windowTokens - paddingInFront(side, stretch);
    const from = Math.max(0, first);
    const to = Math.min(stretch.bytes.length, first + windowTokens);
    if (largest < leastLoss || loss <= 0 || from >= to) continue;
    const level = Math.round((loss / largest) * topLevel);
    (side === 'beginning' ? beginning : end).fill(level, from, to);
    if (loss < leastLoss) continue;
    const scoreWithout = Math.max(0, score - (drops[window] as number));
    weights.push({ side, from: stretch.offset + from, to: stretch.offset + to, scoreWithout, loss });
  }
  weights.sort((a, b) => b.loss - a.loss);
  return { modelLabel, score, windowTokens, beginning, end, weights };
}

/** The end's tokens stand at the end of their block, the beginning's at its start. */
function paddingInFront(side: Weight['side'], { paddingTokens }: Stretch): number {
  return side === 'end' ? paddingTokens : 0;
}

/** In a sentence, for those who see no colours too. */
export function describeHeat({ weights, windowTokens, score }: Heat): string {
  const [first] = weights;
  if (!first) {
    const pieces = windowTokens >= 1024 ? 'Neither end alone carries' : `No ${windowTokens} bytes alone carry`;
    return `${pieces} the answer: taken away, they leave the score where it is.`;
  }
  const place = placeOf(first);
  const drops = weights.map(({ scoreWithout }) => Math.max(0, score - scoreWithout));
  const [firstDrop = 0] = drops;
  if (firstDrop < hurtDrop) return `${place} matter most, but the answer does not hang on them.`;
  const total = drops.reduce((sum, drop) => sum + drop, 0);
  return `${place} ${firstDrop / total > 0.5 ? 'carry most of the answer' : 'matter most'}.`;
}

/** What a piece costs: by the score where that shows it, else by the doubt that is left beside it. */
export function describeWeight({ scoreWithout }: Weight, score: number): string {
  const [before, after] = [formatScore(score), formatScore(scoreWithout)];
  if (score - scoreWithout >= 0.01) return `${before} falls to ${after}`;
  const times = (1 - scoreWithout) / Math.max(leastDoubt, 1 - score);
  return `${before} stays, but the doubt (1 − score) grows ${formatCount(Number(times.toPrecision(2)))} times`;
}

/** Whether a file is so small that both readings share bytes: taken from one of them, a byte is still in the other. */
export function isReadTwice({ beginning, end }: Reading): boolean {
  return end.offset < beginning.offset + beginning.bytes.length && end.bytes.length > 0;
}

/** `Bytes 0–15`. */
export function placeOf({ from, to }: Weight): string {
  return to - from === 1 ? `Byte ${formatCount(from)}` : `Bytes ${formatCount(from)}–${formatCount(to - 1)}`;
}

function lossOf(score: number, without: number): number {
  return logOdds(score) - logOdds(without);
}

function logOdds(score: number): number {
  return Math.log(Math.max(leastDoubt, score) / Math.max(leastDoubt, 1 - score));
}
