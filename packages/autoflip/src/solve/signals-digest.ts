import type { SignalType, Signals } from '../signals.ts';

/**
 * A number that is another one when source, boundaries or key frames were changed, be it in place. Takes a fraction of a
 * millisecond for ten minutes of video. The columns of `frames` are too long for that: they are compared by identity, with
 * {@link isSameFrames}.
 *
 * @param signals Checked before; what was damaged since then may throw a TypeError.
 * @returns 32 bits; two that differ have the same one by chance only (FNV-1a over the numbers' bits).
 */
export function digestOf({ source, boundaries = [], keyFrames }: Signals): number {
  const digest = new Digest();
  for (const value of [source.width, source.height, source.frameRate, source.durationUs]) digest.add(value);
  digest.add(boundaries.length);
  for (const { timeUs, kind } of boundaries) {
    digest.add(timeUs);
    digest.add(kind === 'cut' ? 0 : 1);
  }
  digest.add(keyFrames.length);
  for (const { timeUs, detections } of keyFrames) {
    digest.add(timeUs);
    digest.add(detections.length);
    for (const { type, box, score = 1, id = -1, input = 0, isRequired } of detections) {
      digest.addType(type);
      digest.add(box.x);
      digest.add(box.y);
      digest.add(box.width);
      digest.add(box.height);
      digest.add(score);
      digest.add(id);
      digest.add(input);
      digest.add(isRequired === undefined ? -1 : Number(isRequired));
    }
  }
  return digest.value;
}

/**
 * Whether two have the same columns.
 *
 * @param a `frames` of signals.
 * @param b Another's, or the same some time later.
 */
export function isSameFrames(a: Signals['frames'], b: Signals['frames']): boolean {
  return columns.every((column) => a?.[column] === b?.[column] && a?.[column]?.length === b?.[column]?.length);
}

const columns = ['timesUs', 'motion', 'histograms', 'luma', 'thumbnails'] as const;

class Digest {
  value = 0x811c9dc5;
  readonly #number = new Float64Array(1);
  readonly #bits = new Uint32Array(this.#number.buffer);
  readonly #types = new Map<SignalType, number>();

  add(value: number): void {
    this.#number[0] = value;
    this.value = Math.imul(this.value ^ this.#bits[0]!, 0x01000193);
    this.value = Math.imul(this.value ^ this.#bits[1]!, 0x01000193);
    // The high bits of a share are nearly always the same: they must reach the low ones.
    this.value ^= this.value >>> 15;
  }

  addType(type: SignalType): void {
    let code = this.#types.get(type);
    if (code === undefined) {
      code = 0;
      for (let at = 0; at < type.length; at++) code = code * 31 + type.charCodeAt(at);
      this.#types.set(type, code);
    }
    this.add(code);
  }
}
