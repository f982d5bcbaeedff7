import type { Point, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { CameraMotionOptions } from '../options.ts';
import { PiecewiseLinear } from './piecewise-linear.ts';
import type { CameraMotion } from './scene-camera-motion.ts';
import type { SceneSummary } from './scene-summary.ts';

/** A point the camera should look at, as a share of the frame, 0…1. */
export interface FocusPoint extends Point {
  /** How much it counts, from above 0 up to the largest weight. */
  readonly weight: number;
}

/** Where the centre of the window should be at one frame. */
interface WeightedCenter extends Point {
  readonly weight: number;
}

// No focus point has weight 0.
const minScore = 1e-4;

/**
 * The points the camera should look at in every frame of a scene: two at opposite edges where the window is as high (or
 * wide) as the frame and so moves along one axis only, else one.
 *
 * @param summary Of the scene; only its frame and key frames are read.
 * @param motion How the camera moves.
 * @param window Size of the window, px.
 * @param timesUs Of the scene's frames.
 * @param options Largest weight.
 * @returns A list for each frame.
 * @throws NearsideError 'invalid-input' when there is no frame, a size is not above 0, key frames are missing, or a
 *   tracking scene has none with something in it.
 * @see MediaPipe AutoFlip, quality/scene_camera_motion_analyzer.cc, PopulateFocusPointFrames
 */
export function focusPoints(
  summary: Pick<SceneSummary, 'frame' | 'numKeyFrames' | 'keyFrames'>,
  motion: CameraMotion,
  window: Size,
  timesUs: readonly number[],
  options: Pick<CameraMotionOptions, 'maximumSalientPointWeight'>,
): FocusPoint[][] {
  const { frame } = summary;
  if (timesUs.length === 0) throw invalidInput('focus-points', 'the scene has no frames');
  if (summary.numKeyFrames !== summary.keyFrames.length)
    throw invalidInput('focus-points', `${summary.keyFrames.length} of ${summary.numKeyFrames} key frames are there`);
  if (!(frame.width > 0 && frame.height > 0))
    throw invalidInput('focus-points', `a frame of ${frame.width} × ${frame.height}`);
  const layOut = layoutFor(window, frame);
  return centers(summary, motion, timesUs, options.maximumSalientPointWeight).map(layOut);
}

function centers(
  summary: Pick<SceneSummary, 'keyFrames'>,
  motion: CameraMotion,
  timesUs: readonly number[],
  maxWeight: number,
): WeightedCenter[] {
  switch (motion.type) {
    case 'steady':
      return timesUs.map(() => ({ ...motion.center, weight: maxWeight }));
    case 'sweep':
      return timesUs.map((_, index) => {
        const fraction = timesUs.length > 1 ? index / (timesUs.length - 1) : 0;
        return {
          x: motion.start.x * (1 - fraction) + motion.end.x * fraction,
          y: motion.start.y * (1 - fraction) + motion.end.y * fraction,
          weight: maxWeight,
        };
      });
    case 'tracking':
      return tracked(summary, timesUs, maxWeight);
    default:
      throw invalidInput('focus-points', `there is no such camera motion: ${JSON.stringify(motion satisfies never)}`);
  }
}

/** Linear between key frames in which something was seen; weights scaled so that the largest is the maximum. */
function tracked(
  { keyFrames }: Pick<SceneSummary, 'keyFrames'>,
  timesUs: readonly number[],
  maxWeight: number,
): WeightedCenter[] {
  const x = new PiecewiseLinear();
  const y = new PiecewiseLinear();
  const score = new PiecewiseLinear();
  for (const keyFrame of keyFrames) {
    if (keyFrame.x < 0 || keyFrame.y < 0 || keyFrame.score < 0) continue;
    x.add(keyFrame.timeUs, keyFrame.x);
    y.add(keyFrame.timeUs, keyFrame.y);
    score.add(keyFrame.timeUs, keyFrame.score);
  }
  if (x.size === 0) throw invalidInput('focus-points', 'there is nothing to track: no key frame has a region');
  const scores = timesUs.map((timeUs) => Math.max(minScore, score.at(timeUs)));
  const scale = maxWeight / scores.reduce((most, value) => Math.max(most, value), minScore);
  return timesUs.map((timeUs, index) => ({
    x: x.at(timeUs),
    y: y.at(timeUs),
    weight: scale * (scores[index] as number),
  }));
}

function layoutFor(window: Size, frame: Size): (center: WeightedCenter) => FocusPoint[] {
  if (window.height === frame.height)
    return ({ x, weight }) => [0, 1].map((edge) => ({ x: x / frame.width, y: edge, weight }));
  if (window.width === frame.width)
    return ({ y, weight }) => [0, 1].map((edge) => ({ x: edge, y: y / frame.height, weight }));
  return ({ x, y, weight }) => [{ x: x / frame.width, y: y / frame.height, weight }];
}
