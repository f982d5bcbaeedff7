import type {
  CameraLimits,
  CameraMotionOptions,
  CropRegionOptions,
  KinematicOptions,
  PaddingOptions,
  ShotBoundaryOptions,
  SignalSetting,
} from './options.ts';
import type { SignalType } from './signals.ts';

/**
 * What a type of region is worth: the ranges of the reference's end-user graph (autoflip_graph.pbtxt), so the type's
 * order decides and, within a type, the larger face; a hint outweighs all.
 */
export const defaultSignalSettings: Readonly<Partial<Record<SignalType, SignalSetting>>> = {
  FACE_CORE_LANDMARKS: { minScore: 0.85, maxScore: 0.9 },
  FACE_ALL_LANDMARKS: { minScore: 0.8, maxScore: 0.85 },
  FACE_FULL: { minScore: 0.8, maxScore: 0.85 },
  HUMAN: { minScore: 0.75, maxScore: 0.8 },
  PET: { minScore: 0.7, maxScore: 0.75 },
  CAR: { minScore: 0.7, maxScore: 0.75 },
  OBJECT: { minScore: 0.1, maxScore: 0.2 },
};

/** What users of the reference's end-user graph get. */
export const defaultShotBoundary: ShotBoundaryOptions = {
  minMotion: 0.3,
  minShotSpan: 0.2,
  windowSize: 15,
  minShotMeasure: 10,
  minMotionWithShotMeasure: 0.05,
};

/** What users of the reference's end-user graph get. */
export const defaultCropRegion: CropRegionOptions = {
  scoreAggregationType: 'CONSTANT',
  nonRequiredRegionMinCoverageFraction: 0.5,
};

/** What users of the reference's end-user graph get: the defaults with `reference`. */
export const referenceCameraMotion: CameraMotionOptions = {
  motionStabilizationThresholdPercent: 0.5,
  snapCenterMaxDistancePercent: 0.08,
  maximumSalientPointWeight: 100,
  salientPointBound: 0.499,
  allowSweeping: true,
  minimumSceneSpanSecForSweeping: 1,
  minimumSuccessRateForSweeping: 0.4,
  sweepEntireFrame: true,
  durationBeforeCenteringUs: 0,
};

/** Ours: neither stands for its own sake nor snaps, since the path weighs that. */
export const defaultCameraMotion: CameraMotionOptions = {
  ...referenceCameraMotion,
  motionStabilizationThresholdPercent: 0,
  snapCenterMaxDistancePercent: 0,
};

/** The reference's (padding_effect_generator.h), but for the colour. */
export const defaultPadding: PaddingOptions = {
  kind: 'auto',
  color: [255, 255, 255],
  backgroundContrast: 1,
  overlayOpacity: 0.6,
  solidBackgroundFramesPaddingFraction: 0.6,
};

/**
 * Ours: the reference has no limits. They are for the few subjects that nobody could follow: the constrained path is far
 * slower wherever it may be, and below these a head that sways from side to side leaves a 9:16 window.
 */
export const defaultLimits: CameraLimits = { maxVelocity: 1.5, maxAcceleration: 4 };

/** The kinematic solver's, where nothing is said. */
export const defaultKinematic: KinematicOptions = { maxVelocity: 18, minMotionToReframe: 1.8 };
