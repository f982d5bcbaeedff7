import type { Rect, Size } from './geometry.ts';

/**
 * Rounds to the nearest integer and halves away from zero, as C's `round` (JavaScript rounds halves up).
 *
 * @param value Any finite number.
 */
export function roundAway(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}

/**
 * Limits a number, and gives the upper limit where the two have crossed.
 *
 * @param value Any number.
 * @param low Lower limit.
 * @param high Upper limit.
 */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/**
 * Scales a box and rounds each of its four numbers on its own, so its right edge may be a pixel off.
 *
 * @param rect Any unit.
 * @param scaleX Pixels a unit.
 * @param scaleY Pixels a unit.
 * @see MediaPipe AutoFlip, quality/utils.cc, ScaleRect
 */
export function scaleRect(rect: Rect, scaleX: number, scaleY: number): Rect {
  return {
    x: roundAway(rect.x * scaleX),
    y: roundAway(rect.y * scaleY),
    width: roundAway(rect.width * scaleX),
    height: roundAway(rect.height * scaleY),
  };
}

/**
 * The part of a box that is inside another.
 *
 * @param rect Same unit as `bounds`.
 * @param bounds What it is cut to.
 * @returns undefined when nothing is left.
 * @see MediaPipe AutoFlip, quality/utils.cc, ClampRect
 */
export function clampRect(rect: Rect, bounds: Rect): Rect | undefined {
  const right = bounds.x + bounds.width;
  const bottom = bounds.y + bounds.height;
  const outside =
    rect.x >= right || rect.x + rect.width <= bounds.x || rect.y >= bottom || rect.y + rect.height <= bounds.y;
  if (outside) return undefined;
  const x = clamp(rect.x, bounds.x, right);
  const y = clamp(rect.y, bounds.y, bottom);
  return {
    x,
    y,
    width: clamp(rect.x + rect.width, bounds.x, right) - x,
    height: clamp(rect.y + rect.height, bounds.y, bottom) - y,
  };
}

/**
 * The smallest box around two.
 *
 * @param a Any unit.
 * @param b The same unit.
 */
export function unionRect(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/**
 * A normalised box in whole pixels of the frame, cut to it.
 *
 * @param box Share of the frame, 0…1; may reach outside.
 * @param frame Pixels.
 * @returns undefined when it is wholly outside.
 * @see MediaPipe AutoFlip, quality/utils.cc, PackKeyFrameInfo
 */
export function toFramePixels(box: Rect, frame: Size): Rect | undefined {
  // The reference keeps shares in single precision, which decides halves.
  const single = {
    x: Math.fround(box.x),
    y: Math.fround(box.y),
    width: Math.fround(box.width),
    height: Math.fround(box.height),
  };
  return clampRect(scaleRect(single, frame.width, frame.height), { x: 0, y: 0, ...frame });
}
