import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { KinematicOptions } from '../options.ts';
import { roundAway } from '../rectangles.ts';
import type { FocusPoint } from './focus-points.ts';
import { fieldOfViewDeg, KinematicPathSolver } from './kinematic-path-solver.ts';
import { focusAlong, polynomialOffsets } from './polynomial-path-solver.ts';

/** One scene, as the reference's cropper takes it. */
export interface WindowProblem {
  /** Less its borders, px. */
  readonly frame: Size;
  /** px. */
  readonly window: Size;
  /** Of every frame of the scene. */
  readonly focus: readonly (readonly FocusPoint[])[];
  /** Of the last frames before, where the scene goes on from there. */
  readonly priorFocus?: readonly (readonly FocusPoint[])[];
}

/**
 * The windows of a scene by the polynomial solver.
 *
 * @param problem Frame, window, focus points.
 * @returns Whole px within the border-less frame, one for each frame of the scene.
 * @throws NearsideError 'invalid-input' when there is no frame, or the window is not within the frame.
 * @see MediaPipe AutoFlip, quality/scene_cropper.cc, CropFrames
 */
export function polynomialWindows({ frame, window, focus, priorFocus = [] }: WindowProblem): Rect[] {
  checkWindow(frame, window, focus.length);
  const along = (axis: 'x' | 'y', frameLength: number, windowLength: number) => {
    const offsets = polynomialOffsets({
      focus: focusAlong(focus, axis),
      prior: focusAlong(priorFocus, axis),
      frameLength,
      windowLength,
    }).subarray(priorFocus.length);
    const middle = Math.trunc(frameLength / 2) - Math.trunc(windowLength / 2);
    return Array.from(offsets, (offset) => Math.trunc(Math.fround(offset + middle)));
  };
  const left = along('x', frame.width, window.width);
  const top = along('y', frame.height, window.height);
  return focus.map((_, index) => ({ x: left[index] as number, y: top[index] as number, ...window }));
}

/** What {@link kinematicWindows} needs beside. */
export interface KinematicWindowProblem extends WindowProblem {
  /** Of the scene's frames. */
  readonly timesUs: readonly number[];
  /** Frames with an observation; the others are predicted. */
  readonly isKeyFrame: readonly boolean[];
  /** Of the solver. */
  readonly options: KinematicOptions;
  /** Where the scene goes on from the one before: its solver; changed. */
  readonly solver?: KinematicPathSolver | undefined;
}

/**
 * The windows of a scene by the kinematic solver. It moves along x only: a window lower than the frame stays at its top,
 * as in the reference.
 *
 * @param problem Frame, window, focus points, times.
 * @returns Whole px within the border-less frame, and the solver, for a scene that goes on from here.
 * @throws NearsideError 'invalid-input' when there is no frame, or the window is not within the frame.
 * @see MediaPipe AutoFlip, quality/scene_cropper.cc, ProcessKinematicPathSolver
 */
export function kinematicWindows(problem: KinematicWindowProblem): {
  readonly windows: Rect[];
  readonly solver: KinematicPathSolver;
} {
  const { frame, window, focus, timesUs, isKeyFrame, options } = problem;
  checkWindow(frame, window, focus.length);
  const half = Math.trunc(window.width / 2);
  const solver =
    problem.solver ??
    new KinematicPathSolver(options, half, frame.width - half, Math.fround(frame.width / fieldOfViewDeg));
  const windows = focus.map((points, index) => {
    const timeUs = timesUs[index] as number;
    // A scene may begin between two key frames, but the solver only with an observation.
    if (isKeyFrame[index] || !solver.isInitialized)
      solver.observe(roundAway((points[0] as FocusPoint).x * frame.width), timeUs);
    else solver.predict(timeUs);
    return { x: roundAway(solver.state) - half, y: 0, ...window };
  });
  return { windows, solver };
}

function checkWindow(frame: Size, window: Size, frames: number): void {
  if (frames === 0) throw invalidInput('path', 'the scene has no frames');
  const fits = window.width > 0 && window.height > 0 && window.width <= frame.width && window.height <= frame.height;
  if (!fits)
    throw invalidInput(
      'path',
      `no window of ${window.width} × ${window.height} in a frame of ${frame.width} × ${frame.height}`,
    );
}
