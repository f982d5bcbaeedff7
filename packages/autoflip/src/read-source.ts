import type { JsonReader } from './json-reader.ts';

// Larger frames and longer videos than anybody has; also what 32-bit px and exact µs hold.
const maxSide = 1 << 20;

/**
 * Checks what a plan and signals say of their video.
 *
 * @param read Of the document.
 * @param value Its `source`.
 * @returns Its duration, µs.
 */
export function checkSource(read: JsonReader, value: unknown): number {
  const source = read.object(value, 'source');
  read.number(source['width'], 'source.width', 2, maxSide);
  read.number(source['height'], 'source.height', 2, maxSide);
  for (const side of ['width', 'height'])
    if (!Number.isInteger(source[side])) throw read.refuse(`source.${side}`, 'a whole number');
  if (![0, 90, 180, 270].includes(source['rotation'] as number))
    throw read.refuse('source.rotation', '0, 90, 180 or 270');
  read.number(source['frameRate'], 'source.frameRate', 0, 1e6);
  if (source['fingerprint'] !== undefined) read.string(source['fingerprint'], 'source.fingerprint');
  return read.number(source['durationUs'], 'source.durationUs', 1, Number.MAX_SAFE_INTEGER);
}
