import type { Point, Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { clamp, unionRect } from '../rectangles.ts';
import type { FrameCropRegion } from './frame-crop-region.ts';

/** Where the window of one key frame would be centred; x, y and score are −1 where nothing was seen. */
export interface KeyFrameCenter extends Point {
  /** Of the key frame. */
  readonly timeUs: number;
  /** Of its region, 0 or more; −1 where there is none. */
  readonly score: number;
}

/** What the key frames of a scene have in common; px of the border-less frame. */
export interface SceneSummary {
  /** Without its borders. */
  readonly frame: Size;
  /** The window's size, where nothing needs a larger one. */
  readonly target: Size;
  /** Number of key frames. */
  readonly numKeyFrames: number;
  /** In order of time. */
  readonly keyFrames: readonly KeyFrameCenter[];
  /** Least x and least y of all centres. */
  readonly centerMin: Point;
  /** Largest x and largest y. */
  readonly centerMax: Point;
  /** Least of the scores. */
  readonly scoreMin: number;
  /** Largest of the scores, at least 0. */
  readonly scoreMax: number;
  /** The target, or what the largest region needs. */
  readonly cropWindow: Size;
  /** Whether anything was seen. */
  readonly hasSalientRegion: boolean;
  /** Around all required regions. */
  readonly requiredUnion: Rect | undefined;
  /** Share of key frames whose required regions fit in the target. */
  readonly successRate: number;
  /** Range of the centres as a share of the frame. */
  readonly motion: Point;
}

/**
 * Sums up the key frames of a scene.
 *
 * @param regions Of the scene's key frames, in order.
 * @param frame Whole px, less its borders.
 * @param target Whole px, at most the frame.
 * @throws NearsideError 'invalid-input' for sizes that cannot be, and for negative centres and scores.
 * @see MediaPipe AutoFlip, quality/utils.cc, AggregateKeyFrameResults
 */
export function summarizeScene(regions: readonly FrameCropRegion[], frame: Size, target: Size): SceneSummary {
  checkSizes(frame, target);
  const keyFrames = regions.map((region) => centerOf(region, frame, target));
  const low = { x: frame.width, y: frame.height, score: Infinity };
  const high = { x: 0, y: 0, score: 0 };
  for (const { x, y, score } of keyFrames) {
    if (score < 0) continue;
    low.x = Math.min(low.x, x);
    low.y = Math.min(low.y, y);
    low.score = Math.min(low.score, score);
    high.x = Math.max(high.x, x);
    high.y = Math.max(high.y, y);
    high.score = Math.max(high.score, score);
  }
  const cropWindow = { ...target };
  let requiredUnion: Rect | undefined;
  let successes = 0;
  for (const { region, requiredRegion, requiredFitTarget } of regions) {
    if (requiredFitTarget) successes++;
    if (!region) continue;
    cropWindow.width = Math.max(cropWindow.width, region.width);
    cropWindow.height = Math.max(cropWindow.height, region.height);
    if (requiredRegion) requiredUnion = requiredUnion ? unionRect(requiredUnion, requiredRegion) : requiredRegion;
  }
  return {
    frame,
    target,
    numKeyFrames: regions.length,
    keyFrames,
    centerMin: { x: low.x, y: low.y },
    centerMax: { x: high.x, y: high.y },
    scoreMin: low.score,
    scoreMax: high.score,
    cropWindow,
    hasSalientRegion: keyFrames.some(({ score }) => score >= 0),
    requiredUnion,
    successRate: regions.length > 0 ? successes / regions.length : 0,
    motion: { x: (high.x - low.x) / frame.width, y: (high.y - low.y) / frame.height },
  };
}

function centerOf({ timeUs, region, score }: FrameCropRegion, frame: Size, target: Size): KeyFrameCenter {
  if (!region) return { timeUs, x: -1, y: -1, score: -1 };
  const x = region.x + region.width / 2;
  const y = region.y + region.height / 2;
  if (x < 0 || y < 0) throw invalidInput('scene-summary', `the centre (${x}, ${y}) is outside the frame`);
  if (score < 0) throw invalidInput('scene-summary', `the score ${score} is negative`);
  return {
    timeUs,
    // A window of the target's size around the centre must stay inside the frame.
    x: clamp(x, target.width / 2, frame.width - target.width / 2),
    y: clamp(y, target.height / 2, frame.height - target.height / 2),
    score,
  };
}

function checkSizes(frame: Size, target: Size): void {
  const isSize = ({ width, height }: Size) => width > 0 && height > 0;
  if (!isSize(frame) || !isSize(target) || target.width > frame.width || target.height > frame.height)
    throw invalidInput(
      'scene-summary',
      `no window of ${target.width} × ${target.height} in a frame of ${frame.width} × ${frame.height}`,
    );
}
