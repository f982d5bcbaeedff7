import type { Size } from '../geometry.ts';
import type { RequiredRegion } from './required-regions.ts';
import type { Settings } from './settings.ts';
import { cropTarget } from './target-size.ts';

/** The window of a scene. */
export interface SceneWindow {
  /** Even px; inside the frame. Where it changes, the smallest. */
  readonly size: Size;
  /** What is left of it beside the safe zone's insets, px. */
  readonly safe: Size;
  /** How far its centre is from that of the safe part, px; added to a wanted centre. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Whether it is larger than the target's ratio allows. */
  readonly isPadded: boolean;
  /** Where its size changes: px at each frame of the scene, at least `size`; real numbers. */
  readonly widths?: Float64Array;
  readonly heights?: Float64Array;
}

/**
 * The largest window of the target's ratio, or larger where something required needs it. Sides are even, so that a
 * renderer's rounding changes nothing.
 *
 * @param frame Without borders, px; 2 at least.
 * @param required What must be shown.
 * @param settings Target, safe zone, whether to pad at all.
 */
export function sceneWindow(frame: Size, required: readonly RequiredRegion[], settings: Settings): SceneWindow {
  const { target, safeZone, isBestEffort } = settings;
  const across = 1 - safeZone.left - safeZone.right;
  const down = 1 - safeZone.top - safeZone.bottom;
  const most = { width: evenDown(frame.width), height: evenDown(frame.height) };
  const plain = cropTarget(frame, target.width / target.height);
  const base = {
    width: Math.min(most.width, evenDown(plain.width)),
    height: Math.min(most.height, evenDown(plain.height)),
  };
  let { width, height } = base;
  if (!isBestEffort) {
    for (const region of required) {
      width = Math.max(width, evenUp(region.width / across));
      height = Math.max(height, evenUp(region.height / down));
    }
  }
  const size = { width: Math.min(width, most.width), height: Math.min(height, most.height) };
  return {
    size,
    safe: { width: size.width * across, height: size.height * down },
    shiftX: ((safeZone.right - safeZone.left) / 2) * size.width,
    shiftY: ((safeZone.bottom - safeZone.top) / 2) * size.height,
    isPadded: size.width > base.width || size.height > base.height,
  };
}

function evenDown(length: number): number {
  const whole = Math.floor(length);
  return Math.max(2, whole - (whole % 2));
}

function evenUp(length: number): number {
  return 2 * Math.ceil(length / 2 - 1e-9);
}
