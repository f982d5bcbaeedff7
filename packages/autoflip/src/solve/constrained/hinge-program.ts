import { factorBanded, solveBanded } from './banded-cholesky.ts';

/** Unknowns that one row may touch, all neighbours: the matrix then has this bandwidth less one. */
export const rowWidth = 4;

/**
 * What {@link minimizeHinges} minimises over x, dims [size]:
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
  /** Q, in the form of {@link factorBanded}. */
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

/** How a search may end. */
export interface HingeSearch {
  /** Ends when the answer costs at most this more than the best. */
  readonly tolerance: number;
  /** Ends in any case; 15 to 30 are usual. */
  readonly maxIterations: number;
}

/**
 * Finds the x of least cost by a primal-dual interior-point method (Mehrotra's predictor and corrector). Deterministic;
 * each iteration takes time linear in rows and unknowns.
 *
 * The mathematics. With r = sign·(row·x) − bound, a hinge is `min rate·e` with slack s = e − r ≥ 0 and excess e ≥ 0; its
 * multiplier z lies in [0, rate]. The best x has Qx + Σ sign·row·z = 0, s·z = 0 and e·(rate − z) = 0. Newton's steps go to
 * products μ that fall to zero. Eliminating ds, de and dz leaves a system in dx alone,
 *
 *   (Q + Σ rowᵀrow / h)·dx = −(Qx + Σ sign·row·(z + q / h)),   h = s / z + e / (rate − z),
 *
 * banded as the rows are; then dz = (dr + q) / h with q = (μ_s − …) / z − (μ_e − …) / (rate − z). A hard hinge is the same
 * with e = 0. The start is exactly centred for the first μ, by solving rate = μ/s + μ/e for e. Slacks are never let reach
 * zero, so hard hinges hold at every step, not only at the end.
 *
 * @param x The start, strictly within the hard hinges; becomes the answer.
 * @returns The iterations made.
 * @see S. Mehrotra, On the implementation of a primal-dual interior point method, 1992; M. Grundmann, V. Kwatra, I. Essa,
 *   Auto-directed video stabilization with robust L1 optimal camera paths, CVPR 2011 (the L1 costs)
 */
export function minimizeHinges(
  program: HingeProgram,
  x: Float64Array,
  { tolerance, maxIterations }: HingeSearch,
): number {
  const { size } = program;
  const rows = program.rowStart.length;
  const count = program.sign.length;
  const start = Int32Array.from(program.rowStart);
  const end = Int32Array.from(program.rowEnd);
  const factors = Float64Array.from(program.rowFactors);
  const sign = Float64Array.from(program.sign);
  const rate = Float64Array.from(program.rate);
  const s = new Float64Array(count);
  const e = new Float64Array(count);
  const z = new Float64Array(count);
  // rate − z, kept beside z: near the end the difference would have no digits left.
  const y = new Float64Array(count);
  // The predictor's second-order terms, ds·dz and de·dz.
  const sz = new Float64Array(count);
  const ez = new Float64Array(count);
  const ds = new Float64Array(count);
  const de = new Float64Array(count);
  const dz = new Float64Array(count);
  // Reciprocals, taken once an iteration: divisions are most of the time.
  const perS = new Float64Array(count);
  const perE = new Float64Array(count);
  const perZ = new Float64Array(count);
  const perY = new Float64Array(count);
  const perH = new Float64Array(count);
  const q = new Float64Array(count);
  const matrix = new Float64Array(size * rowWidth);
  const gradient = new Float64Array(size);
  const dx = new Float64Array(size);
  let products = 0;
  for (let i = 0; i < count; i += 1) products += rate[i]! < Infinity ? 2 : 1;

  const applyRow = (row: number, vector: Float64Array): number => {
    const at = row * rowWidth;
    const first = start[row]!;
    return (
      factors[at]! * vector[first]! +
      factors[at + 1]! * vector[first + 1]! +
      factors[at + 2]! * vector[first + 2]! +
      factors[at + 3]! * vector[first + 3]!
    );
  };
  const addRow = (row: number, factor: number, vector: Float64Array): void => {
    const at = row * rowWidth;
    const first = start[row]!;
    for (let k = 0; k < rowWidth; k += 1) vector[first + k]! += factor * factors[at + k]!;
  };

  let mu = startingProduct(program);
  for (let row = 0, i = 0; row < rows; row += 1) {
    const value = applyRow(row, x);
    for (; i < end[row]!; i += 1) {
      const r = sign[i]! * value - program.bound[i]!;
      const c = rate[i]!;
      if (c < Infinity) {
        e[i] = centredExcess(r, c, mu);
        s[i] = centredExcess(-r, c, mu);
        z[i] = mu / s[i]!;
        y[i] = mu / e[i]!;
      } else {
        s[i] = -r;
        z[i] = mu / s[i]!;
      }
    }
  }

  /** Solves for one direction: to products `target`, less the second-order terms. */
  const direct = (target: number): void => {
    dx.set(gradient);
    for (let row = 0, i = 0; row < rows; row += 1) {
      let sum = 0;
      for (; i < end[row]!; i += 1) {
        q[i] = (target - sz[i]!) * perZ[i]! - s[i]! - ((target + ez[i]!) * perY[i]! - e[i]!);
        sum += sign[i]! * q[i]! * perH[i]!;
      }
      addRow(row, sum, dx);
    }
    for (let k = 0; k < size; k += 1) dx[k] = -dx[k]!;
    solveBanded(matrix, size, rowWidth - 1, dx);
    for (let row = 0, i = 0; row < rows; row += 1) {
      const change = applyRow(row, dx);
      for (; i < end[row]!; i += 1) {
        const dr = sign[i]! * change;
        dz[i] = (dr + q[i]!) * perH[i]!;
        de[i] = (target + ez[i]! + e[i]! * dz[i]!) * perY[i]! - e[i]!;
        ds[i] = de[i]! - dr;
      }
    }
  };
  /** The longest step, at most 1, that keeps everything above zero. */
  const longest = (): number => {
    let inverse = 1;
    for (let i = 0; i < count; i += 1) {
      const primal = Math.max(-ds[i]! * perS[i]!, -de[i]! * perE[i]!);
      const dual = Math.max(-dz[i]! * perZ[i]!, dz[i]! * perY[i]!);
      inverse = Math.max(inverse, primal, dual);
    }
    return 1 / inverse;
  };
  const sumProducts = (step: number): number => {
    let sum = 0;
    for (let i = 0; i < count; i += 1) {
      sum += (s[i]! + step * ds[i]!) * (z[i]! + step * dz[i]!) + (e[i]! + step * de[i]!) * (y[i]! - step * dz[i]!);
    }
    return sum;
  };

  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    matrix.set(program.quadratic);
    multiplyQuadratic(program.quadratic, x, gradient);
    for (let row = 0, i = 0; row < rows; row += 1) {
      let weight = 0;
      let force = 0;
      for (; i < end[row]!; i += 1) {
        perS[i] = 1 / s[i]!;
        perZ[i] = 1 / z[i]!;
        // A hard hinge has no excess: its part of every sum is zero.
        perE[i] = rate[i]! < Infinity ? 1 / e[i]! : 0;
        perY[i] = rate[i]! < Infinity ? 1 / y[i]! : 0;
        perH[i] = 1 / (s[i]! * perZ[i]! + e[i]! * perY[i]!);
        weight += perH[i]!;
        force += sign[i]! * z[i]!;
      }
      addRow(row, force, gradient);
      const at = row * rowWidth;
      for (let j = 0; j < rowWidth; j += 1) {
        const left = weight * factors[at + j]!;
        const into = (start[row]! + j) * rowWidth + rowWidth - 1 - j;
        for (let k = 0; k <= j; k += 1) matrix[into + k]! += left * factors[at + k]!;
      }
    }
    factorBanded(matrix, size, rowWidth - 1);

    sz.fill(0);
    ez.fill(0);
    direct(0);
    const hope = sumProducts(longest()) / products;
    const centring = (hope / mu) ** 3;
    for (let i = 0; i < count; i += 1) {
      sz[i] = ds[i]! * dz[i]!;
      ez[i] = de[i]! * dz[i]!;
    }
    direct(centring * mu);
    const step = Math.min(1, 0.99 * longest());
    for (let k = 0; k < size; k += 1) x[k] = x[k]! + step * dx[k]!;
    for (let i = 0; i < count; i += 1) {
      s[i] = s[i]! + step * ds[i]!;
      e[i] = e[i]! + step * de[i]!;
      z[i] = z[i]! + step * dz[i]!;
      y[i] = y[i]! - step * dz[i]!;
    }
    const gap = sumProducts(0);
    mu = gap / products;
    if (gap <= tolerance && step > 0.5) return iteration;
  }
  return maxIterations;
}

/** The e above max(0, r) with rate = μ/(e − r) + μ/e, by the form of the root that does not cancel. */
function centredExcess(r: number, rate: number, mu: number): number {
  const sum = rate * r + 2 * mu;
  const root = Math.hypot(rate * r, 2 * mu);
  return sum >= 0 ? (sum + root) / (2 * rate) : (2 * mu * r) / (sum - root);
}

/** The first μ: the size of a hinge's usual cost, so that no product starts far from the rest. */
function startingProduct(program: HingeProgram): number {
  const soft = program.rate.filter((rate) => rate < Infinity);
  return soft.length === 0 ? 1 : (0.1 * soft.reduce((sum, rate) => sum + Math.min(rate, 1), 0)) / soft.length;
}

/** out = Q·x. */
function multiplyQuadratic(quadratic: Float64Array, x: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < x.length; i += 1) {
    for (let k = 0; k < rowWidth; k += 1) {
      const j = i - rowWidth + 1 + k;
      if (j < 0) continue;
      const value = quadratic[i * rowWidth + k]!;
      out[i]! += value * x[j]!;
      if (j < i) out[j]! += value * x[i]!;
    }
  }
}
