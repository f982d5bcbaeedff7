import type { Rect, Size } from '../geometry.ts';
import type { TimedBox } from '../options.ts';
import type { Borders } from '../plan.ts';
import { clampRect, toFramePixels, unionRect } from '../rectangles.ts';
import type { RegionFrame } from './scene-regions.ts';

/** What must be shown at one time, px of the border-less frame. */
export interface RequiredRegion extends Rect {
  readonly timeUs: number;
}

// Key frames further apart than this say nothing about what is between them.
const longestGapUs = 500_000;

/**
 * What must be shown in each frame: boxes of the user in their time, and required detections, between key frames where
 * they lie in between.
 *
 * @param timesUs Of the scene's frames.
 * @param keyFrames Of the scene.
 * @param boxes Of the whole video.
 * @param source Size of the frame with its borders.
 * @param borders px.
 * @returns Frames in which something is required, in order.
 */
export function requiredRegions(
  timesUs: readonly number[],
  keyFrames: readonly RegionFrame[],
  boxes: readonly TimedBox[],
  source: Size,
  borders: Borders,
): RequiredRegion[] {
  const detected = keyFrames.flatMap(({ timeUs, regions }) => {
    // Timed boxes are among the detections as well, for key frames' sake; they are taken frame by frame here.
    const own = regions.filter(({ isRequired, detection }) => isRequired && detection.type !== 'custom:required');
    const around = unionOf(own);
    return around ? [{ timeUs, ...around }] : [];
  });
  const timed = boxes.flatMap(({ startUs, endUs, box }) => {
    const inFrame = inBand(box, source, borders);
    return inFrame ? [{ startUs, endUs, box: inFrame }] : [];
  });
  if (detected.length === 0 && timed.length === 0) return [];
  let next = 0;
  return timesUs.flatMap((timeUs) => {
    while (next < detected.length && (detected[next] as RequiredRegion).timeUs < timeUs) next++;
    const seen = between(detected[next - 1], detected[next], timeUs);
    const active = timed.filter(({ startUs, endUs }) => startUs <= timeUs && timeUs < endUs).map(({ box }) => box);
    const around = unionOf(seen ? [seen, ...active] : active);
    return around ? [{ timeUs, ...around }] : [];
  });
}

function inBand(box: Rect, source: Size, { top, right, bottom, left }: Borders): Rect | undefined {
  const pixels = toFramePixels(box, source);
  const band = { x: left, y: top, width: source.width - left - right, height: source.height - top - bottom };
  const inside = pixels && clampRect(pixels, band);
  return inside && { ...inside, x: inside.x - left, y: inside.y - top };
}

function unionOf(rects: readonly Rect[]): Rect | undefined {
  return rects.reduce<Rect | undefined>((union, rect) => {
    const { x, y, width, height } = rect;
    return union ? unionRect(union, rect) : { x, y, width, height };
  }, undefined);
}

function between(
  before: RequiredRegion | undefined,
  after: RequiredRegion | undefined,
  timeUs: number,
): Rect | undefined {
  if (after?.timeUs === timeUs) return after;
  // A frame that no key frame is at takes what the nearest says, within half a key frame's distance or so.
  if (!before || !after) return [before, after].find((one) => one && Math.abs(one.timeUs - timeUs) <= longestGapUs / 4);
  if (after.timeUs - before.timeUs > longestGapUs) return undefined;
  const part = (timeUs - before.timeUs) / (after.timeUs - before.timeUs);
  const mix = (from: number, to: number) => from + part * (to - from);
  const x = mix(before.x, after.x);
  const y = mix(before.y, after.y);
  return {
    x,
    y,
    width: mix(before.x + before.width, after.x + after.width) - x,
    height: mix(before.y + before.height, after.y + after.height) - y,
  };
}
