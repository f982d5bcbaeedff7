import type { Boundary, Signals } from '../signals.ts';
import { ShotBoundaryDetector } from '../vision/shot-boundary.ts';
import { findBoundaries } from '../vision/transitions.ts';
import type { Settings } from './settings.ts';

/**
 * Where scenes begin: as the signals say, or found in their frames.
 *
 * @param signals With `boundaries`, or with `motion` or `histograms` in `frames`; else there are none.
 * @param settings The reference looks at motion alone and finds cuts only.
 */
export function sceneBoundaries(
  signals: Signals,
  settings: Pick<Settings, 'reference' | 'shotBoundary'>,
): readonly Boundary[] {
  const { boundaries, frames } = signals;
  if (boundaries) return boundaries;
  if (!frames || (!frames.motion && !frames.histograms)) return [];
  return settings.reference ? referenceCuts(signals, settings) : findBoundaries(frames);
}

function referenceCuts({ frames }: Signals, { shotBoundary }: Pick<Settings, 'shotBoundary'>): Boundary[] {
  const detector = new ShotBoundaryDetector(shotBoundary);
  return (frames?.timesUs ?? []).flatMap((timeUs, index): Boundary[] =>
    detector.next(frames?.motion?.[index] ?? undefined, timeUs) ? [{ timeUs, kind: 'cut' }] : [],
  );
}
