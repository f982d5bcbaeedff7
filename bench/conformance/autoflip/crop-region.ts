/** frame_crop_region. */
import type { ScoreAggregation } from '@nearside/autoflip/solve';
import { expandRect, expandSegment, frameCropRegion } from '@nearside/autoflip/steps';
import { compareKeys, differ, type Form, type Item } from './check.ts';
import { quad, rect, size, type Pair, type Quad } from './values.ts';

const defaultMinCoverage = 0.5;

/** Growing one segment by another. */
export const segment: Form = (item) => {
  const grown = expandSegment(
    item['add'] as Pair,
    item['base'] as Pair,
    item['max_length'] as number,
    (item['min_coverage'] as number | undefined) ?? defaultMinCoverage,
  );
  return [...differ('segment', grown.segment, item['expected']), ...differ('cover', grown.coverage, item['cover'])];
};

/** Growing one rectangle by another. */
export const rectangle: Form = (item) => {
  const grown = expandRect(
    rect(item['add'] as Quad),
    rect(item['base'] as Quad),
    size(item['max_size'] as Pair),
    (item['min_coverage'] as number | undefined) ?? defaultMinCoverage,
  );
  return [...differ('rect', quad(grown.rect), item['expected']), ...differ('cover', grown.coverage, item['cover'])];
};

interface RegionItem {
  readonly rect: Quad;
  readonly required?: 0 | 1 | boolean;
  readonly score?: number;
}

/** The region of a whole key frame. */
export const frame: Form = (item) => {
  const detections = (item['detections'] as readonly RegionItem[]).map((detection) => ({
    ...rect(detection.rect),
    score: detection.score ?? 0,
    isRequired: Boolean(detection.required),
  }));
  const result = frameCropRegion(0, detections, {
    target: size(item['target'] as Pair),
    scoreAggregationType: ((item['aggregation'] as string | undefined) ?? 'MAXIMUM') as ScoreAggregation,
    nonRequiredRegionMinCoverageFraction: (item['min_coverage'] as number | undefined) ?? defaultMinCoverage,
  });
  return compareKeys(item['expected'] as Item, {
    region: () => result.region && quad(result.region),
    region_empty: () => result.region === undefined,
    required_region: () => result.requiredRegion && quad(result.requiredRegion),
    required_empty: () => result.requiredRegion === undefined,
    required_fit_target: () => result.requiredFitTarget,
    fraction_optional_covered: () => result.fractionOptionalCovered,
    score: () => result.score,
  });
};
