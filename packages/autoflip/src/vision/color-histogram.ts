import type { Picture } from './picture.ts';

/** Bins of a {@link colorHistogram}: 8 of the first channel by 8 of the second. */
export const histogramBins = 64;

/**
 * Counts the pixels by their first two channels, 8 bins each. The reference lists three channels but asks for two
 * dimensions, so blue plays no part.
 *
 * @param picture Unchanged.
 * @returns Pixel counts, dims [64]; the second channel is the faster index.
 * @see MediaPipe AutoFlip, calculators/shot_boundary_calculator.cc, ComputeHistogram
 */
export function colorHistogram({ data }: Picture): Float64Array {
  const histogram = new Float64Array(histogramBins);
  for (let at = 0; at < data.length; at += 3) {
    const bin = ((data[at] as number) >> 5) * 8 + ((data[at + 1] as number) >> 5);
    histogram[bin] = (histogram[bin] as number) + 1;
  }
  return histogram;
}

/**
 * How much two histograms differ: 1 − Pearson's correlation, 0…2.
 *
 * @param now Any scale.
 * @param before As many bins.
 * @see OpenCV, compareHist with HISTCMP_CORREL
 */
export function histogramMotion(now: ArrayLike<number>, before: ArrayLike<number>): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let bin = 0; bin < now.length; bin++) {
    const a = now[bin] as number;
    const b = before[bin] as number;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const scale = 1 / now.length;
  const varianceA = sumAA - sumA * sumA * scale;
  const varianceB = sumBB - sumB * sumB * scale;
  const product = varianceA * varianceB;
  // Two even histograms correlate: OpenCV's answer where there is no variance.
  return Math.abs(product) > Number.EPSILON ? 1 - (sumAB - sumA * sumB * scale) / Math.sqrt(product) : 0;
}
