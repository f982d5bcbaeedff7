import type { Rect } from '../geometry.ts';
import { clamp, unionRect } from '../rectangles.ts';
import type { CenterPath, PriorWindow } from './center-path.ts';
import { changingWindow, lengthOf, roomFor } from './changing-window.ts';
import { followFocus } from './follow-focus.ts';
import { requiredRegions, type RequiredRegion } from './required-regions.ts';
import type { SceneWishes } from './scene-draft.ts';
import { sceneFocus } from './scene-focus.ts';
import type { SceneFrames } from './scene-frames.ts';
import { sceneRegions } from './scene-regions.ts';
import type { SolvedScene } from './scene-solution.ts';
import { sceneSubjects } from './scene-subjects.ts';
import { sceneWindow, type SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';
import { standingCamera } from './standing-camera.ts';
import { planHolds } from './subject-switching.ts';
import { sweepPath } from './sweep-path.ts';
import type { Video } from './video.ts';

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
    const still = standingCamera(focus, required, frame, window, settings, wishes);
    const path = still
      ? { x: new Float64Array(timesUs.length).fill(still.x), y: new Float64Array(timesUs.length).fill(still.y) }
      : followFocus(scene, focus, required, window, settings, inFrame(from, scene));
    return { window, path, isSwept: false };
  };
  const isWhole = (one: FramedPath) => settings.isBestEffort || !cutsRequired(one, scene, required);
  const mayZoom = !settings.isBestEffort && !prior && wishes.camera !== 'stationary';
  const zooming = mayZoom ? changingWindow(frame, timesUs, required, settings) : undefined;
  let framed = solveIn(zooming ?? sceneWindow(frame, required, settings), prior);
  if (zooming && !isWhole(framed)) framed = solveIn(sceneWindow(frame, required, settings), prior);
  // What must be shown moves faster than the camera may: then the window holds all of it at once.
  if (!isWhole(framed)) framed = solveIn(sceneWindow(frame, around(required), settings), prior);
  if (prior && !isWhole(framed)) framed = solveIn(framed.window, undefined);
  const { window, path, isSwept } = framed;
  const isStill = !isSwept && !window.widths && !window.heights && standsStill(path);
  // A camera that stands has one window, to the bit.
  const standing = isStill ? windowAround(path, 0, window, scene) : undefined;
  return {
    windows: timesUs.map((_, index) => standing ?? windowAround(path, index, window, scene)),
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
      sticksOut(path.x[index] as number, lengthOf(window, 'width', index), region.x, region.width) ||
      sticksOut(path.y[index] as number, lengthOf(window, 'height', index), region.y, region.height)
    );
  });
}

function around(required: readonly RequiredRegion[]): RequiredRegion[] {
  const [first, ...rest] = required;
  if (!first) return [];
  const union = rest.reduce<Rect>(unionRect, first);
  return [{ ...union, timeUs: first.timeUs }];
}

function windowAround(path: CenterPath, index: number, window: SceneWindow, { frame, borders }: SceneFrames): Rect {
  const width = lengthOf(window, 'width', index);
  const height = lengthOf(window, 'height', index);
  const across = roomFor(window, 'width');
  const down = roomFor(window, 'height');
  return {
    x: borders.left + clamp((path.x[index] as number) - width / 2, across, frame.width - width - across),
    y: borders.top + clamp((path.y[index] as number) - height / 2, down, frame.height - height - down),
    width,
    height,
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
