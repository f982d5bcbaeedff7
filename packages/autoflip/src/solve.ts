export type { Point, Rect, Size } from './geometry.ts';
export type * from './options.ts';
export type * from './plan.ts';
export type * from './signals.ts';
