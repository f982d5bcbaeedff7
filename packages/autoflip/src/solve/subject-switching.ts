import type { Rect, Size } from '../geometry.ts';
import { unionRect } from '../rectangles.ts';
import {
  bestSegments,
  byWeight,
  defaultSwitching,
  fits,
  type Segment,
  type SwitchingOptions,
} from './best-segments.ts';
import type { SubjectSample } from './subject-sample.ts';

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
      const all = shown.reduce((box, subject) => unionRect(box, subject.box), candidate.box);
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
