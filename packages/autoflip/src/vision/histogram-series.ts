import type { FrameSignals } from '../signals.ts';

/** Bins of one frame's histogram: 8 of red by 8 of green, as the reference counts them (shot_boundary_calculator.cc). */
const bins = 64;
const binsPerChannel = 8;

/** Colour histograms of a video's frames, made ready for many comparisons. */
export class HistogramSeries {
  readonly timesUs: readonly number[];
  /** Each row less its mean, of length 1: a correlation is then a product. Dims [frames × 64]. */
  readonly #unit: Float32Array;
  /** How much the brightness of red and green varies within each frame, 0…255 squared; about 0 where it has one colour. */
  readonly variance: Float64Array;

  /** @param frames With `histograms`; else every frame looks alike. */
  constructor(frames: FrameSignals) {
    const count = frames.timesUs.length;
    this.timesUs = frames.timesUs;
    this.#unit = new Float32Array(count * bins);
    this.variance = new Float64Array(count);
    const { histograms } = frames;
    if (histograms?.length !== count * bins) return;
    for (let frame = 0; frame < count; frame += 1) {
      this.#takeRow(histograms, frame);
      this.variance[frame] = varianceOf(histograms, frame * bins);
    }
  }

  #takeRow(histograms: readonly number[], frame: number): void {
    const at = frame * bins;
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < bins; k += 1) {
      const value = smoothed(histograms, at, k);
      this.#unit[at + k] = value;
      sum += value;
      squares += value * value;
    }
    const mean = sum / bins;
    const length = Math.sqrt(Math.max(0, squares - sum * mean)) || 1;
    for (let k = 0; k < bins; k += 1) this.#unit[at + k] = (this.#unit[at + k]! - mean) / length;
  }

  /** How different two frames are: 1 − correlation of their smoothed histograms, 0…2. */
  distance(a: number, b: number): number {
    let product = 0;
    const left = a * bins;
    const right = b * bins;
    for (let k = 0; k < bins; k += 1) product += this.#unit[left + k]! * this.#unit[right + k]!;
    return Math.max(0, 1 - product);
  }

  /** The last frame at or before a time; the first frame where there is none. */
  frameAt(timeUs: number): number {
    let low = 0;
    let high = this.timesUs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.timesUs[middle]! <= timeUs) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A bin and its neighbours, 1-2-1 in both directions: a colour that crosses the edge of a bin is not another colour. */
function smoothed(histograms: readonly number[], at: number, bin: number): number {
  const red = bin >> 3;
  const green = bin & 7;
  let sum = 0;
  for (let r = Math.max(0, red - 1); r <= Math.min(7, red + 1); r += 1) {
    for (let g = Math.max(0, green - 1); g <= Math.min(7, green + 1); g += 1) {
      sum += histograms[at + r * binsPerChannel + g]! * (r === red ? 2 : 1) * (g === green ? 2 : 1);
    }
  }
  return sum;
}

/** Of red and green, mean of the two, from the bins' centres. */
function varianceOf(histograms: readonly number[], at: number): number {
  const size = 256 / binsPerChannel;
  let total = 0;
  const first = [0, 0];
  const second = [0, 0];
  for (let red = 0; red < binsPerChannel; red += 1) {
    for (let green = 0; green < binsPerChannel; green += 1) {
      const share = histograms[at + red * binsPerChannel + green]!;
      total += share;
      for (const [channel, level] of [red * size, green * size].entries()) {
        first[channel]! += share * level;
        second[channel]! += share * level * level;
      }
    }
  }
  if (total <= 0) return 0;
  return [0, 1].reduce((sum, c) => sum + (second[c]! / total - (first[c]! / total) ** 2) / 2, 0);
}
