import { readSignals } from '../read-signals.ts';
import type { Boundary, KeyFrameSignals, Signals } from '../signals.ts';
import { trackDetections } from '../vision/tracks.ts';
import { sceneBoundaries } from './find-scenes.ts';
import type { Settings } from './settings.ts';
import { frameTimes } from './video.ts';

/** What follows from signals alone, whatever the options. */
export interface PreparedSignals {
  readonly boundaries: readonly Boundary[];
  /** With an id on every detection, and without false ones. */
  readonly keyFrames: readonly KeyFrameSignals[];
  /** Of the frames within the video. */
  readonly timesUs: readonly number[];
}

/** Kept as long as the signals are: another ratio or an edit needs no second look at all of them. */
const known = new WeakMap<Signals, { readonly from: readonly KeyFrameSignals[]; readonly prepared: PreparedSignals }>();

/**
 * Checks signals, finds the scenes and follows people through them. The reference follows nobody, and where its cuts are
 * depends on options.
 *
 * @param signals Not to be changed afterwards; a list of key frames that was replaced or became longer is noticed.
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
  if (before && isUnchanged(before.from, signals.keyFrames)) return before.prepared;
  readSignals(signals);
  const boundaries = sceneBoundaries(signals, settings);
  const { keyFrames } = trackDetections(signals.keyFrames, boundaries);
  const prepared = { boundaries, keyFrames, timesUs: frameTimes(signals) };
  known.set(signals, { from: [...signals.keyFrames], prepared });
  return prepared;
}

function isUnchanged(before: readonly KeyFrameSignals[], now: readonly KeyFrameSignals[]): boolean {
  return before.length === now.length && before.every((keyFrame, index) => keyFrame === now[index]);
}
