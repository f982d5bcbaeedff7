/** The cases' short notations, and the reference's option names in ours. */
import type { Item } from './check.ts';

/** [x, y, width, height] */
export type Quad = readonly [number, number, number, number];
/** [width, height] or [x, y] */
export type Pair = readonly [number, number];

/** A rectangle of four numbers. */
export function rect([x, y, width, height]: Quad) {
  return { x, y, width, height };
}

/** The four numbers of a rectangle. */
export function quad({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Quad {
  return [x, y, width, height];
}

/** A size of two numbers. */
export function size([width, height]: Pair) {
  return { width, height };
}

/** A point of two numbers. */
export function point([x, y]: Pair) {
  return { x, y };
}

/** `min_motion_to_reframe` becomes `minMotionToReframe`; nested options too, arrays as they are. */
export function camelKeys(options: unknown): Record<string, unknown> {
  if (typeof options !== 'object' || options === null) return {};
  return Object.fromEntries(
    Object.entries(options as Item).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      typeof value === 'object' && value !== null && !Array.isArray(value) ? camelKeys(value) : value,
    ]),
  );
}

/** What the reference's protos say where a case says nothing; not what its end-user graph sets. */
export const protoCameraMotion = {
  motionStabilizationThresholdPercent: 0.3,
  snapCenterMaxDistancePercent: 0.08,
  maximumSalientPointWeight: 100,
  salientPointBound: 0.48,
  allowSweeping: true,
  minimumSceneSpanSecForSweeping: 1,
  minimumSuccessRateForSweeping: 0.4,
  sweepEntireFrame: true,
  durationBeforeCenteringUs: 0,
};
