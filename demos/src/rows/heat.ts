/** Which bytes carry an answer: an attribution of the model's tokens, brought back to the bytes of the file. */
import type { Attribution } from '@nearside/magika';
import { formatCount } from '../format.ts';
import type { Reading, Stretch } from './reading.ts';

/** A piece of a file, and what the answer loses without it. */
export interface Weight {
  readonly side: 'beginning' | 'end';
  /** In the file; the first byte, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Of the score; above 0. */
  readonly drop: number;
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
  /** All that is lost, piece by piece, added up: what a piece's share is of. */
  readonly totalDrop: number;
}

/** Levels beside 0. */
export const topLevel = 4;

/** Less than this is lost by chance. */
const leastDrop = 0.01;

/** Windows that are tried, fine first: where no few bytes matter alone, more of them may. */
export const windowSizes = [16, 64, 256, 1024] as const;

/** Whether a window of an attribution matters, so that a coarser one need not be tried. */
export function hasWeight({ drops }: Attribution): boolean {
  return drops.some((drop) => drop >= leastDrop);
}

/**
 * Brings an attribution to the bytes that were read. Levels are shares of the largest drop, so that the piece that
 * matters most is always the strongest; where none reaches 0.01 there is nothing to draw.
 *
 * @param attribution Drops of windows over the 2,048 tokens: 1,024 of the beginning, then as many of the end.
 * @param reading Of the same file.
 */
export function heatOf(attribution: Attribution, reading: Reading): Heat {
  const { drops, windowTokens, modelLabel, score } = attribution;
  const perSide = drops.length / 2;
  const beginning = new Uint8Array(reading.beginning.bytes.length);
  const end = new Uint8Array(reading.end.bytes.length);
  const largest = drops.reduce((most, drop) => Math.max(most, drop), 0);
  const weights: Weight[] = [];
  for (const [window, drop] of drops.entries()) {
    const side = window < perSide ? 'beginning' : 'end';
    const stretch = reading[side];
    const first = (window % perSide) * windowTokens - paddingInFront(side, stretch);
    const from = Math.max(0, first);
    const to = Math.min(stretch.bytes.length, first + windowTokens);
    if (largest < leastDrop || drop <= 0 || from >= to) continue;
    const level = Math.round((drop / largest) * topLevel);
    (side === 'beginning' ? beginning : end).fill(level, from, to);
    if (drop >= leastDrop) weights.push({ side, from: stretch.offset + from, to: stretch.offset + to, drop });
  }
  weights.sort((a, b) => b.drop - a.drop);
  const totalDrop = weights.reduce((total, { drop }) => total + drop, 0);
  return { modelLabel, score, windowTokens, beginning, end, weights, totalDrop };
}

/** The end's tokens stand at the end of their block, the beginning's at its start. */
function paddingInFront(side: Weight['side'], { paddingTokens }: Stretch): number {
  return side === 'end' ? paddingTokens : 0;
}

/** In a sentence, for those who see no colours too. */
export function describeHeat({ weights, totalDrop, windowTokens }: Heat): string {
  const [first] = weights;
  const size = windowTokens >= 1024 ? 'Neither end alone carries' : `No ${windowTokens} bytes alone carry`;
  if (!first) return `${size} the answer: without them the score stays within 0.01.`;
  const most = first.drop / totalDrop > 0.5 ? 'carry most of the answer' : 'matter most';
  return `${placeOf(first)} ${most}.`;
}

/** `Bytes 0–15`. */
export function placeOf({ from, to }: Weight): string {
  return to - from === 1 ? `Byte ${formatCount(from)}` : `Bytes ${formatCount(from)}–${formatCount(to - 1)}`;
}
