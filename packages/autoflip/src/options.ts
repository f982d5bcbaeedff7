import type { Borders, PathEntry, Plan } from './plan.ts';
import type { Rect } from './geometry.ts';
import type { SignalType } from './signals.ts';

/** How the target's size is chosen; the reference's names (scene_cropping_calculator.proto, TargetSizeType). */
export type TargetSizeType =
  | 'USE_TARGET_DIMENSION'
  | 'KEEP_ORIGINAL_HEIGHT'
  | 'KEEP_ORIGINAL_WIDTH'
  | 'MAXIMIZE_TARGET_DIMENSION'
  | 'KEEP_ORIGINAL_DIMENSION';

/** How a key frame's score is made of those of its regions (the reference's KeyFrameCropOptions). */
export type ScoreAggregation = 'MAXIMUM' | 'SUM_REQUIRED' | 'SUM_ALL' | 'CONSTANT';

/** Which solver smooths the camera's path. */
export type PathKind = 'constrained' | 'polynomial' | 'kinematic';

/** Sets of options for a kind of video: {@link presets}. */
export type Preset = 'talking-head' | 'interview' | 'sports' | 'screen-recording' | 'film';

/** What a type of region is worth (the reference's SignalSettings). */
export interface SignalSetting {
  /** Weight of a region with score 0. Default 0. */
  readonly minScore?: number;
  /** Weight of a region with score 1. Default 1. */
  readonly maxScore?: number;
  /** Must be in the window, or the picture is padded. Default false. */
  readonly isRequired?: boolean;
  /** For zooming: only its required regions count. Default false. */
  readonly onlyRequired?: boolean;
  /** Detections of this type with a lower score are not looked at. Default 0. */
  readonly minimumDetectionScore?: number;
}

/** Where a histogram's change is a cut (shot_boundary_calculator.proto). */
export interface ShotBoundaryOptions {
  /** Motion (1 − correlation) above which a frame is a cut for certain. Default 0.3. */
  readonly minMotion: number;
  /** Shortest time between two cuts, seconds. Default 0.2. */
  readonly minShotSpan: number;
  /** Motions looked at for the relative test; no cut can be found before there are as many. Default 15. */
  readonly windowSize: number;
  /** Motion ÷ largest in the window above which a frame is a cut; 10 is never, as in the reference. Default 10. */
  readonly minShotMeasure: number;
  /** Least motion where the relative test decides. Default 0.05. */
  readonly minMotionWithShotMeasure: number;
}

/** What the window of one key frame holds (cropping.proto, KeyFrameCropOptions). */
export interface CropRegionOptions {
  /** Default `CONSTANT`. */
  readonly scoreAggregationType: ScoreAggregation;
  /** Share of an optional region that must fit for it to be taken in part, 0…1. Default 0.5. */
  readonly nonRequiredRegionMinCoverageFraction: number;
}

/**
 * Whether the camera stands, pans or follows (cropping.proto, SceneCameraMotionAnalyzerOptions). Where two defaults are
 * named, the second is the reference's.
 */
export interface CameraMotionOptions {
  /**
   * Movement of the window's centre, as a share of the frame, below which the camera stands. Default 0, 0.5: without
   * `reference` it stands only where that keeps everybody in the window, and the constrained path does so by itself.
   */
  readonly motionStabilizationThresholdPercent: number;
  /** A standing camera nearer than this to the frame's centre goes there; share of the frame. Default 0, 0.08. */
  readonly snapCenterMaxDistancePercent: number;
  /** Weight of the strongest focus point. Default 100. */
  readonly maximumSalientPointWeight: number;
  /** Share of the frame a focus point may be from its centre. Read by no open solver, here as there. Default 0.499. */
  readonly salientPointBound: number;
  /** Pan slowly over what no window can hold. Default true. */
  readonly allowSweeping: boolean;
  /** Shortest scene to pan over, seconds. Default 1. */
  readonly minimumSceneSpanSecForSweeping: number;
  /** Pan when a smaller share of the key frames had all required regions in the window. Default 0.4. */
  readonly minimumSuccessRateForSweeping: number;
  /** Pan from edge to edge, not only over what was seen. Default true. */
  readonly sweepEntireFrame: boolean;
  /** How long a scene with nothing in it keeps the window of the one before, µs. Default 0. */
  readonly durationBeforeCenteringUs: number;
}

/** The online solver that follows like an operator (kinematic_path_solver.proto); degrees are of a frame 60° wide. */
export interface KinematicOptions {
  /** Degrees a second; or the two below. Default 18. */
  readonly maxVelocity?: number;
  /** Degrees a second for each degree that the camera is behind. */
  readonly maxVelocityScale?: number;
  /** Degrees a second, added to the scaled. */
  readonly maxVelocityShift?: number;
  /** Degrees the subject must move for the camera to follow; or the two below. Default 1.8. */
  readonly minMotionToReframe?: number;
  /** Degrees towards the left (or the top), at least 0. */
  readonly minMotionToReframeLower?: number;
  /** Degrees towards the right (or the bottom), at least 0. */
  readonly minMotionToReframeUpper?: number;
  /** Degrees before the subject at which the camera stops. Default 0. */
  readonly reframeWindow?: number;
  /** Time constant of a change of velocity, seconds. Default 0.2. */
  readonly updateRateSeconds?: number;
  /** Most of the velocity that one observation may change, 0…1. Default 0.8. */
  readonly maxUpdateRate?: number;
  /** The subject's position is the median over this time, µs. Default 0. */
  readonly filteringTimeWindowUs?: number;
  /** How fast the mean time between observations follows, 0…1. Default 0.25. */
  readonly meanPeriodUpdateRate?: number;
  /** Longest step of time, seconds. Default: any. */
  readonly maxDeltaTimeSec?: number;
}

/** What the picture is filled with where the window cannot have the target's ratio. */
export interface PaddingOptions {
  /** `auto`: the picture's own background colour where it has one, else blur. Default `auto`. */
  readonly kind: 'auto' | 'solid' | 'blur';
  /** For `solid`, 0…255 each. Default white. */
  readonly color: readonly [red: number, green: number, blue: number];
  /** Brightness of the blurred background, 0…1. Default 1. */
  readonly backgroundContrast: number;
  /** Black over the blurred background, 0…1. Default 0.6. */
  readonly overlayOpacity: number;
  /** Share of a scene's frames that must have one background colour for `auto` to take it. Default 0.6. */
  readonly solidBackgroundFramesPaddingFraction: number;
}

/** Limits of the camera, so that nobody feels sick. */
export interface CameraLimits {
  /** Widths (or heights) of the window a second. Default 1.5. */
  readonly maxVelocity: number;
  /** Widths (or heights) of the window a second squared. Default 4. */
  readonly maxAcceleration: number;
}

/** A box over time, for hints and for what must be shown. */
export interface TimedBox {
  /** µs. */
  readonly startUs: number;
  /** µs; not part of it. */
  readonly endUs: number;
  /** As a share of the displayed frame, 0…1. */
  readonly box: Rect;
}

/**
 * A change of one scene by the user, found by a time within it. A locked scene takes no edit but `lock`.
 *
 * - `lock`: the scene stays as it is from now on, or no longer.
 * - `path`: the windows are these, and the scene is locked.
 * - `camera`: one that stands, or one that follows.
 * - `subject`: the camera follows this one only.
 * - `padding`: how the bands are filled.
 * - `hint`: a box that should be shown, in this scene.
 * - `split`: a new scene begins here. `join`: this scene and the next are one.
 */
export type Edit =
  | { readonly kind: 'lock'; readonly atUs: number; readonly locked: boolean }
  | { readonly kind: 'path'; readonly atUs: number; readonly path: readonly PathEntry[] }
  | { readonly kind: 'camera'; readonly atUs: number; readonly camera: 'stationary' | 'tracking' }
  | { readonly kind: 'subject'; readonly atUs: number; readonly subjectId: number }
  | { readonly kind: 'padding'; readonly atUs: number; readonly padding: Partial<PaddingOptions> }
  | { readonly kind: 'hint'; readonly atUs: number; readonly box: Rect }
  | { readonly kind: 'split'; readonly atUs: number }
  | { readonly kind: 'join'; readonly atUs: number };

/** What {@link solve} goes on from. */
export interface SolveChanges {
  /** A plan of the same video. Its locked scenes stay; without `edits` all others are solved again. */
  readonly previous?: Plan;
  /** In order. Only the scenes they touch are solved again, where the target is still the same. Needs `previous`. */
  readonly edits?: readonly Edit[];
}

/** What {@link solve} is asked for. Everything has a default. */
export interface SolveOptions {
  /** Width to height: `9:16`, `1:1`, `4:5`, `2.39:1`. Default `9:16`. */
  readonly aspectRatio?: string;
  /** Default `MAXIMIZE_TARGET_DIMENSION`: the largest that needs no enlarging. */
  readonly targetSizeType?: TargetSizeType;
  /** Pixels; for the size types that take a size of yours. */
  readonly targetWidth?: number;
  /** Pixels. */
  readonly targetHeight?: number;
  /** Decide as MediaPipe AutoFlip does, defects and all. Default false. */
  readonly reference?: boolean;
  /** Options for a kind of video; those given beside it win. */
  readonly preset?: Preset;
  /** Default `constrained`; with `reference`, `polynomial`. */
  readonly path?: PathKind;
  /**
   * `required`: what is required is shown, with padding where it must be. `best-effort`: never padded; what no window holds
   * is swept over, or its middle shown. Default `required`.
   */
  readonly coverage?: 'best-effort' | 'required';
  /** Boxes that must be shown. */
  readonly requiredBoxes?: readonly TimedBox[];
  /** Boxes the user would like to be shown. */
  readonly userHints?: readonly TimedBox[];
  /** In a scene with a hint nothing else counts. Default false. */
  readonly userHintOverride?: boolean;
  /** Weights by type; beside the defaults, {@link defaultSignalSettings}. */
  readonly signalSettings?: Readonly<Partial<Record<SignalType, SignalSetting>>>;
  /** Only the largest face that lasts counts as one. Default false. */
  readonly primaryFaceOnly?: boolean;
  /** Parts of the target that captions and buttons cover, as shares of its sides, 0…1; nothing is composed there. */
  readonly safeZone?: Partial<Borders>;
  /** Where a face's centre is in the window, as a share of its height from the top, 0…1. Default: where it fits. */
  readonly headroom?: number;
  /** Longest scene, frames. Default: any length; with `reference`, 600. */
  readonly maxSceneSize?: number;
  /** Frames of the scene before that a scene, cut only for its length, is joined by. Default 30. */
  readonly priorFrameBufferSize?: number;
  /** Where cuts are found with `reference`; default: what its end-user graph has. */
  readonly shotBoundary?: Partial<ShotBoundaryOptions>;
  /** What a window takes in. */
  readonly cropRegion?: Partial<CropRegionOptions>;
  /** When the camera stands, pans or follows. */
  readonly cameraMotion?: Partial<CameraMotionOptions>;
  /** Of the kinematic path. */
  readonly kinematic?: KinematicOptions;
  /** What bands are filled with. */
  readonly padding?: Partial<PaddingOptions>;
  /** How fast the camera may be. */
  readonly limits?: Partial<CameraLimits>;
}
