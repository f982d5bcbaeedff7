import type { AxisFocus, AxisProblem, AxisSpan } from './axis-problem.ts';
import { axisSolver } from './axis-solvers.ts';
import type { CenterPath, PriorWindow } from './center-path.ts';
import { lengthOf, roomFor } from './changing-window.ts';
import type { RequiredRegion } from './required-regions.ts';
import type { FocusRegion } from './scene-focus.ts';
import { lowerBound, type SceneFrames } from './scene-frames.ts';
import type { SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';

/**
 * The path of a camera that follows: one problem for each stretch between cuts from subject to subject, along each axis.
 *
 * @param scene Its frames.
 * @param focus Where to look, a list for each stretch.
 * @param required In order.
 * @param window Of the scene.
 * @param settings Solver, limits, safe zone.
 * @param prior Where the first stretch goes on from; px of the border-less frame.
 */
export function followFocus(
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
        windowLengths: lengthsOf(window, side, from, to),
        focus: stretch.map((region) => axisFocus(region, axis, window)),
        required: spansOf(required, scene, from, to, axis, window, settings),
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

/** Of the frames from one up to another; with the room on both sides that the window keeps from the frame's edges. */
function lengthsOf(window: SceneWindow, side: 'width' | 'height', from: number, to: number): Float64Array | undefined {
  const room = roomFor(window, side);
  return room === 0
    ? undefined
    : Float64Array.from({ length: to - from }, (_, index) => lengthOf(window, side, from + index) + 2 * room);
}

/** Required regions along an axis, with the safe zone's insets around them as far as the frame goes. */
function spansOf(
  required: readonly RequiredRegion[],
  { timesUs, frame }: SceneFrames,
  from: number,
  to: number,
  axis: 'x' | 'y',
  window: SceneWindow,
  { safeZone }: Settings,
): AxisSpan[] {
  const side = axis === 'x' ? 'width' : 'height';
  const [before, after] = axis === 'x' ? [safeZone.left, safeZone.right] : [safeZone.top, safeZone.bottom];
  const room = roomFor(window, side);
  const timeOf = ({ timeUs }: RequiredRegion) => timeUs;
  let index = from;
  return required
    .slice(
      lowerBound(required, timesUs[from] as number, timeOf),
      lowerBound(required, (timesUs[to - 1] as number) + 1, timeOf),
    )
    .map((region) => {
      const { timeUs } = region;
      while ((timesUs[index] as number) < timeUs) index++;
      const length = lengthOf(window, side, index);
      const start = Math.max(0, region[axis] - before * length);
      const end = Math.min(frame[side], region[axis] + region[side] + after * length);
      // Where the insets make it too long, the region itself still must be inside.
      return end - start <= length
        ? { timeUs, from: start - room, to: end + room }
        : { timeUs, from: region[axis] - room, to: region[axis] + region[side] + room };
    });
}
