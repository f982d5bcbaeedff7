/** Whether what was looked at stayed flat. Pure. */
import type { Look } from './look.ts';

/** Growth that is allowed from the first half of a soak to its second. */
const memoryMib = 24;
const heapMib = 2;

/** What a soak found. */
export interface Judgement {
  /** Medians of the second half less those of the first, warm-up left out. */
  readonly memoryGrowthMib: number;
  readonly heapGrowthMib: number;
  /** Most that was left at a look, above the first one. */
  readonly handleGrowth: number;
  /** In words; none where all is flat. */
  readonly complaints: readonly string[];
}

/**
 * Compares the halves.
 *
 * @param looks In order; the first is before any step.
 */
export function judge(looks: readonly Look[]): Judgement {
  // The first fifth is warm-up: code is compiled, caches fill.
  const warm = looks.slice(Math.max(1, Math.ceil(looks.length / 5)));
  const half = warm.length >> 1;
  const growth = (of: (look: Look) => number) =>
    half === 0 ? 0 : median(warm.slice(half).map(of)) - median(warm.slice(0, half).map(of));
  const memoryGrowthMib = growth((one) => one.memoryMib);
  const heapGrowthMib = growth((one) => one.heapMib);
  const handleGrowth = growth((one) => one.workers + one.locks + one.handles);
  return {
    memoryGrowthMib,
    heapGrowthMib,
    handleGrowth,
    complaints: [
      ...(memoryGrowthMib > memoryMib ? [`memory grew by ${memoryGrowthMib.toFixed(1)} MiB`] : []),
      ...(heapGrowthMib > heapMib ? [`the page's heap grew by ${heapGrowthMib.toFixed(1)} MiB`] : []),
      ...(handleGrowth > 0 ? [`${handleGrowth} more workers, locks and ports are left than before`] : []),
    ],
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
