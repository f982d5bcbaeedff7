import type { Rect } from './geometry.ts';
import type { SourceInfo } from './signals.ts';

/** What is made of the source. */
export interface PlanTarget {
  /** Width to height, as it was asked for: `9:16`. */
  readonly aspectRatio: string;
  /** Pixels, even. */
  readonly width: number;
  /** Pixels, even. */
  readonly height: number;
}

/** Why a scene ended: a cut, a fade or dissolve (then in its middle), the longest scene allowed, the end of the video. */
export type SceneBoundary = 'cut' | 'transition' | 'length' | 'end';

/** How the camera behaves in a scene: the reference's steady, sweep (constant velocity) and track. */
export type Camera = 'stationary' | 'panning' | 'tracking';

/** Bands cut off the source, px. */
export interface Borders {
  /** Pixels from above, 0 or more. */
  readonly top: number;
  /** Pixels from the right, 0 or more. */
  readonly right: number;
  /** Pixels from below, 0 or more. */
  readonly bottom: number;
  /** Pixels from the left, 0 or more. */
  readonly left: number;
}

/** What fills the target where the window has another ratio: nothing to fill, one colour, or the blurred picture. */
export type Padding =
  | { readonly kind: 'none' }
  | { readonly kind: 'solid'; readonly color: readonly [red: number, green: number, blue: number] }
  | {
      readonly kind: 'blur';
      /** Brightness of the background, 1 = as it is. */
      readonly contrast?: number;
      /** Black over the background, 0…1. */
      readonly opacity?: number;
    };

/** The window at one time; between two of them x, y, width and height are each interpolated linearly. */
export interface PathEntry extends Rect {
  /** µs from the start of the track. */
  readonly timeUs: number;
}

/** Whom the camera looks at. */
export interface Subject {
  /** Identifier that stays with a person or thing through the whole video. */
  readonly id: number;
  /** `face`, `human`, `pet`, …: the signal's type in small letters. */
  readonly kind: string;
  /** How much it decided, 0…1. */
  readonly weight: number;
  /** Whether it had to be in the window. */
  readonly required: boolean;
}

/** A stretch of the video with one camera behaviour. */
export interface Scene {
  /** µs; the end of the scene before, or 0. */
  readonly startUs: number;
  /** µs; not part of the scene. */
  readonly endUs: number;
  /** Why it ends. */
  readonly boundary: SceneBoundary;
  /** How it behaves. */
  readonly camera: Camera;
  /** What is cut off all round. */
  readonly borders: Borders;
  /** What fills the bands. */
  readonly padding: Padding;
  /** In order of time, one at least; constant before the first and after the last. Source px, real numbers. */
  readonly path: readonly PathEntry[];
  /** Whom it could show; may be empty. */
  readonly subjects: readonly Subject[];
  /** The user decided this scene; solving again leaves it alone. */
  readonly locked: boolean;
}

/**
 * How a video is reframed: plain JSON, version 1. Pixels are those of the displayed frame (after rotation), times are
 * µs from the start of the track. Scenes tile `[0, source.durationUs)`.
 */
export interface Plan {
  /** Of this form; another one is refused. */
  readonly version: 1;
  /** The video that it is for. */
  readonly source: SourceInfo;
  /** What it becomes. */
  readonly target: PlanTarget;
  /** In order; one at least. */
  readonly scenes: readonly Scene[];
}
