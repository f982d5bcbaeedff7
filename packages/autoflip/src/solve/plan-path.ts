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
  const columns = changingColumns(windows);
  const entries = [entryAt(0)];
  let from = 0;
  while (from < windows.length - 1 && columns.length > 0) {
    from = farthest(timesUs, columns, from);
    entries.push(entryAt(from));
  }
  return withoutTail(entries);
}

/** x, y, width and height, dims [frames] each, of those that change at all. */
function changingColumns(windows: readonly Rect[]): Float64Array[] {
  const columns: Float64Array[] = [];
  for (const key of keys) {
    const first = (windows[0] as Rect)[key];
    if (windows.every((window) => window[key] === first)) continue;
    const column = new Float64Array(windows.length);
    for (let index = 0; index < windows.length; index++) column[index] = (windows[index] as Rect)[key];
    columns.push(column);
  }
  return columns;
}

/** The last frame that a line from `from` reaches within tolerance of all between: a cone of slopes for each column. */
function farthest(timesUs: readonly number[], columns: readonly Float64Array[], from: number): number {
  const startUs = timesUs[from] as number;
  const low = new Float64Array(columns.length).fill(-Infinity);
  const high = new Float64Array(columns.length).fill(Infinity);
  let reached = from + 1;
  for (let index = from + 1; index < timesUs.length; index++) {
    const elapsed = (timesUs[index] as number) - startUs;
    let isInside = true;
    let isOpen = true;
    for (let which = 0; which < columns.length; which++) {
      const column = columns[which] as Float64Array;
      const away = (column[index] as number) - (column[from] as number);
      const slope = away / elapsed;
      isInside &&= slope >= (low[which] as number) && slope <= (high[which] as number);
      low[which] = Math.max(low[which] as number, (away - tolerance) / elapsed);
      high[which] = Math.min(high[which] as number, (away + tolerance) / elapsed);
      isOpen &&= (low[which] as number) <= (high[which] as number);
    }
    if (isInside) reached = index;
    if (!isOpen) break;
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
