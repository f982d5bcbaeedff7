/** Unknowns that one row may touch, all neighbours: the matrix then has this bandwidth less one. */
export const rowWidth = 4;

/**
 * A cost of x, dims [size], for `minimizeHinges` to minimise:
 *
 *   ½·xᵀQx + Σ rate·max(0, sign·(row·x) − bound)
 *
 * A hinge costs nothing up to its bound and `rate` for each unit beyond; with rate Infinity it is a hard limit. Two hinges
 * of one row and opposite signs make an absolute value. Costs of straight pieces are what makes a camera hold still: they
 * are met exactly, not nearly (L1 trend filtering).
 */
export class HingeProgram {
  /** Unknowns. */
  readonly size: number;
  /** First unknown of each row. */
  readonly rowStart: number[] = [];
  /** `rowWidth` factors for each row. */
  readonly rowFactors: number[] = [];
  /** For each row the number of the first hinge of the next. */
  readonly rowEnd: number[] = [];
  /** 1 or −1, for each hinge. */
  readonly sign: number[] = [];
  readonly bound: number[] = [];
  readonly rate: number[] = [];
  /** Q, in the form of `factorBanded`. */
  readonly quadratic: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.quadratic = new Float64Array(size * rowWidth);
  }

  /** Starts a row: `factors` (at most {@link rowWidth}) times the unknowns from `start` on. */
  row(start: number, factors: readonly number[]): void {
    // A row at the end begins earlier, with zeros in front: every row has all its unknowns.
    const first = Math.max(0, Math.min(start, this.size - rowWidth));
    this.rowStart.push(first);
    for (let k = 0; k < rowWidth; k += 1) this.rowFactors.push(factors[first + k - start] ?? 0);
    this.rowEnd.push(this.sign.length);
  }

  /** Costs `rate` for each unit that the row is above `bound`. */
  above(bound: number, rate: number): void {
    this.#hinge(1, bound, rate);
  }

  /** Costs `rate` for each unit that the row is below `bound`. */
  below(bound: number, rate: number): void {
    this.#hinge(-1, -bound, rate);
  }

  /** Costs half `rate` times the square of the row. */
  square(rate: number): void {
    const row = this.rowStart.length - 1;
    const start = this.rowStart[row]!;
    for (let i = 0; i < rowWidth; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        const at = (start + i) * rowWidth + rowWidth - 1 - i + j;
        this.quadratic[at] =
          this.quadratic[at]! + rate * this.rowFactors[row * rowWidth + i]! * this.rowFactors[row * rowWidth + j]!;
      }
    }
  }

  #hinge(sign: number, bound: number, rate: number): void {
    this.sign.push(sign);
    this.bound.push(bound);
    this.rate.push(rate);
    this.rowEnd[this.rowEnd.length - 1] = this.sign.length;
  }
}
