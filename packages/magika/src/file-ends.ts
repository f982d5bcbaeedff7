import { NearsideError } from '@nearside/core';

/** Bytes the reference reads at each end. */
export const blockBytes = 4096;

/** All that Magika reads of a file: both ends. They overlap, or are the same, in a small one. */
export interface FileEnds {
  /** Of the whole file, in bytes. */
  readonly size: number;
  /** The first min(4,096, size) bytes. */
  readonly beginning: Uint8Array;
  /** The last min(4,096, size) bytes. */
  readonly end: Uint8Array;
}

/**
 * Checks ends that were read elsewhere.
 *
 * @param ends Of a file.
 * @returns A copy.
 * @throws NearsideError 'invalid-input' when the size is no size, or an end is not min(4,096, size) bytes long.
 */
export function checkEnds(ends: FileEnds): FileEnds {
  const { size, beginning, end } = ends;
  const want = Math.min(blockBytes, size);
  if (!Number.isSafeInteger(size) || size < 0 || beginning.length !== want || end.length !== want) {
    throw new NearsideError(
      'invalid-input',
      `of ${size} bytes the first and the last ${want} are needed, got ${beginning.length} and ${end.length}`,
      { stage: 'read' },
    );
  }
  // By copy: the caller may change its own, and a view would take its whole buffer along to the worker.
  return { size, beginning: beginning.slice(), end: end.slice() };
}
