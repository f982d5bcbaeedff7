import {
  KinematicPathSolver,
  PiecewiseLinear,
  planHolds,
  polynomialOffsets,
  solveConstrainedPath,
  type AxisFocus,
  type SubjectSample,
} from '@nearside/autoflip/steps';
import {
  detected,
  frameRate,
  frameTimes,
  frameWidth,
  keyFrameStep,
  windowWidth,
  type Span,
  type SyntheticScene,
} from './scenes.ts';

/** Where a solver puts the window. */
export interface SolvedPath {
  /** Centre of the window in each frame, px. */
  readonly centers: readonly number[];
  /** Frames in which the camera jumps: the scene's own cuts, and those inside of a shot. */
  readonly cuts: readonly number[];
}

/** A way from what a detector finds to a path. */
export interface PathSolver {
  readonly name: string;
  readonly solve: (scene: SyntheticScene) => SolvedPath;
}

/** Windows a second, and windows a second squared: the defaults of `solve`. */
const limits = { maxVelocity: 1.5 * windowWidth, maxAcceleration: 4 * windowWidth };

/** The three that `solve` offers; the reference's two are given what the reference gives them. */
export const pathSolvers: readonly PathSolver[] = [
  { name: 'constrained', solve: byShot(constrained) },
  { name: 'polynomial', solve: byShot(polynomial) },
  { name: 'kinematic', solve: byShot(kinematic) },
];

/** Frames from `first` up to `last`, which is not one of them. */
interface Shot {
  readonly scene: SyntheticScene;
  readonly first: number;
  readonly last: number;
}

function byShot(solve: (shot: Shot) => SolvedPath): PathSolver['solve'] {
  return (scene) => {
    const frames = scene.seconds * frameRate;
    const starts = scene.shots.map((sec) => Math.round(sec * frameRate));
    const paths = starts.map((first, k) => solve({ scene, first, last: starts[k + 1] ?? frames }));
    return {
      centers: paths.flatMap(({ centers }) => centers),
      cuts: [...starts.slice(1), ...paths.flatMap(({ cuts }) => cuts)].toSorted((a, b) => a - b),
    };
  };
}

function constrained({ scene, first, last }: Shot): SolvedPath {
  const timesUs = frameTimes(scene);
  const startUs = timesUs[first]!;
  const endUs = timesUs[last] ?? scene.seconds * 1e6;
  const samples = keyFramesOf({ scene, first, last }).map((frame): SubjectSample => ({
    timeUs: timesUs[frame]!,
    subjects: detected(scene, frame).map(({ id, span, weight }) => ({
      id,
      weight,
      box: { x: span.from, y: 0, width: span.to - span.from, height: 1 },
    })),
  }));
  const holds = planHolds(samples, { startUs, endUs }, { width: windowWidth, height: 1 });
  const centers: number[] = [];
  const cuts: number[] = [];
  for (const hold of holds) {
    const own = timesUs.slice(first, last).filter((timeUs) => timeUs >= hold.startUs && timeUs < hold.endUs);
    const focus = samples
      .filter(({ timeUs }) => timeUs >= hold.startUs && timeUs < hold.endUs)
      .flatMap(({ timeUs, subjects }): AxisFocus[] => {
        const shown = subjects.filter(({ id }) => hold.subjects.includes(id));
        if (shown.length === 0) return [];
        const from = Math.min(...shown.map(({ box }) => box.x));
        const to = Math.max(...shown.map(({ box }) => box.x + box.width));
        return [{ timeUs, position: (from + to) / 2, weight: shown[0]!.weight, length: to - from }];
      });
    const required = own
      .filter((timeUs) => isRequired(scene, timeUs / 1e6))
      .map((timeUs) => ({ timeUs, ...spanOf(scene) }));
    const problem = { timesUs: own, frameLength: frameWidth, windowLength: windowWidth, focus, required, limits };
    if (hold !== holds[0]) cuts.push(first + centers.length);
    centers.push(...solveConstrainedPath(problem));
  }
  return { centers, cuts };
}

function polynomial(shot: Shot): SolvedPath {
  const focus = referenceFocus(shot).map((center) => [center / frameWidth]);
  const offsets = polynomialOffsets({ focus, frameLength: frameWidth, windowLength: windowWidth });
  return { centers: Array.from(offsets, (offset) => frameWidth / 2 + offset), cuts: [] };
}

function kinematic(shot: Shot): SolvedPath {
  const timesUs = frameTimes(shot.scene);
  const options = { maxVelocity: 18, minMotionToReframe: 1.8 };
  const solver = new KinematicPathSolver(options, windowWidth / 2, frameWidth - windowWidth / 2, frameWidth / 60);
  const keyFrames = new Set(keyFramesOf(shot));
  const centers = referenceFocus(shot).map((center, k) => {
    const frame = shot.first + k;
    if (keyFrames.has(frame)) solver.observe(Math.round(center), timesUs[frame]!);
    else solver.predict(timesUs[frame]!);
    return solver.state;
  });
  return { centers, cuts: [] };
}

/**
 * Where the reference would look in each frame: the centre of what fits of the required and then of the heaviest, linear
 * between key frames; the middle where there is nothing.
 */
function referenceFocus(shot: Shot): number[] {
  const { scene, first, last } = shot;
  const points = keyFramesOf(shot).flatMap((frame) => {
    const needed: Span[] = isRequired(scene, frame / frameRate) ? [spanOf(scene)] : [];
    const wished = detected(scene, frame).toSorted((a, b) => b.weight - a.weight);
    let region: Span | undefined;
    for (const span of [...needed, ...wished.map((person) => person.span)]) {
      const both = region ? { from: Math.min(region.from, span.from), to: Math.max(region.to, span.to) } : span;
      if (both.to - both.from <= windowWidth) region = both;
    }
    return region ? [{ x: frame, y: (region.from + region.to) / 2 }] : [];
  });
  const line = new PiecewiseLinear();
  for (const { x, y } of points) line.add(x, y);
  return Array.from({ length: last - first }, (_, k) => (points.length === 0 ? frameWidth / 2 : line.at(first + k)));
}

function keyFramesOf({ first, last }: Shot): number[] {
  return Array.from({ length: Math.ceil((last - first) / keyFrameStep) }, (_, k) => first + k * keyFrameStep);
}

function isRequired({ required }: SyntheticScene, sec: number): boolean {
  return required !== undefined && sec >= required.startSec && sec < required.endSec;
}

function spanOf({ required }: SyntheticScene): Span {
  return { from: required?.from ?? 0, to: required?.to ?? 0 };
}
