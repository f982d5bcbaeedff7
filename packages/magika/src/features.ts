import { NearsideError } from '@nearside/core';
import { standardModelConfig, type ModelConfig } from './model-config.ts';

export { readEnds, type IdentifyInput } from './read-ends.ts';
export { standardModelConfig, type ModelConfig };

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
 * @param config Of the model; default: the vendored one's.
 * @returns The same ends.
 * @throws NearsideError 'invalid-input' when the size is no size, or an end is not min(4,096, size) bytes long.
 */
export function checkEnds(ends: FileEnds, { blockSize }: ModelConfig = standardModelConfig()): FileEnds {
  const { size, beginning, end } = ends;
  const want = Math.min(blockSize, size);
  if (!Number.isSafeInteger(size) || size < 0 || beginning.length !== want || end.length !== want) {
    throw new NearsideError(
      'invalid-input',
      `of ${size} bytes the first and the last ${want} are needed, got ${beginning.length} and ${end.length}`,
      { stage: 'read' },
    );
  }
  return ends;
}

/**
 * Turns a file's ends into the model's input: the beginning without leading white space, padded behind, then the end
 * without trailing white space, padded in front. Each block is stripped on one side only, also in a small file.
 *
 * @param ends At most `config.blockSize` bytes of each; unchanged.
 * @param config Sizes and padding; default: the vendored model's.
 * @returns New tokens, dims [begSize + endSize] (2,048): bytes 0 to 255, padding 256.
 * @see google/magika, python/src/magika/magika.py, _extract_features_from_seekable
 */
export function extractFeatures(
  { beginning, end }: FileEnds,
  config: ModelConfig = standardModelConfig(),
): Int32Array<ArrayBuffer> {
  const { begSize, endSize, paddingToken } = config;
  const tokens = new Int32Array(begSize + endSize).fill(paddingToken);
  const start = firstNonSpace(beginning);
  tokens.set(beginning.subarray(start, start + begSize), 0);
  const stop = lastNonSpace(end) + 1;
  const tail = end.subarray(Math.max(0, stop - endSize), stop);
  tokens.set(tail, begSize + endSize - tail.length);
  return tokens;
}

function firstNonSpace(bytes: Uint8Array): number {
  const index = bytes.findIndex((byte) => !isSpace(byte));
  return index < 0 ? bytes.length : index;
}

function lastNonSpace(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => !isSpace(byte));
}

/** What Python's `bytes.strip()` strips: tab, line feed, vertical tab, form feed, carriage return, space; not NUL, 1C, 85 or A0. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
