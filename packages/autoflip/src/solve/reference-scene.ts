import type { Rect } from '../geometry.ts';
import type { Camera } from '../plan.ts';
import { focusPoints, type FocusPoint } from './focus-points.ts';
import { frameCropRegion } from './frame-crop-region.ts';
import type { KinematicPathSolver } from './kinematic-path-solver.ts';
import { kinematicWindows, polynomialWindows } from './reference-windows.ts';
import { decideCameraMotion, type CameraMotion, type CameraMotionContext } from './scene-camera-motion.ts';
import type { SceneFrames } from './scene-frames.ts';
import { sceneRegions } from './scene-regions.ts';
import { summarizeScene } from './scene-summary.ts';
import type { SolvedScene } from './scene-solution.ts';
import type { Settings } from './settings.ts';
import { cropTarget } from './target-size.ts';
import type { Video } from './video.ts';

/** What one scene of the reference leaves to the next. */
export interface ReferenceCarry {
  /** Where the next scene is only cut off by its length: the last focus points. */
  readonly priorFocus: readonly (readonly FocusPoint[])[];
  /** And the solver, where it is the kinematic one. */
  readonly solver: KinematicPathSolver | undefined;
  readonly lastSalient: CameraMotionContext['lastSalient'];
}

/** Before the first scene. */
export const noCarry: ReferenceCarry = { priorFocus: [], solver: undefined, lastSalient: undefined };

const cameras: Readonly<Record<CameraMotion['type'], Camera>> = {
  steady: 'stationary',
  sweep: 'panning',
  tracking: 'tracking',
};

/**
 * Solves a scene as MediaPipe AutoFlip does, step by step in its order.
 *
 * @param scene Frames of the scene, without borders.
 * @param video Size of the source.
 * @param settings Thresholds, solver.
 * @param carry From the scene before.
 * @param continues Whether the next scene goes on from here.
 * @see MediaPipe AutoFlip, calculators/scene_cropping_calculator.cc, ProcessScene
 */
export function solveReferenceScene(
  scene: SceneFrames,
  video: Video,
  settings: Settings,
  carry: ReferenceCarry,
  continues: boolean,
): { readonly solved: SolvedScene; readonly carry: ReferenceCarry } {
  const { frame, timesUs, borders } = scene;
  const { target, cropRegion, cameraMotion } = settings;
  const window = cropTarget(frame, target.width / target.height);
  const keyFrames = sceneRegions(scene.keyFrames, video.source, borders, settings);
  const regions = keyFrames.map(({ timeUs, regions: found }) =>
    frameCropRegion(timeUs, found, { target: window, ...cropRegion }),
  );
  const summary = summarizeScene(regions, frame, window);
  const endUs = timesUs.at(-1) as number;
  const decision = decideCameraMotion(
    summary,
    {
      sceneSpanSec: (endUs - (timesUs[0] as number)) / 1e6,
      frames: timesUs.length,
      endUs,
      lastSalient: carry.lastSalient,
      hasSolidBackground: scene.background !== undefined,
    },
    cameraMotion,
  );
  const focus = focusPoints(summary, decision.motion, decision.window, timesUs, cameraMotion);
  const { windows, solver } = windowsOf(scene, settings, { focus, carry, window: decision.window });
  const start = Math.max(0, timesUs.length - settings.priorFrameBufferSize);
  return {
    solved: {
      windows: windows.map((rect) => inSource(rect, borders.left, borders.top)),
      camera: cameras[decision.motion.type],
      isPadded: decision.window.width > window.width || decision.window.height > window.height,
      subjects: [],
    },
    carry: {
      // The reference counts key frames here, where frames are meant: few are kept, or none.
      priorFocus: continues ? focus.slice(start, summary.numKeyFrames) : [],
      solver: continues ? solver : undefined,
      lastSalient: summary.hasSalientRegion ? { endUs, motion: decision.motion } : carry.lastSalient,
    },
  };
}

function windowsOf(
  { frame, timesUs, keyFrames }: SceneFrames,
  { path, kinematic }: Settings,
  { focus, carry, window }: { focus: FocusPoint[][]; carry: ReferenceCarry; window: { width: number; height: number } },
): { readonly windows: Rect[]; readonly solver: KinematicPathSolver | undefined } {
  if (path === 'kinematic') {
    const seen = new Set(keyFrames.map(({ timeUs }) => timeUs));
    const isKeyFrame = timesUs.map((timeUs) => seen.has(timeUs));
    return kinematicWindows({ frame, window, focus, timesUs, isKeyFrame, options: kinematic, solver: carry.solver });
  }
  return { windows: polynomialWindows({ frame, window, focus, priorFocus: carry.priorFocus }), solver: undefined };
}

/** A plan's windows have even sides, so an odd one gives up its last row or column. */
function inSource({ x, y, width, height }: Rect, left: number, top: number): Rect {
  const even = (length: number) => Math.max(2, length - (length % 2));
  return { x: x + left, y: y + top, width: even(width), height: even(height) };
}
