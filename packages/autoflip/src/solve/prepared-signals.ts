import { readSignals } from '../read-signals.ts';
import type { Boundary, KeyFrameSignals, Signals } from '../signals.ts';
import { trackDetections } from '../vision/tracks.ts';
import { sceneBoundaries } from './find-scenes.ts';
import type { Settings } from './settings.ts';
import { digestOf, isSameFrames } from './signals-digest.ts';
import { frameTimes } from './video.ts';

/** What follows from signals alone, whatever the options. */
export interface PreparedSignals {
  readonly boundaries: readonly Boundary[];
  /** With an id on every detection, and without false ones. */
  readonly keyFrames: readonly KeyFrameSignals[];
  /** Of the frames within the video. */
  readonly timesUs: readonly number[];
}

/** What was prepared, and of what. */
interface Known {
  readonly digest: number;
  readonly frames: Signals['frames'];
  readonly prepared: PreparedSignals;
}

/** Kept as long as the signals are: another ratio or an edit needs no second look at all of them. */
const known = new WeakMap<Signals, Known>();

/**
 * Checks signals, finds the scenes and follows people through them. The reference follows nobody, and where its cuts are
 * depends on options.
 *
 * @param signals What is changed in them is noticed, but not within a column of `frames` that keeps its length.
 * @param settings Which of the two.
 * @throws NearsideError 'invalid-input' for signals that cannot be.
 */
export function prepareSignals(signals: Signals, settings: Settings): PreparedSignals {
  if (settings.reference) {
    readSignals(signals);
    const boundaries = sceneBoundaries(signals, settings);
    return { boundaries, keyFrames: signals.keyFrames, timesUs: frameTimes(signals) };
  }
  const before = known.get(signals);
  if (before && isUnchanged(signals, before)) return before.prepared;
  readSignals(signals);
  const boundaries = sceneBoundaries(signals, settings);
  const { keyFrames } = trackDetections(signals.keyFrames, boundaries);
  const prepared = { boundaries, keyFrames, timesUs: frameTimes(signals) };
  known.set(signals, { digest: digestOf(signals), frames: signals.frames && { ...signals.frames }, prepared });
  return prepared;
}

function isUnchanged(signals: Signals, { digest, frames }: Known): boolean {
  try {
    return isSameFrames(signals.frames, frames) && digestOf(signals) === digest;
  } catch {
    // Something is missing since: the check that follows says what.
    return false;
  }
}
