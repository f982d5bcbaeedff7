import type { FrameSignals } from '../signals.ts';
import { HistogramSeries } from './histogram-series.ts';
import { isSamePicture } from './luma-thumbnail.ts';

/** What {@link findCuts} takes for a cut. Times in seconds. */
export interface AdaptiveCutOptions {
  /**
   * A cut's motion (1 − correlation of histograms) is at least this, however still the picture is: above what a
   * caption that appears makes (0.015 on our clips). Default 0.02.
   */
  readonly minMotion: number;
  /** Times the usual spread of the motion around it that a cut is above the usual motion. */
  readonly minDeviations: number;
  /** What is usual is looked up so many seconds on both sides. Default 1.5. */
  readonly windowSec: number;
  /** A cut is one frame: this many times the motion of the frames beside it. */
  readonly minIsolation: number;
  /** What comes back within so many seconds was a flash, or something that passed the lens. Default 0.3. */
  readonly longestFlashSec: number;
  /** Of two cuts nearer than this the stronger counts. */
  readonly minShotSec: number;
}

/** Chosen on synthetic series and on our clips; the reference's own numbers are in `defaultShotBoundary`. */
export const defaultAdaptiveCut: AdaptiveCutOptions = {
  minMotion: 0.02,
  minDeviations: 10,
  windowSec: 1.5,
  minIsolation: 2.5,
  longestFlashSec: 0.3,
  minShotSec: 0.25,
};

/** Spread below which the motion of a still picture is not measured: compression noise. */
const leastSpread = 0.002;

/** How far the frames beside a cut reach: three at 25 a second. */
const besideUs = 130_000;

/** A cut is at least this share of the change from {@link besideUs} before it to as long after. */
const leastShare = 0.6;

/** A return is a picture nearer than this share of the change. */
const returnShare = 0.35;

/**
 * Finds hard cuts by what is usual around each frame, on both sides: the reference's relative test compares a motion with
 * the largest before it, which it can never exceed, so there only a fixed threshold decides (spec: issue #844 upstream).
 *
 * A cut is a frame whose motion is far above the median of the motions around it (in units of their median deviation, so
 * a shaking camera raises its own bar and other cuts do not), above that of the frames beside it (a whip pan and a
 * dissolve are not), that explains how the pictures before and after differ, and after which the picture does not come back (a flash does).
 * With `thumbnails`, nor is it where the picture is the same in another light, or with a caption over it.
 *
 * @param frames With `histograms`, or with `motion` alone: then a flash is two peaks of one height, and not told from a short
 *   shot by what follows it.
 * @param series Of the same frames, where it is at hand.
 * @returns Numbers of the frames that begin a new shot, rising; never 0.
 */
export function findCuts(
  frames: FrameSignals,
  options: AdaptiveCutOptions = defaultAdaptiveCut,
  series: HistogramSeries = new HistogramSeries(frames),
): number[] {
  const { timesUs } = frames;
  const motion = motionOf(frames, series);
  const reach = timesUs.map((_, i) => i).filter((i) => i > 0 && motion[i]! >= options.minMotion);
  const candidates = reach.filter(
    (i) => standsOut(motion, timesUs, i, options) && isIsolated(motion, timesUs, i, options.minIsolation),
  );
  const lasting = frames.histograms
    ? candidates.filter((i) => isMostOfTheChange(series, motion[i]!, i) && !comesBack(series, motion[i]!, i, options))
    : withoutPairs(candidates, motion, timesUs, options);
  const { thumbnails } = frames;
  const others = thumbnails ? lasting.filter((i) => !isSamePicture(thumbnails, i - 1, i)) : lasting;
  const cuts: number[] = [];
  for (const i of others) {
    const last = cuts.at(-1);
    if (last === undefined || timesUs[i]! - timesUs[last]! >= options.minShotSec * 1e6) cuts.push(i);
    else if (motion[i]! > motion[last]!) cuts[cuts.length - 1] = i;
  }
  return cuts;
}

/** Motions, 0 where unknown; dims [frames]. */
function motionOf({ timesUs, motion, histograms }: FrameSignals, series: HistogramSeries): Float64Array {
  // From histograms where they are there: smoothed, they take a slow change of light for less than `motion` does.
  if (histograms) return Float64Array.from(timesUs, (_, i) => (i > 0 ? series.distance(i - 1, i) : 0));
  return Float64Array.from(timesUs, (_, i) => motion?.[i] ?? 0);
}

function standsOut(
  motion: Float64Array,
  timesUs: readonly number[],
  i: number,
  { windowSec, minDeviations }: AdaptiveCutOptions,
): boolean {
  const around: number[] = [];
  for (const step of [-1, 1]) {
    for (let j = i + step; j > 0 && j < motion.length; j += step) {
      if (Math.abs(timesUs[j]! - timesUs[i]!) > windowSec * 1e6) break;
      around.push(motion[j]!);
    }
  }
  if (around.length < 2) return true;
  const usual = median(around);
  // A normal distribution's standard deviation is 1.4826 median deviations.
  const spread = 1.4826 * median(around.map((value) => Math.abs(value - usual)));
  return motion[i]! > usual + minDeviations * Math.max(spread, leastSpread);
}

function isIsolated(motion: Float64Array, timesUs: readonly number[], i: number, minIsolation: number): boolean {
  // Per side: a short shot has a second cut on one of them, a pan or a dissolve has its motion on both.
  const largest = [-1, 1].map((step) => {
    let most = 0;
    for (let j = i + step; j > 0 && j < motion.length; j += step) {
      // At a very low frame rate at least the next frame counts.
      if (Math.abs(timesUs[j]! - timesUs[i]!) > besideUs && j !== i + step) break;
      if (Math.abs(timesUs[j]! - timesUs[i]!) > 4 * besideUs) break;
      most = Math.max(most, motion[j]!);
    }
    return most;
  });
  return motion[i]! >= minIsolation * Math.min(...largest);
}

/** Whether the pictures a little before and a little after differ hardly more than the two frames: not so in a dissolve. */
function isMostOfTheChange(series: HistogramSeries, change: number, i: number): boolean {
  const { timesUs } = series;
  const before = Math.min(i - 1, series.frameAt(timesUs[i]! - besideUs));
  const after = series.frameAt(timesUs[i]! + besideUs);
  return change >= leastShare * series.distance(before, after);
}

/** Whether soon after frame i a frame looks like the one before it, or this is itself such a return. */
function comesBack(series: HistogramSeries, change: number, i: number, options: AdaptiveCutOptions): boolean {
  const { timesUs } = series;
  const flashUs = options.longestFlashSec * 1e6;
  for (let j = i + 1; j < timesUs.length && timesUs[j]! - timesUs[i]! <= flashUs; j += 1) {
    if (series.distance(i - 1, j) < returnShare * change) return true;
  }
  for (let j = i - 2; j >= 0 && timesUs[i - 1]! - timesUs[j]! <= flashUs; j -= 1) {
    if (series.distance(j, i) < returnShare * change) return true;
  }
  return false;
}

/** Without histograms: two peaks of one height within a flash's time are its start and its end. */
function withoutPairs(
  candidates: readonly number[],
  motion: Float64Array,
  timesUs: readonly number[],
  { longestFlashSec }: AdaptiveCutOptions,
): number[] {
  const isPair = (a: number | undefined, b: number | undefined): boolean =>
    a !== undefined &&
    b !== undefined &&
    timesUs[b]! - timesUs[a]! <= longestFlashSec * 1e6 &&
    Math.min(motion[a]!, motion[b]!) > 0.8 * Math.max(motion[a]!, motion[b]!);
  return candidates.filter((i, k) => !isPair(candidates[k - 1], i) && !isPair(i, candidates[k + 1]));
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
