import type { Size } from '../geometry.ts';
import type { RequiredRegion } from './required-regions.ts';
import { sceneWindow, type SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';

/** Less time than this with the smaller window, between two larger ones or at an end of the scene, is not worth it; s. */
const leastSmallSec = 2;

/** A zoom takes this long at least, s. */
const leastZoomSec = 0.6;

/** What a renderer's rounding of a window of any size may push it, px. */
const roundingRoom = 1.5;

/** A stretch in which the window is longer; µs, px. */
interface Stretch {
  readonly startUs: number;
  readonly endUs: number;
  readonly length: number;
}

/**
 * A window that is larger only while something required needs it: before and after, it zooms within the camera's limits.
 * So a caption of three seconds does not pad a scene of a minute.
 *
 * @param frame Without borders, px.
 * @param timesUs Of the scene's frames.
 * @param required At the scene's frames, in order.
 * @param settings Target, safe zone, limits.
 * @returns undefined where one size is as good: nothing larger is needed, or nearly all the time.
 */
export function changingWindow(
  frame: Size,
  timesUs: readonly number[],
  required: readonly RequiredRegion[],
  settings: Settings,
): SceneWindow | undefined {
  const small = sceneWindow(frame, [], settings);
  if (!sceneWindow(frame, required, settings).isPadded) return undefined;
  const lengthsOf = (axis: 'x' | 'y', side: 'width' | 'height', share: number) => {
    const larger = required.filter((region) => region[side] / share > small.size[side]);
    if (larger.length === 0) return 'same';
    const isAtEdge = larger.some(
      (region) => region[axis] < 2 * roundingRoom || region[axis] + region[side] > frame[side] - 2 * roundingRoom,
    );
    if (isAtEdge) return undefined;
    const wanted = larger.map(({ timeUs, ...region }) => ({ timeUs, length: region[side] / share + 1 }));
    return zoomedLengths(timesUs, wanted, small.size[side], frame[side] - 2 * roundingRoom, settings);
  };
  const widths = lengthsOf('x', 'width', 1 - settings.safeZone.left - settings.safeZone.right);
  const heights = lengthsOf('y', 'height', 1 - settings.safeZone.top - settings.safeZone.bottom);
  if (!widths || !heights) return undefined;
  return {
    ...small,
    isPadded: true,
    ...(widths !== 'same' && { widths }),
    ...(heights !== 'same' && { heights }),
  };
}

function zoomedLengths(
  timesUs: readonly number[],
  wanted: readonly { readonly timeUs: number; readonly length: number }[],
  small: number,
  most: number,
  { limits }: Settings,
): Float64Array | undefined {
  const largest = wanted.reduce((length, one) => Math.max(length, one.length), 0);
  if (largest > most) return undefined;
  // Of a smooth step the steepest slope is 1.5, and its change at the ends 6.
  const zoomSec = Math.max(
    leastZoomSec,
    (1.5 * (largest - small)) / (limits.maxVelocity * small),
    Math.sqrt((6 * (largest - small)) / (limits.maxAcceleration * small)),
  );
  const zoomUs = zoomSec * 1e6;
  const leastGapUs = 2 * zoomUs + leastSmallSec * 1e6;
  const [startUs, endUs] = [timesUs[0] as number, timesUs.at(-1) as number];
  const stretches: Stretch[] = [];
  for (const { timeUs, length } of wanted) {
    const last = stretches.at(-1);
    if (last && timeUs - last.endUs < leastGapUs)
      stretches[stretches.length - 1] = { ...last, endUs: timeUs, length: Math.max(last.length, length) };
    else stretches.push({ startUs: timeUs, endUs: timeUs, length });
  }
  const whole = stretches.map((stretch) => ({
    ...stretch,
    startUs: stretch.startUs - startUs < leastGapUs / 2 ? -Infinity : stretch.startUs,
    endUs: endUs - stretch.endUs < leastGapUs / 2 ? Infinity : stretch.endUs,
  }));
  if (whole.some((stretch) => stretch.startUs === -Infinity && stretch.endUs === Infinity)) return undefined;
  return Float64Array.from(timesUs, (timeUs) =>
    whole.reduce((length, stretch) => Math.max(length, lengthAt(stretch, timeUs, small, zoomUs)), small),
  );
}

function lengthAt({ startUs, endUs, length }: Stretch, timeUs: number, small: number, zoomUs: number): number {
  const awayUs = Math.max(startUs - timeUs, timeUs - endUs, 0);
  const part = Math.max(0, 1 - awayUs / zoomUs);
  return small + (length - small) * part * part * (3 - 2 * part);
}

/**
 * The window's length at a frame.
 *
 * @param window Of the scene.
 * @param side Which.
 * @param index Of the frame within the scene.
 */
export function lengthOf({ size, widths, heights }: SceneWindow, side: 'width' | 'height', index: number): number {
  return (side === 'width' ? widths : heights)?.[index] ?? size[side];
}

/**
 * How far from the frame's edges a window stays, px: one whose size changes is no whole number of pixels, and a renderer
 * rounds it.
 *
 * @param window Of the scene.
 * @param side Which.
 */
export function roomFor({ widths, heights }: SceneWindow, side: 'width' | 'height'): number {
  return (side === 'width' ? widths : heights) ? roundingRoom : 0;
}
