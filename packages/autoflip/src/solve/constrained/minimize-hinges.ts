import { factorBanded, solveBanded } from './banded-cholesky.ts';
import { rowWidth, type HingeProgram } from './hinge-program.ts';

/** How a search may end. */
export interface HingeSearch {
  /** Ends when the answer costs at most this more than the best. */
  readonly tolerance: number;
  /** Ends in any case; 10 to 20 are usual. */
  readonly maxIterations: number;
}

/**
 * Finds the x of least cost by a primal-dual interior-point method (Mehrotra's predictor and corrector). Deterministic;
 * each iteration takes time linear in rows and unknowns.
 *
 * The mathematics. With r = sign·(row·x) − bound, a hinge is `min rate·e` with slack s = e − r ≥ 0 and excess e ≥ 0; its
 * multiplier z lies in [0, rate], and y = rate − z. The best x has Qx + Σ sign·row·z = 0, s·z = 0 and e·y = 0. Newton's
 * steps go to products μ that fall to zero: z·ds + s·dz = μ − s·z, y·de − e·dz = μ − e·y, de − ds = dr. Eliminating ds, de
 * and dz leaves a system in dx alone, banded as the rows are:
 *
 *   (Q + Σ rowᵀrow / h)·dx = −(Qx + Σ sign·row·(z + q / h)),   h = s / z + e / y,   q = μ / z − s − (μ / y − e);
 *
 * then dz = (dr + q) / h. The corrector adds the predictor's ds·dz and de·dz to the μ. A hard hinge is the same with e = 0.
 * The start is exactly centred for the first μ, by solving rate = μ / s + μ / e for e. Slacks are never let reach zero, so
 * hard hinges hold at every step, not only at the end.
 *
 * @param x The start, strictly within the hard hinges; becomes the answer.
 * @returns The iterations made.
 * @see S. Mehrotra, On the implementation of a primal-dual interior point method, 1992; M. Grundmann, V. Kwatra, I. Essa,
 *   Auto-directed video stabilization with robust L1 optimal camera paths, CVPR 2011 (the L1 costs)
 */
export function minimizeHinges(program: HingeProgram, x: Float64Array, search: HingeSearch): number {
  const iterate = new Iterate(program, x);
  for (let iteration = 1; iteration <= search.maxIterations; iteration += 1) {
    iterate.assemble();
    const longest = iterate.direct(0);
    const hope = iterate.gapAfter(longest) / iterate.products;
    const centring = (hope / iterate.mu) ** 3;
    const step = Math.min(1, 0.99 * iterate.direct(centring * iterate.mu));
    iterate.advance(step);
    if (iterate.gap <= search.tolerance && step > 0.5) return iteration;
  }
  return search.maxIterations;
}

// One record a hinge, so that what is used together lies together: the loops below are nearly all of a plan's time.
const [S, E, Z, Y, DS, DE, DZ, SDZ, EDZ] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
// Reciprocals of s, e, z, y and h, once an iteration (for a hard hinge those of e and y are 0: it has no excess); and q.
const [PER_S, PER_E, PER_Z, PER_Y, PER_H, Q, SIGN] = [9, 10, 11, 12, 13, 14, 15];
const record = 16;

/** x, the hinges' slacks and multipliers, and the direction they go next. */
class Iterate {
  /** Products that should become zero: two a hinge, one a hard one. */
  readonly products: number;
  /** Their sum: at most this much is to be gained. */
  gap = 0;
  readonly #program: HingeProgram;
  readonly #x: Float64Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #factors: Float64Array;
  readonly #hinges: Float64Array;
  readonly #matrix: Float64Array;
  readonly #gradient: Float64Array;
  readonly #dx: Float64Array;
  // Of the last direction: Σ s·dz + z·ds + …, and Σ ds·dz + ….
  #gapSlope = 0;
  #gapCurve = 0;

  constructor(program: HingeProgram, x: Float64Array) {
    this.#program = program;
    this.#x = x;
    this.#start = Int32Array.from(program.rowStart);
    this.#end = Int32Array.from(program.rowEnd);
    this.#factors = Float64Array.from(program.rowFactors);
    this.#hinges = new Float64Array(program.sign.length * record);
    this.#matrix = new Float64Array(program.size * rowWidth);
    this.#gradient = new Float64Array(program.size);
    this.#dx = new Float64Array(program.size);
    const mu = firstProduct(program);
    this.products = this.#centre(mu);
    this.gap = mu * this.products;
  }

  /** The mean product. */
  get mu(): number {
    return this.gap / this.products;
  }

  /** Slacks and multipliers with all products equal; returns how many these are. */
  #centre(mu: number): number {
    const { bound, rate, sign } = this.#program;
    let products = 0;
    for (let row = 0, i = 0; row < this.#end.length; row += 1) {
      const value = this.#applyRow(row, this.#x);
      for (; i < this.#end[row]!; i += 1) {
        const at = i * record;
        const r = sign[i]! * value - bound[i]!;
        const c = rate[i]!;
        const isHard = c === Infinity;
        const slack = isHard ? -r : centredExcess(-r, c, mu);
        const excess = isHard ? 0 : centredExcess(r, c, mu);
        this.#hinges[at + SIGN] = sign[i]!;
        this.#hinges[at + S] = slack;
        this.#hinges[at + E] = excess;
        this.#hinges[at + Z] = mu / slack;
        // Kept beside z: near the end the difference of rate and z would have no digits left.
        this.#hinges[at + Y] = isHard ? 0 : mu / excess;
        products += isHard ? 1 : 2;
      }
    }
    return products;
  }

  #applyRow(row: number, vector: Float64Array): number {
    const factors = this.#factors;
    const at = row * rowWidth;
    const first = this.#start[row]!;
    return (
      factors[at]! * vector[first]! +
      factors[at + 1]! * vector[first + 1]! +
      factors[at + 2]! * vector[first + 2]! +
      factors[at + 3]! * vector[first + 3]!
    );
  }

  #addRow(row: number, factor: number, vector: Float64Array): void {
    const factors = this.#factors;
    const at = row * rowWidth;
    const first = this.#start[row]!;
    vector[first]! += factor * factors[at]!;
    vector[first + 1]! += factor * factors[at + 1]!;
    vector[first + 2]! += factor * factors[at + 2]!;
    vector[first + 3]! += factor * factors[at + 3]!;
  }

  /** The gradient, and the factors of the matrix, at this point. */
  assemble(): void {
    const hinges = this.#hinges;
    const factors = this.#factors;
    const matrix = this.#matrix;
    const end = this.#end;
    const { quadratic, size } = this.#program;
    matrix.set(quadratic);
    multiplySymmetric(quadratic, this.#x, this.#gradient);
    for (let row = 0, i = 0; row < end.length; row += 1) {
      let weight = 0;
      let force = 0;
      for (; i < end[row]!; i += 1) {
        const at = i * record;
        const isHard = hinges[at + E] === 0;
        const perZ = 1 / hinges[at + Z]!;
        const perY = isHard ? 0 : 1 / hinges[at + Y]!;
        const perH = 1 / (hinges[at + S]! * perZ + hinges[at + E]! * perY);
        hinges[at + PER_S] = 1 / hinges[at + S]!;
        hinges[at + PER_E] = isHard ? 0 : 1 / hinges[at + E]!;
        hinges[at + PER_Z] = perZ;
        hinges[at + PER_Y] = perY;
        hinges[at + PER_H] = perH;
        hinges[at + SDZ] = 0;
        hinges[at + EDZ] = 0;
        weight += perH;
        force += hinges[at + SIGN]! * hinges[at + Z]!;
      }
      this.#addRow(row, force, this.#gradient);
      const from = row * rowWidth;
      for (let j = 0; j < rowWidth; j += 1) {
        const left = weight * factors[from + j]!;
        if (left === 0) continue;
        const into = (this.#start[row]! + j) * rowWidth + rowWidth - 1 - j;
        for (let k = 0; k <= j; k += 1) matrix[into + k]! += left * factors[from + k]!;
      }
    }
    factorBanded(matrix, size, rowWidth - 1);
  }

  /**
   * The direction to products `target`, corrected by the second-order terms of the direction before (none after
   * {@link assemble}).
   *
   * @returns The longest step, at most 1, with everything still above zero.
   */
  direct(target: number): number {
    const hinges = this.#hinges;
    const end = this.#end;
    const dx = this.#dx;
    dx.set(this.#gradient);
    for (let row = 0, i = 0; row < end.length; row += 1) {
      let sum = 0;
      for (; i < end[row]!; i += 1) {
        const at = i * record;
        const slack = (target - hinges[at + SDZ]!) * hinges[at + PER_Z]! - hinges[at + S]!;
        const excess = (target + hinges[at + EDZ]!) * hinges[at + PER_Y]! - hinges[at + E]!;
        hinges[at + Q] = slack - excess;
        sum += hinges[at + SIGN]! * (slack - excess) * hinges[at + PER_H]!;
      }
      this.#addRow(row, sum, dx);
    }
    for (let k = 0; k < dx.length; k += 1) dx[k] = -dx[k]!;
    solveBanded(this.#matrix, dx.length, rowWidth - 1, dx);
    let inverse = 1;
    let slope = 0;
    let curve = 0;
    for (let row = 0, i = 0; row < end.length; row += 1) {
      const change = this.#applyRow(row, dx);
      for (; i < end[row]!; i += 1) {
        const at = i * record;
        const s = hinges[at + S]!;
        const e = hinges[at + E]!;
        const dr = hinges[at + SIGN]! * change;
        const dz = (dr + hinges[at + Q]!) * hinges[at + PER_H]!;
        const de = (target + hinges[at + EDZ]! + e * dz) * hinges[at + PER_Y]! - e;
        const ds = de - dr;
        hinges[at + DZ] = dz;
        hinges[at + DE] = de;
        hinges[at + DS] = ds;
        hinges[at + SDZ] = ds * dz;
        hinges[at + EDZ] = de * dz;
        slope += s * dz + hinges[at + Z]! * ds - e * dz + hinges[at + Y]! * de;
        curve += ds * dz - de * dz;
        // Comparisons: Math.max minds NaN and −0, and is slower.
        const slack = -ds * hinges[at + PER_S]!;
        const excess = -de * hinges[at + PER_E]!;
        const multiplier = dz * (dz < 0 ? -hinges[at + PER_Z]! : hinges[at + PER_Y]!);
        if (slack > inverse) inverse = slack;
        if (excess > inverse) inverse = excess;
        if (multiplier > inverse) inverse = multiplier;
      }
    }
    this.#gapSlope = slope;
    this.#gapCurve = curve;
    return 1 / inverse;
  }

  /** The gap after a step in the last direction. */
  gapAfter(step: number): number {
    return this.gap + step * (this.#gapSlope + step * this.#gapCurve);
  }

  /** Takes a step in the last direction. */
  advance(step: number): void {
    const hinges = this.#hinges;
    let gap = 0;
    for (let k = 0; k < this.#x.length; k += 1) this.#x[k] = this.#x[k]! + step * this.#dx[k]!;
    for (let at = 0; at < hinges.length; at += record) {
      const s = hinges[at + S]! + step * hinges[at + DS]!;
      const e = hinges[at + E]! + step * hinges[at + DE]!;
      const z = hinges[at + Z]! + step * hinges[at + DZ]!;
      const y = hinges[at + Y]! - step * hinges[at + DZ]!;
      hinges[at + S] = s;
      hinges[at + E] = e;
      hinges[at + Z] = z;
      hinges[at + Y] = y;
      gap += s * z + e * y;
    }
    this.gap = gap;
  }
}

/** The e above max(0, r) with rate = μ/(e − r) + μ/e, by the form of the root that does not cancel. */
function centredExcess(r: number, rate: number, mu: number): number {
  const sum = rate * r + 2 * mu;
  const root = Math.hypot(rate * r, 2 * mu);
  return sum >= 0 ? (sum + root) / (2 * rate) : (2 * mu * r) / (sum - root);
}

/** The first μ: the size of a hinge's usual cost, so that no product starts far from the rest. */
function firstProduct({ rate }: HingeProgram): number {
  const soft = rate.filter((one) => one < Infinity);
  return soft.length === 0 ? 1 : (0.1 * soft.reduce((sum, one) => sum + Math.min(one, 1), 0)) / soft.length;
}

/** out = A·x for a banded symmetric A. */
function multiplySymmetric(a: Float64Array, x: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < x.length; i += 1) {
    for (let k = 0; k < rowWidth; k += 1) {
      const j = i - rowWidth + 1 + k;
      if (j < 0) continue;
      const value = a[i * rowWidth + k]!;
      out[i]! += value * x[j]!;
      if (j < i) out[j]! += value * x[i]!;
    }
  }
}
