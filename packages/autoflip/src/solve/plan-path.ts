import type { Rect } from '../geometry.ts';
import type { PathEntry } from '../plan.ts';

// The plan promises 0.25 px; what is left covers the arithmetic of readers.
const tolerance = 0.24;

/**
 * As few entries as describe the windows of a scene to within 0.25 px: each goes as far as one straight line stays near
 * all windows on the way. A line starts at a window itself, so it meets the one before it; a jump has an entry on both
 * sides.
 *
 * @param timesUs Of the scene's frames, increasing; one at least.
 * @param windows Of the same frames, px.
 */
export function simplifyPath(timesUs: readonly number[], windows: readonly Rect[]): PathEntry[] {
  const entryAt = (index: number): PathEntry => {
    const { x, y, width, height } = windows[index] as Rect;
    return { timeUs: timesUs[index] as number, x, y, width, height };
  };
  const entries = [entryAt(0)];
  let from = 0;
  while (from < windows.length - 1) {
    const to = farthest(timesUs, windows, from);
    entries.push(entryAt(to));
    from = to;
  }
  return withoutTail(entries);
}

/** The last window that a line from `from` reaches within tolerance of all between: a cone of slopes for each number. */
function farthest(timesUs: readonly number[], windows: readonly Rect[], from: number): number {
  const cones = keys.map(() => ({ low: -Infinity, high: Infinity }));
  const start = windows[from] as Rect;
  let reached = from + 1;
  for (let index = from + 1; index < windows.length; index++) {
    const window = windows[index] as Rect;
    const elapsed = (timesUs[index] as number) - (timesUs[from] as number);
    let isInside = true;
    for (const [which, key] of keys.entries()) {
      const cone = cones[which] as { low: number; high: number };
      const slope = (window[key] - start[key]) / elapsed;
      if (slope < cone.low || slope > cone.high) isInside = false;
      cone.low = Math.max(cone.low, slope - tolerance / elapsed);
      cone.high = Math.min(cone.high, slope + tolerance / elapsed);
    }
    if (isInside) reached = index;
    else if (cones.some(({ low, high }) => low > high)) break;
  }
  return reached;
}

const keys = ['x', 'y', 'width', 'height'] as const;

/** Entries after which nothing changes say nothing: the path is constant after its last. */
function withoutTail(entries: PathEntry[]): PathEntry[] {
  const kept = [...entries];
  while (kept.length > 1) {
    const last = kept.at(-1) as PathEntry;
    const before = kept.at(-2) as PathEntry;
    if (keys.some((key) => last[key] !== before[key])) break;
    kept.pop();
  }
  return kept;
}
