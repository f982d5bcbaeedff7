import type { Borders } from '../plan.ts';

/**
 * The bands that a whole scene has: of each side the smallest, and none where one frame has none.
 *
 * @param frames Bands of the scene's frames, px; none are read as 0 on each side.
 * @see MediaPipe AutoFlip, quality/utils.cc, ComputeSceneStaticBordersSize
 */
export function sceneBorders(frames: readonly Borders[]): Borders {
  const first = frames[0];
  if (!first) return { top: 0, right: 0, bottom: 0, left: 0 };
  return frames.reduce<Borders>(
    (least, borders) => ({
      top: Math.min(least.top, borders.top),
      right: Math.min(least.right, borders.right),
      bottom: Math.min(least.bottom, borders.bottom),
      left: Math.min(least.left, borders.left),
    }),
    { top: first.top, right: first.right, bottom: first.bottom, left: first.left },
  );
}
