import type { Boundary, FrameSignals } from '../signals.ts';
import { defaultAdaptiveCut, findCuts, type AdaptiveCutOptions } from './adaptive-cut.ts';
import { HistogramSeries } from './histogram-series.ts';
import { isSamePicture } from './luma-thumbnail.ts';

/** A change of picture that takes time. */
interface Transition {
  readonly kind: 'fade' | 'dissolve';
  /** The first mixed frame, about; µs. */
  readonly startUs: number;
  /** The first frame of the new picture alone, about; µs. */
  readonly endUs: number;
}

/** Variance (of 0…255) below which a frame has one colour: black, white, a slide's background. */
const plainVariance = 40;

/** A fade takes at most this long from the last whole picture to one colour, or from there to the next, µs. */
const longestRampUs = 2_500_000;

/** A cut this near to a dissolve is a part of it, µs. */
const besideUs = 130_000;

/** Half the lengths of the dissolves that are looked for, µs. */
const halfLengthsUs = [200_000, 400_000, 700_000, 1_100_000];

/** Least difference of the pictures on both sides of a dissolve. */
const leastDistance = 0.2;

/** Least loss of contrast in its middle; a half mixture of two unlike pictures loses half. */
const leastSink = 0.2;

/** A picture's contrast grows at least by this factor in {@link rampPauseUs} while it fades in. */
const rampGrowth = 1.08;
const rampPauseUs = 200_000;

/** A stretch of one colour, with the fades into it and out of it where there are. */
interface PlainStretch extends Transition {
  readonly kind: 'fade';
  readonly fadesIn: boolean;
  readonly fadesOut: boolean;
}

/** Stretches of frames of one colour that fade in or out. */
function findPlainStretches(series: HistogramSeries): PlainStretch[] {
  const { timesUs, variance } = series;
  const found: PlainStretch[] = [];
  for (let first = 0; first < timesUs.length; first += 1) {
    if (variance[first]! > plainVariance) continue;
    let last = first;
    while (last + 1 < timesUs.length && variance[last + 1]! <= plainVariance) last += 1;
    const before = rampEnd(series, first, -1);
    const after = rampEnd(series, last, 1);
    if (before !== undefined || after !== undefined) {
      found.push({
        kind: 'fade',
        startUs: timesUs[before === undefined ? first : before + 1]!,
        endUs: timesUs[after ?? last]!,
        fadesIn: after !== undefined,
        fadesOut: before !== undefined,
      });
    }
    first = last;
  }
  return found;
}

/** The frame where a ramp of contrast that starts at a plain frame has reached its picture; undefined without a ramp. */
function rampEnd({ timesUs, variance }: HistogramSeries, plain: number, step: -1 | 1): number | undefined {
  let end = plain;
  let largestRise = 0;
  for (let at = plain + step; at >= 0 && at < timesUs.length; at += step) {
    if (Math.abs(timesUs[at]! - timesUs[plain]!) > longestRampUs) break;
    if (variance[at]! > variance[end]! * rampGrowth + 1) {
      largestRise = Math.max(largestRise, variance[at]! - variance[end]!);
      end = at;
    } else if (Math.abs(timesUs[at]! - timesUs[end]!) > rampPauseUs) break;
  }
  // All in a frame or two is a cut to the colour, not a fade.
  const isRamp = Math.abs(end - plain) >= 4 && largestRise < 0.6 * variance[end]!;
  return isRamp && variance[end]! > 4 * plainVariance ? end : undefined;
}

/**
 * Finds dissolves: two different pictures, still for a moment on both sides; in between the histogram leaves the one and
 * nears the other without turning back, and the contrast sinks below that of both, as that of any mixture does. The last
 * tells a dissolve from a pan that starts and ends.
 *
 * @param thumbnails Of the frames, where they are there.
 * @param cuts Numbers of frames that are cuts, rising: no dissolve is searched across one.
 * @param except Stretches that are explained already.
 */
function findDissolves(
  series: HistogramSeries,
  thumbnails: FrameSignals['thumbnails'],
  cuts: readonly number[],
  except: readonly Transition[] = [],
): Transition[] {
  const { timesUs } = series;
  const found: (Transition & { score: number })[] = [];
  for (const halfUs of halfLengthsUs) {
    for (let i = 1; i < timesUs.length; i += 1) {
      const from = series.frameAt(timesUs[i]! - halfUs);
      const to = series.frameAt(timesUs[i]! + halfUs);
      const isWhole = timesUs[to]! - timesUs[i]! >= 0.8 * halfUs && timesUs[i]! - timesUs[from]! >= 0.8 * halfUs;
      if (!isWhole || to - from < 4) continue;
      const distance = series.distance(from, to);
      if (distance < leastDistance || !isStill(series, from, to, distance)) continue;
      if (cuts.some((cut) => cut > from && cut <= to)) continue;
      if (except.some(({ startUs, endUs }) => timesUs[from]! < endUs && startUs < timesUs[to]!)) continue;
      // The light changes slowly.
      if (thumbnails && isSamePicture(thumbnails, from, to)) continue;
      const mixture = mixtureBetween(series, from, to);
      if (!mixture || mixture.sink < leastSink) continue;
      const { middleUs, sink } = mixture;
      found.push({
        kind: 'dissolve',
        startUs: middleUs - halfUs,
        endUs: middleUs + halfUs,
        score: sink * distance ** 2,
      });
    }
  }
  const kept: Transition[] = [];
  for (const { score: _, ...dissolve } of found.toSorted((one, other) => other.score - one.score)) {
    if (kept.every((other) => dissolve.startUs >= other.endUs || other.startUs >= dissolve.endUs)) kept.push(dissolve);
  }
  return kept;
}

/** Whether the picture changes little just before and just after, compared with the change in between. */
function isStill(series: HistogramSeries, from: number, to: number, distance: number): boolean {
  const { timesUs } = series;
  const before = series.frameAt(timesUs[from]! - 200_000);
  const after = series.frameAt(timesUs[to]! + 200_000);
  return series.distance(before, from) < 0.12 * distance && series.distance(to, after) < 0.12 * distance;
}

/**
 * The way from one frame's picture to another's, if it is a mixture of the two: the histogram goes from the one's to the
 * other's with hardly a step back and without a jump.
 *
 * @returns The mean time of the change, µs, and how much contrast is lost at most on the way, 0…1.
 */
function mixtureBetween(
  series: HistogramSeries,
  from: number,
  to: number,
): { readonly middleUs: number; readonly sink: number } | undefined {
  const deviation = (frame: number): number => Math.sqrt(series.variance[frame]!);
  let middleUs = 0;
  let sink = 0;
  let progress = 0;
  let back = 0;
  for (let j = from + 1; j <= to; j += 1) {
    const left = series.distance(from, j);
    const now = left / (left + series.distance(j, to) || 1);
    back += Math.max(0, progress - now);
    // A frame that does a third of the way is a cut (to a shot too short to count), not a mixture.
    if (now - progress > 0.33 || back > 0.15) return undefined;
    middleUs += ((series.timesUs[j - 1]! + series.timesUs[j]!) / 2) * (now - progress);
    progress = now;
    const unmixed = deviation(from) * (1 - progress) + deviation(to) * progress;
    if (unmixed > 0) sink = Math.max(sink, 1 - series.variance[j]! / unmixed ** 2);
  }
  return { middleUs, sink };
}

/**
 * Finds where scenes begin: hard cuts at their first frame, fades and dissolves in their middle. A fade goes through one
 * colour (black, white): the contrast falls steadily, stays near nothing, and rises to another picture. Takes some milliseconds
 * for each minute of video.
 *
 * @param frames With `histograms`; with `motion` alone only cuts are found. `histograms` are needed here only: an analysis
 *   that keeps the boundaries need not keep them.
 * @returns Sorted by time.
 */
export function findBoundaries(frames: FrameSignals, options: AdaptiveCutOptions = defaultAdaptiveCut): Boundary[] {
  const series = new HistogramSeries(frames);
  const { timesUs } = series;
  const stretches = frames.histograms ? findPlainStretches(series) : [];
  const cuts = findCuts(frames, options, series).filter((i) => !stretches.some((one) => isWithin(timesUs[i]!, one)));
  const dissolves = frames.histograms ? findDissolves(series, frames.thumbnails, cuts, stretches) : [];
  // A fade from black at the start and one to black at the end separate nothing.
  const fades = stretches.filter(({ fadesIn, fadesOut }) => fadesIn && fadesOut);
  // A plain background's histogram leaps with the first mixed frame.
  const hard = cuts.filter((i) => !dissolves.some((one) => isWithin(timesUs[i]!, one, besideUs)));
  return [
    ...hard.map((i): Boundary => ({ timeUs: timesUs[i]!, kind: 'cut' })),
    ...[...fades, ...dissolves].map(({ startUs, endUs }): Boundary => {
      const middle = series.frameAt((startUs + endUs) / 2);
      return { timeUs: timesUs[middle]!, kind: 'transition' };
    }),
  ].sort((a, b) => a.timeUs - b.timeUs);
}

function isWithin(timeUs: number, { startUs, endUs }: Transition, slackUs = 0): boolean {
  return timeUs >= startUs - slackUs && timeUs <= endUs + slackUs;
}
