import type { Point, Rect } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { Detection } from '../signals.ts';
import type { Picture } from './picture.ts';
import { visualScore, type VisualScorerOptions } from './visual-scorer.ts';
import type { Size } from '../geometry.ts';

/** What a face detector saw; shares of the picture. */
export interface FaceDetection {
  /** Around the face; may reach outside. */
  readonly box: Rect;
  /** Left eye, right eye, tip of the nose, centre of the mouth, left ear, right ear. */
  readonly keypoints: readonly Point[];
}

/** Which regions a face becomes (face_to_region_calculator.proto). */
export interface FaceRegionOptions {
  /** Default false. */
  readonly exportWholeFace?: boolean;
  /** Default false. */
  readonly exportIndividualFaceLandmarks?: boolean;
  /** Default true. */
  readonly exportBboxFromLandmarks?: boolean;
  /** Scores by area and colour; else every score is 1. Default true. */
  readonly useVisualScorer?: boolean;
  /** What counts how much in a score. */
  readonly scorer?: Partial<VisualScorerOptions>;
}

const coreLandmarks = 4;
const landmarks = 6;

/**
 * Turns faces into regions: the whole face, each landmark, and boxes around the inner four and around all six.
 *
 * @param faces Of one picture.
 * @param picture Its size at least; null where there is none.
 * @param options What is wanted.
 * @throws NearsideError 'invalid-input' when a face has not six key points, or something needs a picture.
 * @see MediaPipe AutoFlip, calculators/face_to_region_calculator.cc
 */
export function faceRegions(
  faces: readonly FaceDetection[],
  picture: Picture | Size | null,
  options: FaceRegionOptions = {},
): Detection[] {
  const { exportWholeFace = false, exportIndividualFaceLandmarks = false } = options;
  const { exportBboxFromLandmarks = true, useVisualScorer = true } = options;
  if (!picture && (useVisualScorer || exportIndividualFaceLandmarks || exportBboxFromLandmarks))
    throw invalidInput('face-regions', 'the visual scorer and landmarks need the picture');
  const scoreOf = (box: Rect) => (picture && useVisualScorer ? visualScore(picture, box, options.scorer) : 1);
  // One pixel, the least size of a landmark's box; without a picture none is made.
  const pixel = picture ? { width: 1 / picture.width, height: 1 / picture.height } : { width: 0, height: 0 };
  const regions: Detection[] = [];
  for (const face of faces) {
    if (face.keypoints.length !== landmarks)
      throw invalidInput('face-regions', `a face has ${landmarks} key points, not ${face.keypoints.length}`);
    if (exportWholeFace) {
      const box = visibleBox(face.box);
      regions.push({ type: 'FACE_FULL', box, score: scoreOf(box) });
    }
    if (exportIndividualFaceLandmarks) {
      for (const { x, y } of face.keypoints) regions.push({ type: 'FACE_LANDMARK', box: { x, y, ...pixel }, score: 1 });
    }
    if (exportBboxFromLandmarks) {
      const core = boxAround(face.keypoints.slice(0, coreLandmarks), pixel);
      const all = boxAround(face.keypoints, pixel);
      regions.push({ type: 'FACE_CORE_LANDMARKS', box: core, score: scoreOf(core) });
      regions.push({ type: 'FACE_ALL_LANDMARKS', box: all, score: scoreOf(all) });
    }
  }
  return regions;
}

function visibleBox(box: Rect): Rect {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  return {
    x,
    y,
    width: Math.min(box.width - Math.abs(x - box.x), 1 - x),
    height: Math.min(box.height - Math.abs(y - box.y), 1 - y),
  };
}

/** Grows from a pixel at the first point, in single precision; points within a pixel of it leave it a pixel. */
function boxAround(points: readonly Point[], pixel: Size): Rect {
  const across = spanAround(
    points.map(({ x }) => x),
    pixel.width,
  );
  const down = spanAround(
    points.map(({ y }) => y),
    pixel.height,
  );
  return { x: across.from, y: down.from, width: across.length, height: down.length };
}

function spanAround(values: readonly number[], pixel: number): { readonly from: number; readonly length: number } {
  let from = Math.fround(values[0] as number);
  let length = Math.fround(pixel);
  for (const value of values.slice(1).map(Math.fround)) {
    if (value < from) length = Math.fround(length + from - value);
    else if (value > Math.fround(from + length)) length = Math.fround(value - from);
    from = Math.min(from, value);
  }
  return { from, length };
}
