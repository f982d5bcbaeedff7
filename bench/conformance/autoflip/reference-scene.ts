/** All of the reference's decisions for one scene: detections in px of the frame to windows. */
import type { KinematicOptions, ScoreAggregation } from '@nearside/autoflip/solve';
import {
  clampRect,
  cropTarget,
  decideCameraMotion,
  focusPoints,
  frameCropRegion,
  kinematicWindows,
  polynomialWindows,
  summarizeScene,
  type CameraDecision,
} from '@nearside/autoflip/steps';
import { protoCameraMotion, rect, type Quad } from './values.ts';

/** A detection of a case, px. */
export interface RegionItem {
  readonly rect: Quad;
  readonly required?: 0 | 1 | boolean;
  readonly score?: number;
}

/** What a scene is made of. */
export interface SceneRequest {
  readonly input: { width: number; height: number };
  readonly target: { width: number; height: number };
  /** px. */
  readonly top?: number;
  readonly bottom?: number;
  readonly times: readonly number[];
  /** Seen in every frame, each of which is a key frame. */
  readonly regions: readonly RegionItem[];
  readonly hasSolidBackground?: boolean;
  readonly solver?: 'polynomial' | 'kinematic';
  readonly options?: KinematicOptions & Partial<typeof protoCameraMotion>;
  readonly aggregation?: ScoreAggregation;
}

/**
 * Decides a scene.
 *
 * @returns The decision, and a window for each frame, px within the border-less frame.
 */
export function referenceScene(request: SceneRequest) {
  const { input, target, top = 0, bottom = 0, times, solver = 'polynomial', options = {} } = request;
  const frame = { width: input.width, height: input.height - top - bottom };
  const window = cropTarget(frame, target.width / target.height);
  const detections = request.regions.flatMap(({ rect: numbers, required, score = 0 }) => {
    const inFrame = clampRect(rect(numbers), { x: 0, y: top, ...frame });
    return inFrame ? [{ ...inFrame, y: inFrame.y - top, score, isRequired: Boolean(required) }] : [];
  });
  const keyFrames = times.map((timeUs) =>
    frameCropRegion(timeUs, detections, {
      target: window,
      scoreAggregationType: request.aggregation ?? 'MAXIMUM',
      nonRequiredRegionMinCoverageFraction: 0.5,
    }),
  );
  const summary = summarizeScene(keyFrames, frame, window);
  const context = {
    sceneSpanSec: times.length > 0 ? ((times.at(-1) as number) - (times[0] as number)) / 1e6 : 0,
    frames: times.length,
    hasSolidBackground: request.hasSolidBackground ?? false,
  };
  const camera = { ...protoCameraMotion, ...options };
  const decision: CameraDecision = decideCameraMotion(summary, context, camera);
  const focus = focusPoints(summary, decision.motion, decision.window, times, camera);
  const problem = { frame, window: decision.window, focus };
  const windows =
    solver === 'polynomial'
      ? polynomialWindows(problem)
      : kinematicWindows({ ...problem, timesUs: times, isKeyFrame: times.map(() => true), options }).windows;
  return { decision, windows };
}
