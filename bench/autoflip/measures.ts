import { frameRate, frameTimes, frameWidth, windowWidth, type SyntheticScene } from './scenes.ts';
import type { SolvedPath } from './solvers.ts';

/** How good a path is. Frames beside a cut have no movement, and no part in what measures it. */
export interface PathMeasures {
  /** Share of the frames in which at least 90 % of whom one wants to see is in the window; null where nobody is. */
  readonly contained: number | null;
  /** Frames in which what is required sticks out by more than 2 px; null where nothing is. */
  readonly requiredCut: number | null;
  /** Mean |second difference| of the centre from frame to frame, in millionths of the frame's width. */
  readonly jitter: number;
  /** Changes of direction a minute, each of 1 % of the frame's width or more. */
  readonly reversalsPerMin: number;
  /** Largest speed, windows a second. */
  readonly maxSpeed: number;
  /** Largest acceleration, windows a second squared. */
  readonly maxAcceleration: number;
  /** Cuts that are not the scene's own. */
  readonly ownCuts: number;
}

/** Measures one path; the definitions of `cases/reframe` and of the specification, section 15. */
export function measurePath(scene: SyntheticScene, { centers, cuts }: SolvedPath): PathMeasures {
  const starts = [0, ...cuts];
  const stretches = starts.map((first, k) => centers.slice(first, starts[k + 1] ?? centers.length));
  const speeds = stretches.map((stretch) => differences(stretch));
  const second = speeds.flatMap((speed) => differences(speed));
  const largest = (values: readonly number[]): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return {
    contained: containedShare(scene, centers),
    requiredCut: requiredCutFrames(scene, centers),
    jitter: (1e6 * second.reduce((sum, v) => sum + Math.abs(v), 0)) / Math.max(1, second.length) / frameWidth,
    reversalsPerMin: (60 * stretches.reduce((sum, stretch) => sum + countReversals(stretch), 0)) / scene.seconds,
    maxSpeed: (largest(speeds.flat()) * frameRate) / windowWidth,
    maxAcceleration: (largest(second) * frameRate ** 2) / windowWidth,
    ownCuts: cuts.length - (scene.shots.length - 1),
  };
}

/**
 * Turning points between movements of at least 1 % of the frame's width each way.
 *
 * @param centers px, frame after frame.
 */
export function countReversals(centers: readonly number[]): number {
  const least = frameWidth / 100;
  let direction = 0;
  let extreme = centers[0] ?? 0;
  let reversals = 0;
  for (const center of centers) {
    const moved = center - extreme;
    if (moved * direction > 0) extreme = center;
    else if (Math.abs(moved) >= least) {
      if (direction !== 0) reversals += 1;
      direction = Math.sign(moved);
      extreme = center;
    }
  }
  return reversals;
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, k) => value - values[k]!);
}

function containedShare(scene: SyntheticScene, centers: readonly number[]): number | null {
  let contained = 0;
  let counted = 0;
  for (const [frame, center] of centers.entries()) {
    const sec = frame / frameRate;
    const person = scene.people.find(({ id }) => id === scene.wanted(sec));
    const place = person?.at(sec);
    if (!person || !place) continue;
    const half = windowWidth / 2;
    const right = Math.min(place.center + person.width / 2, center + half);
    const left = Math.max(place.center - person.width / 2, center - half);
    counted += 1;
    if (right - left >= 0.9 * person.width) contained += 1;
  }
  return counted === 0 ? null : contained / counted;
}

function requiredCutFrames(scene: SyntheticScene, centers: readonly number[]): number | null {
  const { required } = scene;
  if (!required) return null;
  return frameTimes(scene).filter((timeUs, frame) => {
    if (timeUs < required.startSec * 1e6 || timeUs >= required.endSec * 1e6) return false;
    const out = Math.max(
      centers[frame]! - windowWidth / 2 - required.from,
      required.to - centers[frame]! - windowWidth / 2,
    );
    return out > 2;
  }).length;
}
