import type { Point, Size } from '../geometry.ts';
import { clamp } from '../rectangles.ts';
import type { RequiredRegion } from './required-regions.ts';
import type { SceneWishes } from './scene-draft.ts';
import type { FocusRegion } from './scene-focus.ts';
import type { SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';

/** A subject nearer to the edge of a window that stands looks like a mistake; share of the window. */
const margin = 0.1;

/**
 * Where a camera stands that is asked to: by the user, or because nothing moves much and everybody stays well in the
 * window.
 *
 * @param focus Where to look, of the whole scene.
 * @param required In order.
 * @param frame Without borders, px.
 * @param window Of the scene.
 * @param settings How much movement a standing camera leaves alone.
 * @param wishes The user's.
 * @returns Its centre, px; undefined where it should not stand.
 */
export function standingCamera(
  focus: readonly (readonly FocusRegion[])[],
  required: readonly RequiredRegion[],
  frame: Size,
  { size }: SceneWindow,
  { cameraMotion }: Settings,
  wishes: SceneWishes,
): Point | undefined {
  const isAsked = wishes.camera === 'stationary';
  const regions = focus.flat();
  const threshold = cameraMotion.motionStabilizationThresholdPercent;
  if (regions.length === 0 || (!isAsked && (threshold <= 0 || focus.length > 1))) return undefined;
  const along = (axis: 'x' | 'y', side: 'width' | 'height'): number | undefined => {
    const half = size[side] / 2;
    const length = frame[side];
    const [least, most] = extentOf(regions.map((region) => region[axis]));
    const low = Math.max(half, extentOf(required.map((region) => region[axis] + region[side]))[1] - half);
    const high = Math.min(length - half, extentOf(required.map((region) => region[axis]))[0] + half);
    if (low > high) return isAsked ? clamp((low + high) / 2, half, length - half) : undefined;
    const middle = (least + most) / 2;
    const isNear = Math.abs(middle - length / 2) / length < cameraMotion.snapCenterMaxDistancePercent;
    const center = clamp(isNear ? length / 2 : middle, low, high);
    if (isAsked) return center;
    const isSteady = (most - least) / length < threshold;
    const holdsAll = regions.every((region) => isWellInside(region[axis], region[side], center, size[side], length));
    return isSteady && holdsAll ? center : undefined;
  };
  const x = along('x', 'width');
  const y = along('y', 'height');
  return x === undefined || y === undefined ? undefined : { x, y };
}

/** Not nearer to an edge of the window than the margin, or than to the same edge of the frame. */
function isWellInside(position: number, length: number, center: number, windowLength: number, frameLength: number) {
  const least = margin * windowLength;
  const before = position - length / 2;
  const after = frameLength - position - length / 2;
  const windowBefore = center - windowLength / 2;
  const windowAfter = frameLength - center - windowLength / 2;
  const rounding = 1e-6;
  return (
    before - windowBefore >= Math.min(least, before) - rounding &&
    after - windowAfter >= Math.min(least, after) - rounding
  );
}

/** The least and the largest of them. */
function extentOf(values: readonly number[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
