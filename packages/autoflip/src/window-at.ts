import type { Rect, Size } from './geometry.ts';
import { clamp } from './rectangles.ts';
import type { PathEntry, Plan, Scene } from './plan.ts';

/**
 * The scene at a time.
 *
 * @param plan With one scene at least.
 * @param timeUs Before 0 the first, after the end the last.
 */
export function sceneAt(plan: Plan, timeUs: number): Scene {
  const { scenes } = plan;
  let low = 0;
  let high = scenes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((scenes[middle] as Scene).startUs <= timeUs) low = middle;
    else high = middle - 1;
  }
  return scenes[low] as Scene;
}

/**
 * The window a path shows at a time: linear between entries, constant before the first and after the last.
 *
 * @param path In order of time, one entry at least.
 * @param timeUs Any time.
 * @returns px of the source, real numbers.
 */
export function windowAt(path: readonly PathEntry[], timeUs: number): Rect {
  let low = 0;
  let high = path.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((path[middle] as PathEntry).timeUs <= timeUs) low = middle + 1;
    else high = middle;
  }
  const after = path[Math.min(low, path.length - 1)] as PathEntry;
  const before = path[Math.max(0, low - 1)] as PathEntry;
  const span = after.timeUs - before.timeUs;
  const part = span > 0 ? (timeUs - before.timeUs) / span : 0;
  const between = (from: number, to: number) => (from === to ? from : from + (to - from) * part);
  return {
    x: between(before.x, after.x),
    y: between(before.y, after.y),
    width: between(before.width, after.width),
    height: between(before.height, after.height),
  };
}

/**
 * A window in whole pixels, as renderers take it: x and y to the nearest, width and height to the nearest even number.
 *
 * @param window px, within the source.
 * @param source Size of the frame, px; what rounding pushes out is pushed back.
 */
export function roundWindow(window: Rect, source: Size): Rect {
  const even = (length: number, most: number) => Math.max(2, Math.min(2 * Math.round(length / 2), most - (most % 2)));
  const width = even(window.width, source.width);
  const height = even(window.height, source.height);
  return {
    x: clamp(Math.round(window.x), 0, source.width - width),
    y: clamp(Math.round(window.y), 0, source.height - height),
    width,
    height,
  };
}
