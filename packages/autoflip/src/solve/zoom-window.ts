import type { ZoomWindow } from './content-zoom-options.ts';

/**
 * A window in whole px, cut as the reference cuts it.
 *
 * @param window px.
 */
export function wholeWindow({ centerX, centerY, width, height }: ZoomWindow): ZoomWindow {
  return {
    centerX: Math.trunc(centerX),
    centerY: Math.trunc(centerY),
    width: Math.trunc(width),
    height: Math.trunc(height),
  };
}

/**
 * The bands above and below a zoom window, whole px.
 *
 * @param window px, real numbers.
 * @param frameHeight px.
 * @see MediaPipe AutoFlip, calculators/content_zooming_calculator.cc, MakeStaticFeatures
 */
export function zoomBorders(
  window: ZoomWindow,
  frameHeight: number,
): { readonly top: number; readonly bottom: number } {
  return {
    top: Math.trunc(window.centerY - window.height / 2),
    bottom: Math.trunc(frameHeight - (window.centerY + window.height / 2)),
  };
}
