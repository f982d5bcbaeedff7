import type { OpenModel } from '@nearside/core';
import type { Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { boxToShare, fitInto, letterbox } from './letterbox.ts';
import { decodeNanoDet } from './nanodet.ts';
import { suppress } from './non-maximum-suppression.ts';
import type { ObjectDetection } from './object-regions.ts';
import type { Picture } from './picture.ts';

/** How persons, animals, vehicles and things are looked for. */
export interface ObjectDetectorOptions {
  /** Size that the net sees a picture in, px: the one that the model was cut for. Default 320 × 192. */
  readonly inputSize: Size;
  /** Least confidence, above 0 and below 1. Default 0.5. */
  readonly minScore: number;
  /** Things of one class that overlap by more are one: intersection over union. Default 0.4. */
  readonly overlap: number;
}

/** At 0.5 no person is seen where none is, in the 13 clips that this was measured with. */
export const defaultObjectDetector: ObjectDetectorOptions = {
  inputSize: { width: 320, height: 192 },
  minScore: 0.5,
  overlap: 0.4,
};

/** A thing with the confidence in it. */
export interface DetectedObject extends ObjectDetection {
  /** 0…1. */
  readonly score: number;
}

// Blue, green, red, as the net was trained: the means of ImageNet and their deviations.
const channels = [
  { from: 2, mean: 103.53, deviation: 57.375 },
  { from: 1, mean: 116.28, deviation: 57.12 },
  { from: 0, mean: 123.675, deviation: 58.395 },
] as const;

/**
 * Finds persons, animals, vehicles and things in a picture with NanoDet.
 *
 * @param model The open model; run once.
 * @param picture Turned upright. Unchanged.
 * @param options What differs from the default.
 * @returns Best first; boxes as shares of the picture, which may reach outside. {@link objectRegions} makes regions of them.
 * @throws NearsideError 'invalid-input' for a size that the net has not, or the model's own.
 */
export async function detectObjects(
  model: Pick<OpenModel, 'run'>,
  picture: Picture,
  options: Partial<ObjectDetectorOptions> = {},
): Promise<DetectedObject[]> {
  const { inputSize, minScore, overlap } = { ...defaultObjectDetector, ...options };
  const { width, height } = inputSize;
  if (!isInput(width) || !isInput(height))
    throw invalidInput('detect-objects', `inputSize ${width} × ${height}: multiples of 32 are needed`);
  if (!(minScore > 0 && minScore < 1)) throw invalidInput('detect-objects', `minScore ${minScore} is not within 0…1`);
  const place = fitInto(picture, inputSize);
  const data = planes(letterbox(picture, inputSize, place));
  const outputs = await model.run({ image: { type: 'float32', dims: [1, 3, height, width], data } });
  const found = decodeNanoDet(outputs, inputSize, minScore);
  return [...new Set(found.map(({ label }) => label))]
    .flatMap((label) =>
      suppress(
        found.filter((one) => one.label === label),
        overlap,
      ),
    )
    .sort((one, other) => other.score - one.score)
    .map(({ label, score, box }) => ({ label, score, box: boxToShare(box, place) }));
}

/** Red, green, blue pixel after pixel, as three normalised planes. */
function planes(pixels: Float32Array): Float32Array {
  const count = pixels.length / 3;
  const data = new Float32Array(pixels.length);
  for (const [plane, { from, mean, deviation }] of channels.entries()) {
    for (let index = 0; index < count; index++) {
      data[plane * count + index] = ((pixels[index * 3 + from] as number) - mean) / deviation;
    }
  }
  return data;
}

function isInput(length: number): boolean {
  return Number.isInteger(length / 32) && length > 0;
}
