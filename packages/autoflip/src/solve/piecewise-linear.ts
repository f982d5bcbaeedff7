import { invalidInput } from '../invalid-input.ts';

/**
 * A function that is linear between points and constant outside them. Points may share their x: that is a jump, whose
 * left value holds at x itself.
 *
 * @see MediaPipe AutoFlip, quality/piecewise_linear_function.cc
 */
export class PiecewiseLinear {
  readonly #xs: number[] = [];
  readonly #ys: number[] = [];

  /** How many points there are. */
  get size(): number {
    return this.#xs.length;
  }

  /**
   * Appends a point.
   *
   * @param x Not below the x of the point before.
   * @param y Its value.
   * @throws NearsideError 'invalid-input' when x goes back.
   */
  add(x: number, y: number): void {
    const last = this.#xs.at(-1);
    if (last !== undefined && x < last) throw invalidInput('interpolate', `x ${x} comes after ${last}`);
    this.#xs.push(x);
    this.#ys.push(y);
  }

  /**
   * The value at x.
   *
   * @param x Any number from −Infinity up to Infinity.
   * @returns NaN where there are no points.
   */
  at(x: number): number {
    const xs = this.#xs;
    const ys = this.#ys;
    let low = 0;
    let high = xs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((xs[middle] as number) < x) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return ys[0] ?? NaN;
    if (low === xs.length) return ys[low - 1] as number;
    const x0 = xs[low - 1] as number;
    const x1 = xs[low] as number;
    const y0 = ys[low - 1] as number;
    const y1 = ys[low] as number;
    return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  }
}
