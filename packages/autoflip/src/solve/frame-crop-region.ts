import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { ScoreAggregation } from '../options.ts';
import { unionRect } from '../rectangles.ts';

/** A box in whole px of the (border-less) frame, with its final score. */
export interface SalientRegion extends Rect {
  /** Its final score, 0 or more; a negative one is not added. */
  readonly score: number;
  /** Whether it must be in the window. */
  readonly isRequired: boolean;
}

/** How much of what was added is in the result. */
export type Coverage = 'FULL' | 'PARTIAL' | 'NONE';

/** [from, to] in px. */
export type Segment = readonly [from: number, to: number];

/** What the window of one key frame should hold. */
export interface FrameCropRegion {
  /** Of the key frame. */
  readonly timeUs: number;
  /** Around all that was taken; undefined where nothing was. */
  readonly region: Rect | undefined;
  /** Around all required boxes. */
  readonly requiredRegion: Rect | undefined;
  /** Whether the required boxes fit in a window of the target's size. */
  readonly requiredFitTarget: boolean;
  /** Fraction of the optional boxes that are in it wholly; 0 where there are none. */
  readonly fractionOptionalCovered: number;
  /** Made of the scores of what was taken, as the aggregation says. */
  readonly score: number;
}

/** Options of {@link frameCropRegion}. */
export interface FrameCropOptions {
  /** Size of the window, px. */
  readonly target: Size;
  /** How the key frame's score is made. */
  readonly scoreAggregationType: ScoreAggregation;
  /** 0…1. */
  readonly nonRequiredRegionMinCoverageFraction: number;
}

/**
 * The crop region of one key frame: around all required boxes, grown by optional ones in order of their score as long
 * as the target holds them.
 *
 * @param timeUs Of the key frame.
 * @param detections In whole px of the frame; any order.
 * @param options Target, coverage, score.
 * @see MediaPipe AutoFlip, quality/frame_crop_region_computer.cc, ComputeFrameCropRegion
 */
export function frameCropRegion(
  timeUs: number,
  detections: readonly SalientRegion[],
  options: FrameCropOptions,
): FrameCropRegion {
  const byScore = detections.toSorted((a, b) => b.score - a.score);
  const required = byScore.filter(({ isRequired }) => isRequired);
  const optional = byScore.filter(({ isRequired }) => !isRequired);
  const score = scoreKeeper(options.scoreAggregationType);

  let requiredRegion: Rect | undefined;
  for (const box of required) {
    requiredRegion = requiredRegion ? unionRect(requiredRegion, box) : rectOf(box);
    score.add(box);
  }
  const { target } = options;
  const requiredFitTarget =
    !requiredRegion || (requiredRegion.width <= target.width && requiredRegion.height <= target.height);
  // Where required boxes do not fit, the window grows to them, and optional ones may use all of it.
  const maxSize = {
    width: Math.max(target.width, requiredRegion?.width ?? 0),
    height: Math.max(target.height, requiredRegion?.height ?? 0),
  };

  let region = requiredRegion;
  let covered = 0;
  for (const box of optional) {
    const base = region ?? centrePoint(box);
    const grown = expandRect(box, base, maxSize, options.nonRequiredRegionMinCoverageFraction);
    if (grown.coverage === 'NONE') continue;
    region = grown.rect;
    if (grown.coverage === 'PARTIAL') continue;
    covered++;
    score.add(box);
  }
  return {
    timeUs,
    region,
    requiredRegion,
    requiredFitTarget,
    fractionOptionalCovered: optional.length > 0 ? covered / optional.length : 0,
    score: score.value(),
  };
}

/**
 * Grows a box by another as far as a size allows: wholly, by its middle part, or not at all. An axis that cannot grow
 * leaves the box as it was on both.
 *
 * @param add px.
 * @param base px; not larger than `maxSize`.
 * @param maxSize px.
 * @param minCoverage Share of `add` that must be in, 0…1, on each axis.
 * @throws NearsideError 'invalid-input' when `base` is too large.
 * @see MediaPipe AutoFlip, quality/frame_crop_region_computer.cc, ExpandRectUnderConstraint
 */
export function expandRect(
  add: Rect,
  base: Rect,
  maxSize: Size,
  minCoverage: number,
): { readonly rect: Rect; readonly coverage: Coverage } {
  const across = expandSegment([add.x, add.x + add.width], [base.x, base.x + base.width], maxSize.width, minCoverage);
  const down = expandSegment([add.y, add.y + add.height], [base.y, base.y + base.height], maxSize.height, minCoverage);
  if (across.coverage === 'NONE' || down.coverage === 'NONE') return { rect: base, coverage: 'NONE' };
  const [left, right] = across.segment;
  const [top, bottom] = down.segment;
  return {
    rect: { x: left, y: top, width: right - left, height: bottom - top },
    coverage: across.coverage === 'FULL' && down.coverage === 'FULL' ? 'FULL' : 'PARTIAL',
  };
}

/**
 * {@link expandRect} along one axis.
 *
 * @param add px.
 * @param base px.
 * @param maxLength px.
 * @param minCoverage Share of `add` that must be in, 0…1.
 * @throws NearsideError 'invalid-input' when a segment is reversed or `base` too long.
 * @see MediaPipe AutoFlip, quality/frame_crop_region_computer.cc, ExpandSegmentUnderConstraint
 */
export function expandSegment(
  add: Segment,
  base: Segment,
  maxLength: number,
  minCoverage: number,
): { readonly segment: Segment; readonly coverage: Coverage } {
  if (add[1] < add[0] || base[1] < base[0])
    throw invalidInput('crop-region', `segment [${add[1] < add[0] ? add : base}] is reversed`);
  if (base[1] - base[0] > maxLength) throw invalidInput('crop-region', `segment [${base}] is longer than ${maxLength}`);
  const full = unionSegment(base, add);
  if (full[1] - full[0] <= maxLength) return { segment: full, coverage: 'FULL' };
  const leftOut = Math.ceil(((1 - minCoverage) * (add[1] - add[0])) / 2);
  const partial = unionSegment(base, [add[0] + leftOut, add[1] - leftOut]);
  if (partial[1] - partial[0] <= maxLength) return { segment: partial, coverage: 'PARTIAL' };
  return { segment: base, coverage: 'NONE' };
}

function unionSegment(a: Segment, b: Segment): Segment {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

function rectOf({ x, y, width, height }: Rect): Rect {
  return { x, y, width, height };
}

/** The reference starts an empty region at the box's centre, in whole px. */
function centrePoint(box: Rect): Rect {
  return { x: box.x + Math.trunc(box.width / 2), y: box.y + Math.trunc(box.height / 2), width: 0, height: 0 };
}

function scoreKeeper(aggregation: ScoreAggregation) {
  let total = 0;
  return {
    add({ score, isRequired }: SalientRegion): void {
      if (score < 0) return;
      switch (aggregation) {
        case 'MAXIMUM':
          total = Math.max(total, score);
          return;
        case 'SUM_REQUIRED':
          if (isRequired) total += score;
          return;
        case 'SUM_ALL':
          total += score;
          return;
        case 'CONSTANT':
          total = 1;
          return;
        default:
          throw invalidInput('crop-region', `there is no score aggregation '${String(aggregation satisfies never)}'`);
      }
    },
    value: () => total,
  };
}
