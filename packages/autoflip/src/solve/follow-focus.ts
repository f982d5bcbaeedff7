import type { AxisFocus, AxisProblem, AxisSpan } from './axis-problem.ts';
import { axisSolver } from './axis-solvers.ts';
import type { CenterPath, PriorWindow } from './center-path.ts';
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
