export type { Point, Rect, Size } from './geometry.ts';
export type * from './options.ts';
export type * from './plan.ts';
export { presets } from './presets.ts';
export { readPlan } from './read-plan.ts';
export { readSignals } from './read-signals.ts';
export type * from './signals.ts';
export { solve } from './solve/solve.ts';
export { roundWindow, sceneAt, windowAt } from './window-at.ts';
