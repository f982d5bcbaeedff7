/** What the model was given of a file's bytes, for a person to see. */
import { extractFeatures, standardModelConfig, type FileEnds } from '@nearside/magika/features';

/** One of the two stretches that the model looks at. */
export interface Stretch {
  /** Where `bytes` starts in the file. */
  readonly offset: number;
  /** What the model read, unchanged. */
  readonly bytes: Uint8Array;
  /** White-space bytes left out on its outer side. */
  readonly strippedBytes: number;
  /** Tokens filled up with padding, because there were not enough bytes. */
  readonly paddingTokens: number;
}

/** Both stretches. In a small file they hold the same bytes. */
export interface Reading {
  readonly size: number;
  readonly beginning: Stretch;
  readonly end: Stretch;
}

/** Takes the model's input apart again: which bytes of the file stand in it. */
export function readingOf(ends: FileEnds): Reading {
  const { begSize, endSize, paddingToken } = standardModelConfig();
  const tokens = extractFeatures(ends);
  const isByte = (token: number): boolean => token !== paddingToken;
  const beginning = Uint8Array.from(tokens.subarray(0, begSize).filter(isByte));
  const end = Uint8Array.from(tokens.subarray(begSize).filter(isByte));
  const strippedInFront = findBytes(ends.beginning, beginning, 'first');
  const endsAt = findBytes(ends.end, end, 'last') + end.length;
  return {
    size: ends.size,
    beginning: {
      offset: strippedInFront,
      bytes: beginning,
      strippedBytes: strippedInFront,
      paddingTokens: begSize - beginning.length,
    },
    end: {
      offset: ends.size - ends.end.length + endsAt - end.length,
      bytes: end,
      strippedBytes: ends.end.length - endsAt,
      paddingTokens: endSize - end.length,
    },
  };
}

/**
 * Where a stretch lies in its block. Only white space was taken off its outer side, and a stretch does not begin (or
 * end) with white space there, so the first (or last) byte that is none is where it starts (or stops).
 */
function findBytes(block: Uint8Array, stretch: Uint8Array, side: 'first' | 'last'): number {
  if (stretch.length === 0) return side === 'first' ? block.length : 0;
  if (side === 'first') return block.indexOf(stretch[0] as number);
  return block.lastIndexOf(stretch.at(-1) as number) + 1 - stretch.length;
}
