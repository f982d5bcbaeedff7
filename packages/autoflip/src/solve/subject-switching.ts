import type { Rect, Size } from '../geometry.ts';

/** Whom one key frame shows, with how much each counts there. */
export interface SubjectSample {
  /** µs. */
  readonly timeUs: number;
  /** In any order; each id once. */
  readonly subjects: readonly SubjectSeen[];
}

/** One subject in one key frame. */
export interface SubjectSeen {
  /** The identifier of its track. */
  readonly id: number;
  /** px of the source, or any unit that the window has too. */
  readonly box: Rect;
  /** How much it counts now, 0 or more: importance, times whatever is known of who speaks or plays. */
  readonly weight: number;
}

/** A stretch of a shot in which the camera shows the same subjects. */
export interface Hold {
  /** µs. */
  readonly startUs: number;
  /** µs; not part of it. */
  readonly endUs: number;
  /** Ids: the one that the hold is for, then those that fit beside it; empty where nobody is there. */
  readonly subjects: readonly number[];
  /** Whether the camera jumps at its start; else it glides on. False for the first. */
  readonly startsWithCut: boolean;
}

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

/** Subjects are shown together when both are in the window this often. */
const togetherShare = 0.8;

/**
 * Decides whom the camera shows when a window cannot show all: the most important, and another only when that gains more
 * than a change costs, for as long as a viewer needs. Where all fit at all times there is one hold with all of them.
 *
 * Each moment is worth the weight of whoever is shown. Of all ways to divide the shot into holds of `minHoldSec` and more,
 * each of one subject, the one that is worth most after its changes' cost is found exactly, in time linear in key frames:
 * the whole shot is known, so the camera changes when the other begins to matter and not a second later.
 *
 * @param samples Of one shot, sorted by time; unchanged.
 * @param shot µs; the holds tile it.
 * @param window Same unit as the boxes.
 */
export function planHolds(
  samples: readonly SubjectSample[],
  shot: { readonly startUs: number; readonly endUs: number },
  window: Size,
  options: SwitchingOptions = defaultSwitching,
): Hold[] {
  const ids = [...new Set(samples.flatMap(({ subjects }) => subjects.map(({ id }) => id)))].toSorted((a, b) => a - b);
  if (ids.length === 0) return [{ ...shot, subjects: [], startsWithCut: false }];
  const [only] = ids;
  if (ids.length === 1) return [{ ...shot, subjects: [only!], startsWithCut: false }];
  const segments = bestSegments(samples, shot, ids, window, options);
  return segments.map(({ first, last, id }, k) => {
    const own = samples.slice(first, last);
    const before = segments[k - 1];
    return {
      startUs: k === 0 ? shot.startUs : samples[first]!.timeUs,
      endUs: k === segments.length - 1 ? shot.endUs : samples[last]!.timeUs,
      subjects: withSuccessors(own, companions(own, id, window), window),
      startsWithCut: before !== undefined && isFar(samples, before, { first, last, id }, window, options.cutShare),
    };
  });
}

interface Segment {
  /** First sample. */
  readonly first: number;
  /** The sample after the last. */
  readonly last: number;
  readonly id: number;
}

function bestSegments(
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
        const both = union(box, other.box);
        if (!fits(both, window)) continue;
        box = both;
        worth += companionShare * other.weight;
      }
    }
    sums.push(sums[k]! + (worth * (timeAt(k + 1) - timeAt(k))) / 1e6);
  }
  return sums;
}

/** The subject, and the others that nearly always fit into the window with it. */
function companions(samples: readonly SubjectSample[], id: number, window: Size): number[] {
  const chosen = [id];
  const totals = new Map<number, number>();
  for (const { subjects } of samples) {
    for (const subject of subjects) totals.set(subject.id, (totals.get(subject.id) ?? 0) + subject.weight);
  }
  const others = [...totals].filter(([other]) => other !== id).toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  for (const [other] of others) {
    let together = 0;
    let apart = 0;
    for (const { subjects } of samples) {
      const shown = subjects.filter((subject) => chosen.includes(subject.id));
      const candidate = subjects.find((subject) => subject.id === other);
      if (!candidate || shown.length === 0) continue;
      const all = shown.reduce((box, subject) => union(box, subject.box), candidate.box);
      if (fits(all, window)) together += 1;
      else apart += 1;
    }
    if (together > 0 && together >= togetherShare * (together + apart)) chosen.push(other);
  }
  return chosen;
}

/**
 * The subjects, and those who are only there when none of them is, less than a window from where the last was seen or the
 * next will be: most often the same person, whom the tracker had lost. They are too short for a hold of their own, and
 * otherwise the camera would look at nobody.
 */
function withSuccessors(samples: readonly SubjectSample[], chosen: readonly number[], window: Size): number[] {
  const all = [...chosen];
  const isShown = ({ subjects }: SubjectSample): boolean => subjects.some(({ id }) => all.includes(id));
  const isNear = (from: SubjectSample | undefined, box: Rect): boolean =>
    from?.subjects.some((subject) => all.includes(subject.id) && !isApart(subject.box, box, window, 1)) ?? false;
  for (const [k, sample] of samples.entries()) {
    if (isShown(sample)) continue;
    const [next] = byWeight(sample.subjects).filter(
      ({ id, box }) =>
        !samples.some((other) => isShown(other) && other.subjects.some((subject) => subject.id === id)) &&
        (isNear(samples.slice(0, k).findLast(isShown), box) || isNear(samples.slice(k).find(isShown), box)),
    );
    if (next) all.push(next.id);
  }
  return all;
}

/** Whether from the last place of one segment's subject to the first of the next one's is too far to glide. */
function isFar(
  samples: readonly SubjectSample[],
  before: Segment,
  after: Segment,
  window: Size,
  cutShare: number,
): boolean {
  const placeOf = (order: readonly SubjectSample[], id: number): Rect | undefined =>
    order.flatMap(({ subjects }) => subjects.filter((subject) => subject.id === id))[0]?.box;
  const from = placeOf(samples.slice(before.first, before.last).toReversed(), before.id);
  const to = placeOf(samples.slice(after.first, after.last), after.id);
  if (!from || !to) return true;
  // Those who are never there together may be one person, whom the tracker had lost.
  const areTwo = samples.some(
    ({ subjects }) => subjects.some(({ id }) => id === before.id) && subjects.some(({ id }) => id === after.id),
  );
  return isApart(from, to, window, areTwo ? cutShare : 1);
}

/** Whether two centres are further apart than a share of the window, along either axis. */
function isApart(from: Rect, to: Rect, window: Size, share: number): boolean {
  const awayX = Math.abs(from.x + from.width / 2 - to.x - to.width / 2);
  const awayY = Math.abs(from.y + from.height / 2 - to.y - to.height / 2);
  return awayX > share * window.width || awayY > share * window.height;
}

function byWeight(subjects: readonly SubjectSeen[], except?: number): SubjectSeen[] {
  return subjects.filter(({ id }) => id !== except).toSorted((a, b) => b.weight - a.weight || a.id - b.id);
}

function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function fits(box: Rect, window: Size): boolean {
  return box.width <= window.width && box.height <= window.height;
}
