import type { OpenModel } from '@nearside/core';
import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { Detection } from '../signals.ts';
import { decodeBlazeFace } from './blazeface.ts';
import type { FaceDetection } from './face-regions.ts';
import { boxToShare, fitInto, letterbox, pointToShare } from './letterbox.ts';
import { suppressWeighted } from './non-maximum-suppression.ts';
import type { Picture } from './picture.ts';

/** How faces are looked for. */
export interface FaceDetectorOptions {
  /**
   * Size that the net sees a picture in, px, multiples of 32: a landscape picture fits best in one of its own shape. 320 × 192
   * finds faces of 3 % of the width; 256 × 160 takes a quarter less time. Default 320 × 192.
   */
  readonly inputSize: Size;
  /** Least confidence, above 0 and below 1. Default 0.65; 0.7 suits 256 × 160. */
  readonly minScore: number;
  /** Faces that overlap by more are one: intersection over union. Default 0.3, as in MediaPipe. */
  readonly overlap: number;
}

/** Measured over pictures of 13 clips: see models/blazeface/back/README.md. */
export const defaultFaceDetector: FaceDetectorOptions = {
  inputSize: { width: 320, height: 192 },
  minScore: 0.65,
  overlap: 0.3,
};

/** A face with the confidence in it. */
export interface DetectedFace extends FaceDetection {
  /** 0…1. */
  readonly score: number;
}

const stride = 32;

/**
 * Finds faces in a picture with BlazeFace, back range.
 *
 * @param model The open model; run once.
 * @param picture Turned upright: no net is reliable upside down. Unchanged.
 * @param options What differs from the default.
 * @returns Best first; boxes and points as shares of the picture, boxes may reach outside. A box is a square in pixels, from brow
 *   to chin.
 * @throws NearsideError 'invalid-input' for a size that the net has not, or the model's own.
 */
export async function detectFaces(
  model: Pick<OpenModel, 'run'>,
  picture: Picture,
  options: Partial<FaceDetectorOptions> = {},
): Promise<DetectedFace[]> {
  const { inputSize, minScore, overlap } = { ...defaultFaceDetector, ...options };
  const { width, height } = inputSize;
  if (!isInput(width) || !isInput(height))
    throw invalidInput('detect-faces', `inputSize ${width} × ${height}: multiples of ${stride} are needed`);
  if (!(minScore > 0 && minScore < 1)) throw invalidInput('detect-faces', `minScore ${minScore} is not within 0…1`);
  const place = fitInto(picture, inputSize);
  const data = letterbox(picture, inputSize, place);
  for (let index = 0; index < data.length; index++) data[index] = (data[index] as number) / 127.5 - 1;
  const outputs = await model.run({ image: { type: 'float32', dims: [1, height, width, 3], data } });
  const found = suppressWeighted(decodeBlazeFace(outputs, inputSize, minScore), overlap);
  return found.map(({ box, keypoints = [], score }) => ({
    score,
    box: boxToShare(faceBox(box), place),
    keypoints: keypoints.map((point) => pointToShare(point, place)),
  }));
}

/**
 * Faces as `solve` wants them.
 *
 * @param faces Of one picture.
 */
export function faceSignals(faces: readonly DetectedFace[]): Detection[] {
  return faces.map(({ box, score }) => ({ type: 'FACE_FULL', box, score }));
}

function isInput(length: number): boolean {
  return Number.isInteger(length / stride) && length > 0;
}

/** The net's boxes are a little smaller and lower than what people mark (measured on the same pictures). */
function faceBox({ x, y, width, height }: Rect): Rect {
  const grown = 1.05;
  const raised = 0.03 * height;
  return {
    x: x - (width * (grown - 1)) / 2,
    y: y - (height * (grown - 1)) / 2 - raised,
    width: width * grown,
    height: height * grown,
  };
}
