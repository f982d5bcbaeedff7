import type { Preset, SolveOptions } from './options.ts';

/** Every preset: starting points that we chose by what the videos need, not measured optima. */
export const presets: Readonly<Record<Preset, Partial<SolveOptions>>> = {
  // One person before a camera that stands: hold still, eyes at two fifths.
  'talking-head': {
    primaryFaceOnly: true,
    headroom: 0.4,
    cameraMotion: { motionStabilizationThresholdPercent: 0.6, allowSweeping: false },
  },
  // Several people, one at a time; people before things.
  interview: {
    headroom: 0.4,
    signalSettings: { OBJECT: { minScore: 0, maxScore: 0.05 } },
    cameraMotion: { allowSweeping: false },
  },
  // Fast, and everything moves: follow.
  sports: {
    signalSettings: { HUMAN: { minScore: 0.75, maxScore: 0.9 }, OBJECT: { minScore: 0.3, maxScore: 0.5 } },
    cameraMotion: { motionStabilizationThresholdPercent: 0.2, snapCenterMaxDistancePercent: 0.02 },
  },
  // Text and pointers; what is required must be legible, so rather padded than cut.
  'screen-recording': {
    signalSettings: { TEXT: { minScore: 0.8, maxScore: 0.9 }, LOGO: { minScore: 0.5, maxScore: 0.6 } },
    cameraMotion: { motionStabilizationThresholdPercent: 0.3, allowSweeping: false },
    padding: { kind: 'auto' },
  },
  // Composed pictures: stand where one can, move slowly.
  film: {
    cameraMotion: { motionStabilizationThresholdPercent: 0.6, snapCenterMaxDistancePercent: 0.04 },
    limits: { maxVelocity: 1, maxAcceleration: 2.5 },
  },
};
