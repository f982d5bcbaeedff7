import type { Point, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { CameraMotionOptions } from '../options.ts';
import { clamp } from '../rectangles.ts';
import type { SceneSummary } from './scene-summary.ts';

/** How the camera moves in a scene; px of the border-less frame. */
export type CameraMotion =
  | { readonly type: 'steady'; readonly center: Point }
  | { readonly type: 'sweep'; readonly start: Point; readonly end: Point }
  | { readonly type: 'tracking' };

/** What the decision knows beside the summary. */
export interface CameraMotionContext {
  /** From the scene's first frame to its last, seconds. */
  readonly sceneSpanSec: number;
  /** Frames of the scene. */
  readonly frames: number;
  /** Time of the scene's last frame, µs; only for a scene where nothing is seen. */
  readonly endUs?: number;
  /** The last scene in which something was seen: its last frame and its motion. */
  readonly lastSalient?: { readonly endUs: number; readonly motion: CameraMotion } | undefined;
  /** Then padding does no harm, and nothing is swept. */
  readonly hasSolidBackground?: boolean;
}

/** The decision. */
export interface CameraDecision {
  /** How the camera moves. */
  readonly motion: CameraMotion;
  /** Size of the window, px; larger than the target where padding is wanted. */
  readonly window: Size;
}

/**
 * Decides whether the camera stands, sweeps or tracks.
 *
 * @param summary Of the scene's key frames.
 * @param context Length and neighbours of the scene.
 * @param options Thresholds.
 * @throws NearsideError 'invalid-input' when the scene's span is negative or a size is not above 0.
 * @see MediaPipe AutoFlip, quality/scene_camera_motion_analyzer.cc, DecideCameraMotionType
 */
export function decideCameraMotion(
  summary: SceneSummary,
  context: CameraMotionContext,
  options: CameraMotionOptions,
): CameraDecision {
  const { frame, target } = summary;
  if (!(context.sceneSpanSec >= 0)) throw invalidInput('camera-motion', `a scene of ${context.sceneSpanSec} s`);
  if (!(frame.width > 0 && frame.height > 0))
    throw invalidInput('camera-motion', `a frame of ${frame.width} × ${frame.height}`);
  if (!summary.hasSalientRegion)
    return { motion: { type: 'steady', center: restingCenter(summary, context, options) }, window: summary.cropWindow };

  const sweeps =
    options.allowSweeping &&
    !context.hasSolidBackground &&
    summary.successRate < options.minimumSuccessRateForSweeping &&
    context.sceneSpanSec >= options.minimumSceneSpanSecForSweeping;
  if (sweeps) return { motion: sweep(summary, options), window: target };

  const threshold = options.motionStabilizationThresholdPercent;
  const isSteady = (summary.motion.x < threshold && summary.motion.y < threshold) || context.frames === 1;
  if (isSteady) return lookSteadily(summary, options);
  return { motion: { type: 'tracking' }, window: summary.cropWindow };
}

/** Where nothing is seen: the frame's centre, or where a steady camera looked until shortly before. */
function restingCenter(
  { frame }: SceneSummary,
  { endUs = 0, lastSalient }: CameraMotionContext,
  { durationBeforeCenteringUs }: CameraMotionOptions,
): Point {
  const isRecent = lastSalient !== undefined && endUs - lastSalient.endUs < durationBeforeCenteringUs;
  if (isRecent && lastSalient.motion.type === 'steady') return lastSalient.motion.center;
  return { x: frame.width / 2, y: frame.height / 2 };
}

function sweep(
  { frame, target, cropWindow, centerMin, centerMax }: SceneSummary,
  { sweepEntireFrame }: CameraMotionOptions,
): CameraMotion {
  if (!sweepEntireFrame) return { type: 'sweep', start: centerMin, end: centerMax };
  const center = { x: frame.width / 2, y: frame.height / 2 };
  return cropWindow.width > target.width
    ? { type: 'sweep', start: { x: 0, y: center.y }, end: { x: frame.width, y: center.y } }
    : { type: 'sweep', start: { x: center.x, y: 0 }, end: { x: center.x, y: frame.height } };
}

/** DecideSteadyLookAtRegion: required regions are all shown; others are looked at in the middle of their range. */
function lookSteadily(summary: SceneSummary, options: CameraMotionOptions): CameraDecision {
  const { frame, target, requiredUnion, centerMin, centerMax } = summary;
  const window = {
    width: Math.max(target.width, requiredUnion?.width ?? 0),
    height: Math.max(target.height, requiredUnion?.height ?? 0),
  };
  const snap = (center: number, length: number) =>
    Math.abs(center - length / 2) / length < options.snapCenterMaxDistancePercent ? length / 2 : center;
  const center = requiredUnion
    ? { x: requiredUnion.x + requiredUnion.width / 2, y: requiredUnion.y + requiredUnion.height / 2 }
    : {
        x: snap((centerMin.x + centerMax.x) / 2, frame.width),
        y: snap((centerMin.y + centerMax.y) / 2, frame.height),
      };
  return {
    motion: {
      type: 'steady',
      center: {
        x: clamp(center.x, window.width / 2, frame.width - window.width / 2),
        y: clamp(center.y, window.height / 2, frame.height - window.height / 2),
      },
    },
    window,
  };
}
