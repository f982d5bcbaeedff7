import type { FileEnds } from './file-ends.ts';
import { standardModelConfig, type ModelConfig } from './model-config.ts';

export { checkEnds, type FileEnds } from './file-ends.ts';
export { readEnds, type IdentifyInput } from './read-ends.ts';
export { standardModelConfig, type ModelConfig };

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
