import type { Rect, Size } from '../geometry.ts';
import { unionRect } from '../rectangles.ts';
import type { SubjectSample, SubjectSeen } from './subject-sample.ts';

/** When to change from one subject to another. Seconds. */
export interface SwitchingOptions {
  /** No hold takes fewer seconds, but in a shot that is shorter. Default 1.2. */
  readonly minHoldSec: number;
  /** A change must gain more than the best subject's usual weight in so many seconds: the hysteresis. Default 1. */
  readonly switchCostSec: number;
  /**
   * Share of the window: subjects whose centres are further apart are changed between by a cut. Default 0.5; for two who
   * are never there together 1, as they may be one.
   */
  readonly cutShare: number;
}

/** The least hold that viewers of edited films are used to; the rest by eye on synthetic scenes (docs/autoflip-solvers.md). */
export const defaultSwitching: SwitchingOptions = { minHoldSec: 1.2, switchCostSec: 1, cutShare: 0.5 };

/** Who is shown beside another counts a little less: of two that fit, the hold is for the more important one. */
const companionShare = 0.9;

/** A stretch of samples in which one subject is shown. */
export interface Segment {
  /** First sample. */
  readonly first: number;
  /** The sample after the last. */
  readonly last: number;
  readonly id: number;
}

/**
 * Divides a shot into the segments that are worth most after the cost of their changes, none shorter than a hold may be.
 *
 * @param samples Of one shot, sorted by time.
 * @param shot µs.
 * @param ids Of all subjects.
 * @param window Same unit as the boxes.
 * @param options How long a hold is at least, and what a change costs.
 */
export function bestSegments(
  samples: readonly SubjectSample[],
  shot: { readonly startUs: number; readonly endUs: number },
  ids: readonly number[],
  window: Size,
  { minHoldSec, switchCostSec }: SwitchingOptions,
): Segment[] {
  const count = samples.length;
  // A boundary at sample k is at its time; the first begins and the last ends with the shot.
  const timeAt = (k: number): number => (k === 0 ? shot.startUs : k < count ? samples[k]!.timeUs : shot.endUs);
  const worth = ids.map((id) => worthUpTo(samples, timeAt, id, window));
  const usual = Math.max(...worth.map((sums) => sums[count]!)) / Math.max(1e-9, (shot.endUs - shot.startUs) / 1e6);
  const cost = switchCostSec * usual;
  /** The most that [0, k) can be worth in whole holds. */
  const best = Array.from({ length: count + 1 }, () => -Infinity);
  const choice: (Segment | undefined)[] = Array.from({ length: count + 1 }, () => undefined);
  /** For each subject the best start of a hold that may end now: worth before it, less what it has shown by then. */
  const starts = ids.map(() => ({ value: 0, first: 0 }));
  let eligible = 0;
  for (let k = 1; k <= count; k += 1) {
    for (; eligible < k && timeAt(k) - timeAt(eligible) >= minHoldSec * 1e6; eligible += 1) {
      if (eligible === 0) continue;
      for (const [s, start] of starts.entries()) {
        const value = best[eligible]! - cost - worth[s]![eligible]!;
        if (value > start.value) starts[s] = { value, first: eligible };
        else starts[s] = start;
      }
    }
    // In a shot shorter than a hold there is one all the same.
    if (eligible === 0 && k < count) continue;
    for (const [s, { value, first }] of starts.entries()) {
      const total = value + worth[s]![k]!;
      if (total > best[k]!) {
        best[k] = total;
        choice[k] = { first, last: k, id: ids[s]! };
      }
    }
  }
  const segments: Segment[] = [];
  for (let segment = choice[count]; segment; segment = choice[segment.first]) {
    const next = segments[0];
    // Two in a row of one subject are one.
    if (next?.id === segment.id) segments[0] = { ...segment, last: next.last };
    else segments.unshift(segment);
  }
  return segments;
}

/** What showing one subject is worth from the shot's start to each sample; with it count those that fit beside it. */
function worthUpTo(
  samples: readonly SubjectSample[],
  timeAt: (k: number) => number,
  id: number,
  window: Size,
): number[] {
  const sums = [0];
  for (const [k, { subjects }] of samples.entries()) {
    const own = subjects.find((subject) => subject.id === id);
    let worth = 0;
    if (own) {
      let { box } = own;
      worth = own.weight;
      for (const other of byWeight(subjects, id)) {
        const both = unionRect(box, other.box);
        if (!fits(both, window)) continue;
        box = both;
        worth += companionShare * other.weight;
      }
    }
    sums.push(sums[k]! + (worth * (timeAt(k + 1) - timeAt(k))) / 1e6);
  }
  return sums;
}

/** The heaviest first. */
export function byWeight(subjects: readonly SubjectSeen[], except?: number): SubjectSeen[] {
  return subjects.filter(({ id }) => id !== except).toSorted((a, b) => b.weight - a.weight || a.id - b.id);
}

/** Whether a box fits into the window. */
export function fits(box: Rect, window: Size): boolean {
  return box.width <= window.width && box.height <= window.height;
}
