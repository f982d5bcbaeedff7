import type { Rect } from './geometry.ts';

/**
 * What a region shows, with the reference's words (MediaPipe AutoFlip, autoflip_messages.proto, SignalType). A kind of
 * one's own is `custom:NAME`. No detector of ours makes MOTION, TEXT or LOGO: they are for detectors of yours.
 */
export type SignalType =
  | 'FACE_FULL'
  | 'FACE_CORE_LANDMARKS'
  | 'FACE_ALL_LANDMARKS'
  | 'FACE_LANDMARK'
  | 'HUMAN'
  | 'CAR'
  | 'PET'
  | 'OBJECT'
  | 'MOTION'
  | 'TEXT'
  | 'LOGO'
  | 'USER_HINT'
  | `custom:${string}`;

/** The video that was looked at, as it is displayed: after rotation. */
export interface SourceInfo {
  /** Pixels, after rotation. */
  readonly width: number;
  /** Pixels, after rotation. */
  readonly height: number;
  /** Degrees clockwise that a player turns the coded picture by; already applied to width and height. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Mean frames a second; the frames' own times count where both are there. */
  readonly frameRate: number;
  /** Length of the video track, µs. */
  readonly durationUs: number;
  /** Tells whether a stored plan belongs to a file: SHA-256 of its size and of its first and last 64 KiB. */
  readonly fingerprint?: string;
}

/** What was measured on every analysed frame, in columns of one length: dims [frames]. */
export interface FrameSignals {
  /** Presentation times, µs from the start of the track, strictly increasing; any spacing. */
  readonly timesUs: readonly number[];
  /** 1 − correlation of the colour histograms of this frame and the one before, 0…2; null for the first. */
  readonly motion?: readonly (number | null)[];
  /** Colour histograms, 64 bins a frame, row after row, each row's sum 1: dims [frames × 64]. */
  readonly histograms?: readonly number[];
  /** Mean brightness, 0…255. Kept for displays: fades and flashes are found in `histograms`. */
  readonly luma?: readonly number[];
  /**
   * Brightness in 8 × 8 cells, 0…255, row after row: dims [frames × 64]. With it, a sudden change of exposure and a
   * caption that appears are not taken for cuts.
   */
  readonly thumbnails?: readonly number[];
}

/** Where the picture changes for another one. */
export interface Boundary {
  /** The first frame of the new scene, or the middle of a transition; µs. */
  readonly timeUs: number;
  /** `transition` is a fade or a dissolve. */
  readonly kind: 'cut' | 'transition';
}

/** Bands around the picture (letterbox, pillarbox), from `timeUs` until the next entry; px of the source. */
export interface BorderSignal {
  /** µs; the first frame it holds for. */
  readonly timeUs: number;
  /** Height of the band above, px; 0 is none. */
  readonly top: number;
  /** Width of the band at the right, pixels; 0 is none. */
  readonly right: number;
  /** Height of the band below, px; 0 is none. */
  readonly bottom: number;
  /** Width of the band at the left, pixels; 0 is none. */
  readonly left: number;
  /** The colour of most of the picture within the bands, 0…255 each, where it has one. */
  readonly solidBackground?: readonly [red: number, green: number, blue: number];
}

/** Something seen in one frame. */
export interface Detection {
  /** What it is. */
  readonly type: SignalType;
  /** As a share of the displayed frame, 0…1; what lies outside is cut off. */
  readonly box: Rect;
  /** How much it matters now among those of its type, 0…1: a detector's confidence, or who speaks. Default 1. */
  readonly score?: number;
  /** The same thing in other frames has the same one; unique among detections of one frame. */
  readonly id?: number;
  /** Which detector it comes from: ids of different inputs are unrelated. Default 0. */
  readonly input?: number;
  /** Must be in the window, or the picture is padded. Default: by its type's setting. */
  readonly isRequired?: boolean;
}

/** What was seen in one of the frames that detectors looked at (the reference: 5 a second). */
export interface KeyFrameSignals {
  /** Presentation time, µs. */
  readonly timeUs: number;
  /** In any order. */
  readonly detections: readonly Detection[];
}

/**
 * All that `solve` needs to know about a video: plain data, version 1, storable as JSON. Only `version`, `source` and
 * `keyFrames` are needed; boxes from any detector will do.
 */
export interface Signals {
  /** Of this form; another one is refused. */
  readonly version: 1;
  /** The video that was looked at. */
  readonly source: SourceInfo;
  /** Without it, frames are `source.frameRate` apart from 0 on, and no shot boundary is found. */
  readonly frames?: FrameSignals;
  /** Where scenes begin, sorted; where given, nothing is searched in `frames`. */
  readonly boundaries?: readonly Boundary[];
  /** Sorted by time; without it there are none. */
  readonly borders?: readonly BorderSignal[];
  /** Sorted by time. */
  readonly keyFrames: readonly KeyFrameSignals[];
}
