import { invalidInput } from '../invalid-input.ts';
import type { Detection, KeyFrameSignals, Signals, SourceInfo } from '../signals.ts';
import type { Settings } from './settings.ts';

/** What the steps read of the signals: checked, with frame times, hints and required boxes among the detections. */
export interface Video {
  readonly source: SourceInfo;
  readonly signals: Signals;
  /** Of all frames within the video, increasing; one at least. */
  readonly timesUs: readonly number[];
  /** Sorted by time. */
  readonly keyFrames: readonly KeyFrameSignals[];
}

/**
 * Puts together what the steps read.
 *
 * @param signals From the caller.
 * @param prepared What follows from them.
 * @param settings Hints and required boxes.
 */
export function readVideo(
  signals: Signals,
  { keyFrames, timesUs }: { readonly keyFrames: readonly KeyFrameSignals[]; readonly timesUs: readonly number[] },
  settings: Settings,
): Video {
  const { source } = signals;
  const inside = (timeUs: number) => timeUs >= 0 && timeUs < source.durationUs;
  return {
    source,
    signals,
    timesUs,
    keyFrames: withBoxes(
      keyFrames.filter(({ timeUs }) => inside(timeUs)),
      settings,
      source,
    ),
  };
}

// Four days at 25 a second: rather refused than without memory later.
const mostFrames = 10_000_000;

/**
 * The times of the frames within the video: the signals' own, or by the frame rate where there are none.
 *
 * @param signals With a duration above 0.
 * @throws NearsideError 'invalid-input' when the duration or, without frames, the frame rate is not above 0, or there would be
 *   more than ten million frames.
 */
export function frameTimes({ source, frames }: Signals): readonly number[] {
  const { durationUs, frameRate } = source;
  if (!(durationUs > 0)) throw invalidInput('signals', `a video of ${durationUs} µs`);
  const times = frames?.timesUs ?? [];
  const first = times[0] ?? NaN;
  if (first >= 0 && (times.at(-1) as number) < durationUs) return times;
  const inside = times.filter((timeUs) => timeUs >= 0 && timeUs < durationUs);
  if (inside.length > 0) return inside;
  if (!(frameRate > 0)) throw invalidInput('signals', `a frame rate of ${frameRate}`);
  const count = Math.max(1, Math.ceil((durationUs / 1e6) * frameRate - 1e-9));
  if (count > mostFrames)
    throw invalidInput('signals', `${count} frames, more than ${mostFrames}`, 'Is durationUs in microseconds?');
  return Array.from({ length: count }, (_, index) => Math.floor((index * 1e6) / frameRate));
}

/** Adds hints and required boxes to every key frame in their time, and a key frame at both of their ends. */
function withBoxes(
  keyFrames: readonly KeyFrameSignals[],
  { requiredBoxes, userHints }: Settings,
  { durationUs }: SourceInfo,
): readonly KeyFrameSignals[] {
  const timed = [
    ...requiredBoxes.map((one) => ({ ...one, detection: required(one.box) })),
    // Ids below 0, which no detector has: a hint is a subject.
    ...userHints.map((one, index) => ({ ...one, detection: userHint(one.box, -1 - index) })),
  ];
  if (timed.length === 0) return keyFrames;
  const byTime = new Map(keyFrames.map((keyFrame) => [keyFrame.timeUs, keyFrame.detections]));
  for (const { startUs, endUs } of timed) {
    for (const timeUs of [startUs, endUs - 1]) {
      const within = Math.min(Math.max(timeUs, 0), durationUs - 1);
      if (!byTime.has(within)) byTime.set(within, near(keyFrames, within));
    }
  }
  return [...byTime]
    .toSorted(([a], [b]) => a - b)
    .map(([timeUs, detections]) => ({
      timeUs,
      detections: [
        ...detections,
        ...timed.filter(({ startUs, endUs }) => startUs <= timeUs && timeUs < endUs).map(({ detection }) => detection),
      ],
    }));
}

// Nearer than this, what a key frame saw is still there.
const nearUs = 250_000;

/** What the nearest key frame saw, so that a key frame made here does not say that nobody is there. */
function near(keyFrames: readonly KeyFrameSignals[], timeUs: number): readonly Detection[] {
  let best: KeyFrameSignals | undefined;
  for (const keyFrame of keyFrames) {
    const isNearer = Math.abs(keyFrame.timeUs - timeUs) < Math.abs((best?.timeUs ?? Infinity) - timeUs);
    if (isNearer) best = keyFrame;
  }
  return best && Math.abs(best.timeUs - timeUs) <= nearUs ? best.detections : [];
}

function required(box: Detection['box']): Detection {
  return { type: 'custom:required', box, score: 1, isRequired: true };
}

/**
 * A box that the user pointed at.
 *
 * @param box Shares of the frame.
 * @param id Below 0.
 */
export function userHint(box: Detection['box'], id: number): Detection {
  return { type: 'USER_HINT', box, score: 1, id };
}
