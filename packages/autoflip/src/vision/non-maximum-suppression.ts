import type { Point, Rect } from '../geometry.ts';

/** A box that a detector gave. */
export interface ScoredBox {
  /** In any unit, the same for all. */
  readonly box: Rect;
  /** Confidence, 0…1. */
  readonly score: number;
  /** Points that belong to it, the same number for all. */
  readonly keypoints?: readonly Point[];
}

/** Intersection over union of two boxes; 0 where they do not touch. */
export function intersectionOverUnion(one: Rect, other: Rect): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const both = width * height;
  // Also where so small an area is no number any more.
  if (width <= 0 || both <= 0) return 0;
  return both / (one.width * one.height + other.width * other.height - both);
}

/**
 * Keeps the best of the boxes that overlap, and drops the others.
 *
 * @param boxes In any order; unchanged.
 * @param overlap Boxes that overlap by more are one thing: intersection over union, 0…1.
 * @returns Best first.
 */
export function suppress<T extends ScoredBox>(boxes: readonly T[], overlap: number): T[] {
  return groups(boxes, overlap).map(([best]) => best as T);
}

/**
 * Makes one box of those that overlap: their mean, weighted by score, with the best one's score. Steadier from frame to frame
 * than the best box alone.
 *
 * @param boxes In any order; unchanged.
 * @param overlap As for {@link suppress}.
 * @returns Best first.
 * @see MediaPipe, non_max_suppression_calculator.cc (WEIGHTED)
 */
export function suppressWeighted(boxes: readonly ScoredBox[], overlap: number): ScoredBox[] {
  return groups(boxes, overlap).map((group) => {
    const [best] = group as [ScoredBox];
    const total = group.reduce((sum, { score }) => sum + score, 0);
    const mean = (of: (box: ScoredBox) => number): number =>
      group.reduce((sum, box) => sum + of(box) * box.score, 0) / total;
    return {
      score: best.score,
      box: {
        x: mean(({ box }) => box.x),
        y: mean(({ box }) => box.y),
        width: mean(({ box }) => box.width),
        height: mean(({ box }) => box.height),
      },
      ...(best.keypoints && {
        keypoints: best.keypoints.map((_, index) => ({
          x: mean(({ keypoints }) => keypoints?.[index]?.x ?? 0),
          y: mean(({ keypoints }) => keypoints?.[index]?.y ?? 0),
        })),
      }),
    };
  });
}

/** Each box with those that it suppresses; the best first, outside and inside. */
function groups<T extends ScoredBox>(boxes: readonly T[], overlap: number): T[][] {
  let open = boxes.toSorted((one, other) => other.score - one.score);
  const found: T[][] = [];
  while (open.length > 0) {
    const { box } = open[0] as T;
    // The best one itself, also where it has no area and overlaps nothing.
    const isOfIt = (other: T, index: number): boolean => index === 0 || intersectionOverUnion(box, other.box) > overlap;
    found.push(open.filter(isOfIt));
    open = open.filter((other, index) => !isOfIt(other, index));
  }
  return found;
}
