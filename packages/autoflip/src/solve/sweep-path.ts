import { clamp } from '../rectangles.ts';
import type { CenterPath } from './center-path.ts';
import type { RequiredRegion } from './required-regions.ts';
import type { SceneFrames } from './scene-frames.ts';
import type { SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';

/**
 * Pans over required regions that no window holds, where padding is not wanted.
 *
 * @param scene Its frames.
 * @param required In order.
 * @param window Of the target's ratio.
 * @param settings Whether and when to sweep.
 * @returns undefined where nothing is swept.
 */
export function sweepPath(
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
