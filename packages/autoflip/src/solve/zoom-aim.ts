import type { Point, Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { clamp } from '../rectangles.ts';
import type { ContentZoomOptions, ContentZoomOverrides } from './content-zoom-options.ts';

/** Height of a window, and place of its centre, px; whole numbers. */
export interface ZoomAim extends Point {
  readonly height: number;
}

/**
 * The window around all boxes, in single precision as in the reference: its results are cut to integers.
 *
 * @param boxes Shares of the frame; one at least.
 * @param frame px.
 * @param maxShare Largest height of the window as a share of the frame's.
 * @param options Scale, shifts, padding.
 * @param overrides Of this frame.
 * @throws NearsideError 'invalid-input' when the scale factor is not above 0.
 * @see MediaPipe AutoFlip, calculators/content_zooming_calculator.cc, ConvertToPanTiltZoom
 */
export function zoomAim(
  boxes: readonly Rect[],
  frame: Size,
  maxShare: number,
  options: ContentZoomOptions,
  { scaleFactorPct = 0 }: ContentZoomOverrides,
): ZoomAim {
  const { scaleFactor = 0.9, allowCroppingOutsideFrame = false } = options;
  const factor = scaleFactorPct > 0 ? Math.min(scaleFactorPct / 100, 1) : scaleFactor;
  if (!(factor > 0)) throw invalidInput('content-zoom', 'scaleFactor must be above 0');
  const { left, right, top, bottom } = boundsOf(boxes, options);
  const raw = Math.fround(Math.max(Math.fround(bottom - top) / Math.fround(factor), Math.fround(right - left)));
  const half = Math.fround(Math.min(maxShare, raw) / 2);
  const place = (from: number, to: number) => {
    const center = Math.fround(from + Math.fround(Math.fround(to - from) / 2));
    return allowCroppingOutsideFrame ? center : clamp(center, half, Math.fround(1 - half));
  };
  const pixels = (share: number, length: number) => Math.trunc(Math.fround(share * length));
  return {
    height: pixels(raw, frame.height),
    x: pixels(place(left, right), frame.width),
    y: pixels(place(top, bottom), frame.height),
  };
}

/** Around all boxes, each shifted and padded; the reference's start values keep 0…1 in where boxes are inside. */
function boundsOf(boxes: readonly Rect[], options: ContentZoomOptions) {
  const { detectionShiftHorizontal = 0, detectionShiftVertical = 0 } = options;
  const { extraHorizontalPadding = 0, extraVerticalPadding = 0 } = options;
  const f = Math.fround;
  const bounds = { left: 1, right: 0, top: 1, bottom: 0 };
  for (const box of boxes) {
    const width = f(box.width);
    const height = f(box.height);
    const x = f(f(box.x) + f(width * f(detectionShiftHorizontal)));
    const y = f(f(box.y) + f(height * f(detectionShiftVertical)));
    const padX = f(f(extraHorizontalPadding) * width);
    const padY = f(f(extraVerticalPadding) * height);
    bounds.left = Math.min(bounds.left, f(x - padX));
    bounds.right = Math.max(bounds.right, f(f(x + width) + padX));
    bounds.top = Math.min(bounds.top, f(y - padY));
    bounds.bottom = Math.max(bounds.bottom, f(f(y + height) + padY));
  }
  return bounds;
}
