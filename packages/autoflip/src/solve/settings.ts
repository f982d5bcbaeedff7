import { checkOptions } from '../check-options.ts';
import { invalidInput } from '../invalid-input.ts';
import {
  defaultCameraMotion,
  defaultCropRegion,
  defaultKinematic,
  defaultLimits,
  defaultPadding,
  defaultShotBoundary,
  defaultSignalSettings,
  referenceCameraMotion,
} from '../default-options.ts';
import type {
  CameraLimits,
  CameraMotionOptions,
  CropRegionOptions,
  KinematicOptions,
  PaddingOptions,
  PathKind,
  ShotBoundaryOptions,
  SignalSetting,
  SolveOptions,
  TimedBox,
} from '../options.ts';
import { presets } from '../presets.ts';
import type { Borders, PlanTarget } from '../plan.ts';
import type { SignalType, SourceInfo } from '../signals.ts';
import { parseAspectRatio, targetSize } from './target-size.ts';

/** All options with their defaults: what the steps read. */
export interface Settings {
  readonly target: PlanTarget;
  readonly reference: boolean;
  readonly path: PathKind;
  readonly isBestEffort: boolean;
  readonly requiredBoxes: readonly TimedBox[];
  readonly userHints: readonly TimedBox[];
  readonly userHintOverride: boolean;
  readonly signalSettings: Readonly<Partial<Record<SignalType, SignalSetting>>>;
  readonly primaryFaceOnly: boolean;
  /** Shares of the window. */
  readonly safeZone: Borders;
  /** Share of the window from its top; undefined where it does not matter. */
  readonly headroom: number | undefined;
  readonly maxSceneSize: number;
  readonly priorFrameBufferSize: number;
  readonly shotBoundary: ShotBoundaryOptions;
  readonly cropRegion: CropRegionOptions;
  readonly cameraMotion: CameraMotionOptions;
  readonly kinematic: KinematicOptions;
  readonly padding: PaddingOptions;
  readonly limits: CameraLimits;
}

const referenceMaxSceneSize = 600;
const defaultPriorFrames = 30;

/**
 * Puts defaults, preset and options together, the later over the earlier, and checks them.
 *
 * @param options From the caller.
 * @param source Of the video.
 * @throws NearsideError 'invalid-input' for an option that cannot be.
 */
export function resolveSettings(options: SolveOptions, source: SourceInfo): Settings {
  checkOptions(options);
  const preset = presetOf(options);
  const asked = { ...preset, ...withoutUndefined(options) };
  const { reference = false } = asked;
  const settings: Settings = {
    target: targetOf(asked, source),
    reference,
    path: asked.path ?? (reference ? 'polynomial' : 'constrained'),
    isBestEffort: asked.coverage === 'best-effort',
    requiredBoxes: asked.requiredBoxes ?? [],
    userHints: asked.userHints ?? [],
    userHintOverride: asked.userHintOverride ?? false,
    signalSettings: { ...defaultSignalSettings, ...preset.signalSettings, ...options.signalSettings },
    primaryFaceOnly: asked.primaryFaceOnly ?? false,
    safeZone: { top: 0, right: 0, bottom: 0, left: 0, ...asked.safeZone },
    headroom: asked.headroom,
    maxSceneSize: asked.maxSceneSize ?? (reference ? referenceMaxSceneSize : Infinity),
    priorFrameBufferSize: asked.priorFrameBufferSize ?? defaultPriorFrames,
    shotBoundary: { ...defaultShotBoundary, ...preset.shotBoundary, ...options.shotBoundary },
    cropRegion: { ...defaultCropRegion, ...preset.cropRegion, ...options.cropRegion },
    cameraMotion: {
      ...(reference ? referenceCameraMotion : defaultCameraMotion),
      ...preset.cameraMotion,
      ...options.cameraMotion,
    },
    kinematic: kinematicOf({ ...preset.kinematic, ...options.kinematic }),
    padding: { ...defaultPadding, ...preset.padding, ...options.padding },
    limits: { ...defaultLimits, ...preset.limits, ...options.limits },
  };
  checkTogether(settings);
  return settings;
}

function presetOf({ preset }: SolveOptions): Partial<SolveOptions> {
  return preset === undefined ? {} : presets[preset];
}

function withoutUndefined(options: SolveOptions): SolveOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function targetOf(asked: SolveOptions, source: SourceInfo): PlanTarget {
  const { targetSizeType: type = 'MAXIMIZE_TARGET_DIMENSION', targetWidth, targetHeight, aspectRatio } = asked;
  const given =
    targetWidth !== undefined && targetHeight !== undefined ? { width: targetWidth, height: targetHeight } : undefined;
  const ratio = aspectRatio ?? (given ? `${given.width}:${given.height}` : '9:16');
  const aspect = parseAspectRatio(ratio);
  // The types that keep a side take the ratio from a size; a ratio alone is as good.
  const keepsSide = type === 'KEEP_ORIGINAL_HEIGHT' || type === 'KEEP_ORIGINAL_WIDTH';
  const target = given ?? (keepsSide ? { width: aspect, height: 1 } : undefined);
  const size = targetSize({ type, input: source, target, aspectRatio: aspect });
  return { aspectRatio: type === 'KEEP_ORIGINAL_DIMENSION' ? `${size.width}:${size.height}` : ratio, ...size };
}

/** One form of velocity and of least motion each: a given one replaces the default's. */
function kinematicOf(options: KinematicOptions): KinematicOptions {
  const { maxVelocity, minMotionToReframe } = defaultKinematic;
  return {
    ...(options.maxVelocityScale === undefined && { maxVelocity: maxVelocity as number }),
    ...(options.minMotionToReframeLower === undefined && { minMotionToReframe: minMotionToReframe as number }),
    ...options,
  };
}

/** What single fields cannot say. */
function checkTogether({ safeZone, reference, path }: Settings): void {
  if (safeZone.left + safeZone.right >= 0.9 || safeZone.top + safeZone.bottom >= 0.9)
    throw invalidInput('options', 'the safe zone leaves less than a tenth of the window');
  if (reference && path === 'constrained')
    throw invalidInput('options', 'the reference has no constrained path', "Choose 'polynomial' or 'kinematic'.");
}
