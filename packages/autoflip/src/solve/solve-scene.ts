import type { Point, Rect } from '../geometry.ts';
import { clamp, unionRect } from '../rectangles.ts';
import type { AxisFocus, AxisProblem, AxisSpan, AxisState } from './axis-problem.ts';
import { axisSolver } from './axis-solvers.ts';
import { requiredRegions, type RequiredRegion } from './required-regions.ts';
import type { SceneWishes } from './scene-draft.ts';
import type { SceneFrames } from './scene-frames.ts';
import { lowerBound } from './scene-frames.ts';
import { sceneFocus, type FocusRegion } from './scene-focus.ts';
import { sceneRegions } from './scene-regions.ts';
import type { SolvedScene } from './scene-solution.ts';
import { sceneSubjects } from './scene-subjects.ts';
import { sceneWindow, type SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';
import { planHolds } from './subject-switching.ts';
import type { Video } from './video.ts';

/** Where the window of the scene before was at its end, and how fast; centre, px of the source. */
export interface PriorWindow {
  readonly x: AxisState;
  readonly y: AxisState;
}

/** Where the centre of the window is at every frame, px of the border-less frame. */
interface CenterPath {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Solves a scene: who is there and what must be shown; how large the window is; whom it holds and when it changes; then
 * the path of its centre, along each axis.
 *
 * @param scene Frames of the scene, without borders.
 * @param video Size of the source.
 * @param settings Weights, limits, solver.
 * @param wishes Of the user, for this scene.
 * @param prior Where the scene goes on from the one before.
 */
export function solveScene(
  scene: SceneFrames,
  video: Video,
  settings: Settings,
  wishes: SceneWishes,
  prior: PriorWindow | undefined,
): SolvedScene {
  const { frame, timesUs, borders } = scene;
  const keyFrames = sceneRegions(scene.keyFrames, video.source, borders, settings);
  const required = requiredRegions(timesUs, keyFrames, settings.requiredBoxes, video.source, borders);
  const { samples, subjects } = sceneSubjects(keyFrames, frame, settings, wishes.subjectId);
  const shot = { startUs: timesUs[0] as number, endUs: (timesUs.at(-1) as number) + 1 };
  const solveIn = (window: SceneWindow, from: PriorWindow | undefined): FramedPath => {
    const holds = planHolds(samples, shot, window.safe);
    const focus = sceneFocus({ keyFrames, samples, holds, required, window, settings });
    const sweep = sweepPath(scene, required, window, settings);
    if (sweep) return { window, path: sweep, isSwept: true };
    const still = stillCenter(focus, required, scene, window, settings, wishes);
    const path = still
      ? standAt(still, timesUs.length)
      : followFocus(scene, focus, required, window, settings, inFrame(from, scene));
    return { window, path, isSwept: false };
  };
  let framed = solveIn(sceneWindow(frame, required, settings), prior);
  const cuts = () => !settings.isBestEffort && cutsRequired(framed, scene, required);
  // What must be shown moves faster than the camera may: then the window holds all of it at once.
  if (cuts()) framed = solveIn(sceneWindow(frame, around(required), settings), prior);
  if (prior && cuts()) framed = solveIn(framed.window, undefined);
  const { window, path, isSwept } = framed;
  const isStill = !isSwept && standsStill(path);
  return {
    // A camera that stands has one window, to the bit.
    windows: timesUs.map((_, index) => windowAround(path, isStill ? 0 : index, window, scene)),
    camera: isSwept ? 'panning' : isStill ? 'stationary' : 'tracking',
    isPadded: window.isPadded,
    subjects,
  };
}

/** A window and where its centre goes. */
interface FramedPath {
  readonly window: SceneWindow;
  readonly path: CenterPath;
  readonly isSwept: boolean;
}

// A renderer rounds to whole px anyway.
const cutTolerance = 0.5;

/** Whether something required sticks out of the window, where the window is large enough for it. */
function cutsRequired({ window, path }: FramedPath, { timesUs }: SceneFrames, required: readonly RequiredRegion[]) {
  const sticksOut = (center: number, length: number, from: number, extent: number) =>
    extent <= length &&
    (from < center - length / 2 - cutTolerance || from + extent > center + length / 2 + cutTolerance);
  let index = 0;
  return required.some((region) => {
    while ((timesUs[index] as number) < region.timeUs) index++;
    return (
      sticksOut(path.x[index] as number, window.size.width, region.x, region.width) ||
      sticksOut(path.y[index] as number, window.size.height, region.y, region.height)
    );
  });
}

function around(required: readonly RequiredRegion[]): RequiredRegion[] {
  const [first, ...rest] = required;
  if (!first) return [];
  const union = rest.reduce<Rect>(unionRect, first);
  return [{ ...union, timeUs: first.timeUs }];
}

/** Pans over required regions that no window holds, where padding is not wanted. */
function sweepPath(
  { frame, timesUs, background }: SceneFrames,
  required: readonly RequiredRegion[],
  { size }: SceneWindow,
  { isBestEffort, cameraMotion }: Settings,
): CenterPath | undefined {
  const spanSec = ((timesUs.at(-1) as number) - (timesUs[0] as number)) / 1e6;
  const tooLarge = required.filter(({ width, height }) => width > size.width || height > size.height);
  const successRate = 1 - tooLarge.length / timesUs.length;
  const sweeps =
    isBestEffort &&
    cameraMotion.allowSweeping &&
    !background &&
    successRate < cameraMotion.minimumSuccessRateForSweeping &&
    spanSec >= cameraMotion.minimumSceneSpanSecForSweeping;
  if (!sweeps) return undefined;
  const along = (axis: 'x' | 'y', side: 'width' | 'height') => {
    const half = size[side] / 2;
    const low = cameraMotion.sweepEntireFrame ? 0 : Math.min(...tooLarge.map((region) => region[axis]));
    const high = cameraMotion.sweepEntireFrame
      ? frame[side]
      : Math.max(...tooLarge.map((region) => region[axis] + region[side]));
    const from = clamp(low + half, half, frame[side] - half);
    const to = clamp(high - half, half, frame[side] - half);
    return Float64Array.from(timesUs, (timeUs) => {
      const part = (timeUs - (timesUs[0] as number)) / (spanSec * 1e6);
      return from + (Math.max(from, to) - from) * part;
    });
  };
  return { x: along('x', 'width'), y: along('y', 'height') };
}

/**
 * Where a camera stands that is asked to: by the user, or because nothing moves much and everybody stays in the window.
 * undefined where it should not.
 */
function stillCenter(
  focus: readonly (readonly FocusRegion[])[],
  required: readonly RequiredRegion[],
  { frame }: SceneFrames,
  { size }: SceneWindow,
  { cameraMotion }: Settings,
  wishes: SceneWishes,
): Point | undefined {
  const regions = focus.flat();
  const isAsked = wishes.camera === 'stationary';
  const threshold = cameraMotion.motionStabilizationThresholdPercent;
  if (regions.length === 0 || (!isAsked && (threshold <= 0 || focus.length > 1))) return undefined;
  const along = (axis: 'x' | 'y', side: 'width' | 'height'): number | undefined => {
    const half = size[side] / 2;
    const centers = regions.map((region) => region[axis]);
    const [least, most] = [minOf(centers), maxOf(centers)];
    const lengths = axis === 'x' ? regions.map(({ width }) => width) : regions.map(({ height }) => height);
    const low = Math.max(half, maxOf(required.map((region) => region[axis] + region[side])) - half);
    const high = Math.min(frame[side] - half, minOf(required.map((region) => region[axis])) + half);
    if (low > high && !isAsked) return undefined;
    const middle = (least + most) / 2;
    const isNear = Math.abs(middle - frame[side] / 2) / frame[side] < cameraMotion.snapCenterMaxDistancePercent;
    const center = low <= high ? clamp(isNear ? frame[side] / 2 : middle, low, high) : (low + high) / 2;
    const holdsAll = regions.every(
      (region, index) => Math.abs(region[axis] - center) + (lengths[index] as number) / 2 <= half + 1e-6,
    );
    const isSteady = (most - least) / frame[side] < threshold;
    return isAsked || (isSteady && holdsAll) ? clamp(center, half, frame[side] - half) : undefined;
  };
  const x = along('x', 'width');
  const y = along('y', 'height');
  return x === undefined || y === undefined ? undefined : { x, y };
}

function standAt({ x, y }: Point, frames: number): CenterPath {
  return { x: new Float64Array(frames).fill(x), y: new Float64Array(frames).fill(y) };
}

/** One problem for each stretch between cuts from subject to subject, along each axis. */
function followFocus(
  scene: SceneFrames,
  focus: readonly (readonly FocusRegion[])[],
  required: readonly RequiredRegion[],
  window: SceneWindow,
  settings: Settings,
  prior: PriorWindow | undefined,
): CenterPath {
  const { timesUs, frame } = scene;
  const solve = axisSolver(settings.path, settings.kinematic);
  const path = { x: new Float64Array(timesUs.length), y: new Float64Array(timesUs.length) };
  for (const [index, stretch] of focus.entries()) {
    const from = index === 0 ? 0 : lowerBound(timesUs, stretchStart(stretch), (timeUs) => timeUs);
    const next = focus[index + 1];
    const to = next ? lowerBound(timesUs, stretchStart(next), (timeUs) => timeUs) : timesUs.length;
    const times = timesUs.slice(from, to);
    if (times.length === 0) continue;
    for (const axis of ['x', 'y'] as const) {
      const side = axis === 'x' ? 'width' : 'height';
      const problem: AxisProblem = {
        timesUs: times,
        frameLength: frame[side],
        windowLength: window.size[side],
        focus: stretch.map((region) => axisFocus(region, axis, window)),
        required: spansOf(required, times, axis, window, frame[side], settings),
        ...(prior && index === 0 && { prior: prior[axis] }),
        limits: {
          maxVelocity: settings.limits.maxVelocity * window.size[side],
          maxAcceleration: settings.limits.maxAcceleration * window.size[side],
        },
      };
      path[axis].set(solve(problem), from);
    }
  }
  return path;
}

function stretchStart(stretch: readonly FocusRegion[]): number {
  return (stretch[0] as FocusRegion).timeUs;
}

function axisFocus(region: FocusRegion, axis: 'x' | 'y', window: SceneWindow): AxisFocus {
  // The safe zone is as if the subject were as much larger.
  const [length, unsafe] =
    axis === 'x'
      ? [region.width, window.size.width - window.safe.width]
      : [region.height, window.size.height - window.safe.height];
  return { timeUs: region.timeUs, position: region[axis], weight: region.weight, length: length + unsafe };
}

/** Required regions along an axis, with the safe zone's insets around them as far as the frame goes. */
function spansOf(
  required: readonly RequiredRegion[],
  timesUs: readonly number[],
  axis: 'x' | 'y',
  { size }: SceneWindow,
  frameLength: number,
  { safeZone }: Settings,
): AxisSpan[] {
  const [before, after] =
    axis === 'x'
      ? [safeZone.left * size.width, safeZone.right * size.width]
      : [safeZone.top * size.height, safeZone.bottom * size.height];
  const side = axis === 'x' ? 'width' : 'height';
  const timeOf = ({ timeUs }: RequiredRegion) => timeUs;
  return required
    .slice(
      lowerBound(required, timesUs[0] as number, timeOf),
      lowerBound(required, (timesUs.at(-1) as number) + 1, timeOf),
    )
    .map((region) => {
      const from = Math.max(0, region[axis] - before);
      const to = Math.min(frameLength, region[axis] + region[side] + after);
      // Where the insets make it too long, the region itself still must be inside.
      return to - from <= size[side]
        ? { timeUs: region.timeUs, from, to }
        : { timeUs: region.timeUs, from: region[axis], to: region[axis] + region[side] };
    });
}

function windowAround(path: CenterPath, index: number, { size }: SceneWindow, { frame, borders }: SceneFrames): Rect {
  return {
    x: borders.left + clamp((path.x[index] as number) - size.width / 2, 0, frame.width - size.width),
    y: borders.top + clamp((path.y[index] as number) - size.height / 2, 0, frame.height - size.height),
    width: size.width,
    height: size.height,
  };
}

// Below this a path does not move, px.
const stillTolerance = 0.25;

function standsStill({ x, y }: CenterPath): boolean {
  return [x, y].every((centers) =>
    centers.every((center) => Math.abs(center - (centers[0] as number)) < stillTolerance),
  );
}

/** Into the frame without its borders. */
function inFrame(prior: PriorWindow | undefined, { borders }: SceneFrames): PriorWindow | undefined {
  return (
    prior && {
      x: { ...prior.x, position: prior.x.position - borders.left },
      y: { ...prior.y, position: prior.y.position - borders.top },
    }
  );
}

function minOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function maxOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
