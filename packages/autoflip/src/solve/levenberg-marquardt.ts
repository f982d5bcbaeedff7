/** Where {@link fitPolynomial} stops and how it steps: Ceres Solver's defaults. */
const maxIterations = 50;
const functionTolerance = 1e-6;
const gradientTolerance = 1e-10;
const parameterTolerance = 1e-8;
const minRelativeDecrease = 1e-3;
const initialRadius = 1e4;
const maxRadius = 1e16;
const minRadius = 1e-32;
const minDiagonal = 1e-6;
const maxDiagonal = 1e32;

const parameters = 5;
/** 1 ÷ scale², with the Cauchy loss's scale of 0.5. */
const lossSharpness = 4;

/** One observation. */
export interface Sample {
  readonly t: number;
  readonly value: number;
}

/**
 * Fits k + a·t + b·t² + c·t³ + d·t⁴ to samples that may be grossly wrong here and there: minimises
 * ½ Σ ρ(r²) with the Cauchy loss ρ(s) = ¼·ln(1 + 4s), by Levenberg–Marquardt from zero.
 *
 * It follows Ceres Solver (trust_region_minimizer.cc, levenberg_marquardt_strategy.cc, corrector.cc) step by step,
 * because AutoFlip's answers depend on where it stops: columns are scaled once by 1 ÷ (1 + norm), each step solves
 * (JᵀJ + D²)·δ = −Jᵀr by QR of [J; D] with the rows weighted by √ρ', and a step that changes the cost by less than
 * 10⁻⁶ of it ends the search *before* it is taken.
 *
 * @param samples Any number.
 * @returns k, a, b, c, d.
 */
export function fitPolynomial(samples: readonly Sample[]): Float64Array {
  const rows = samples.length;
  const powers = new Float64Array(rows * parameters);
  samples.forEach(({ t }, row) => {
    for (let power = 0, value = 1; power < parameters; power++, value *= t) powers[row * parameters + power] = value;
  });

  const x = new Float64Array(parameters);
  let cost = costAt(samples, powers, x);
  if (rows === 0) return x;
  const { jacobian, residuals } = weighted(samples, powers, x);
  const scale = columnNorms(jacobian).map((squared) => 1 / (1 + Math.sqrt(squared)));
  let linear = scaled(jacobian, scale);
  let right: Float64Array = residuals;
  let radius = initialRadius;
  let shrink = 2;
  let diagonal: Float64Array | undefined;

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largestGradient(linear, right, scale) <= gradientTolerance || radius <= minRadius) break;
    diagonal ??= columnNorms(linear).map((squared) => Math.min(Math.max(squared, minDiagonal), maxDiagonal));
    const step = leastSquares(
      linear,
      right,
      diagonal.map((value) => Math.sqrt(value / radius)),
    );
    const modelChange = modelCostChange(linear, right, step);
    if (!(modelChange > 0)) {
      radius /= shrink;
      shrink *= 2;
      continue;
    }
    const delta = step.map((value, index) => value * (scale[index] as number));
    const candidate = x.map((value, index) => value + (delta[index] as number));
    const candidateCost = costAt(samples, powers, candidate);
    if (norm(delta) <= parameterTolerance * (norm(x) + parameterTolerance)) break;
    if (Math.abs(cost - candidateCost) <= functionTolerance * cost) break;
    const quality = (cost - candidateCost) / modelChange;
    if (quality > minRelativeDecrease) {
      x.set(candidate);
      cost = candidateCost;
      const next = weighted(samples, powers, x);
      linear = scaled(next.jacobian, scale);
      right = next.residuals;
      radius = Math.min(maxRadius, radius / Math.max(1 / 3, 1 - (2 * quality - 1) ** 3));
      shrink = 2;
      diagonal = undefined;
    } else {
      radius /= shrink;
      shrink *= 2;
    }
  }
  return x;
}

function residualAt(samples: readonly Sample[], powers: Float64Array, x: Float64Array, row: number): number {
  let out = 0;
  for (let column = 0; column < parameters; column++)
    out += (powers[row * parameters + column] as number) * (x[column] as number);
  return (samples[row] as Sample).value - out;
}

function costAt(samples: readonly Sample[], powers: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < samples.length; row++) {
    const residual = residualAt(samples, powers, x, row);
    sum += Math.log(1 + lossSharpness * residual * residual) / lossSharpness;
  }
  return sum / 2;
}

/** Residuals and their derivatives, each row times √ρ'(r²) = 1 ÷ √(1 + 4r²). */
function weighted(samples: readonly Sample[], powers: Float64Array, x: Float64Array) {
  const jacobian = new Float64Array(powers.length);
  const residuals = new Float64Array(samples.length);
  for (let row = 0; row < samples.length; row++) {
    const residual = residualAt(samples, powers, x, row);
    const weight = 1 / Math.sqrt(1 + lossSharpness * residual * residual);
    residuals[row] = residual * weight;
    for (let column = 0; column < parameters; column++) {
      const at = row * parameters + column;
      jacobian[at] = -(powers[at] as number) * weight;
    }
  }
  return { jacobian, residuals };
}

function columnNorms(matrix: Float64Array): Float64Array {
  const norms = new Float64Array(parameters);
  for (let at = 0; at < matrix.length; at += parameters)
    for (let column = 0; column < parameters; column++)
      norms[column] = (norms[column] as number) + square(matrix[at + column] as number);
  return norms;
}

function scaled(matrix: Float64Array, scale: Float64Array): Float64Array {
  const result = new Float64Array(matrix.length);
  for (let at = 0; at < matrix.length; at += parameters)
    for (let column = 0; column < parameters; column++)
      result[at + column] = (matrix[at + column] as number) * (scale[column] as number);
  return result;
}

/** The largest derivative of the cost by an unscaled parameter. */
function largestGradient(linear: Float64Array, right: Float64Array, scale: Float64Array): number {
  const gradient = new Float64Array(parameters);
  for (let row = 0, at = 0; row < right.length; row++, at += parameters)
    for (let column = 0; column < parameters; column++)
      gradient[column] = (gradient[column] as number) + (linear[at + column] as number) * (right[row] as number);
  return gradient.reduce((most, value, column) => Math.max(most, Math.abs(value / (scale[column] as number))), 0);
}

/** How much less the linearised problem costs after a step. */
function modelCostChange(linear: Float64Array, right: Float64Array, step: Float64Array): number {
  let change = 0;
  for (let row = 0; row < right.length; row++) {
    let moved = 0;
    for (let column = 0; column < parameters; column++)
      moved += (linear[row * parameters + column] as number) * (step[column] as number);
    change -= moved * ((right[row] as number) + moved / 2);
  }
  return change;
}

/** The δ that minimises |J·δ + r|² + |D·δ|², by Householder reflections of [J; D], whose last column is the target. */
function leastSquares(linear: Float64Array, right: Float64Array, diagonal: Float64Array): Float64Array {
  const rows = right.length + parameters;
  const columns = Array.from({ length: parameters + 1 }, () => new Float64Array(rows));
  const target = columns[parameters] as Float64Array;
  for (let row = 0, at = 0; row < right.length; row++, at += parameters) {
    for (let column = 0; column < parameters; column++)
      (columns[column] as Float64Array)[row] = linear[at + column] as number;
    target[row] = -(right[row] as number);
  }
  for (let column = 0; column < parameters; column++)
    (columns[column] as Float64Array)[right.length + column] = diagonal[column] as number;

  for (let pivot = 0; pivot < parameters; pivot++) reflect(columns, pivot);
  const step = new Float64Array(parameters);
  for (let row = parameters - 1; row >= 0; row--) {
    let value = target[row] as number;
    for (let column = row + 1; column < parameters; column++)
      value -= ((columns[column] as Float64Array)[row] as number) * (step[column] as number);
    step[row] = value / ((columns[row] as Float64Array)[row] as number);
  }
  return step;
}

/** Turns a column onto its diagonal, and the columns after it with it. */
function reflect(columns: readonly Float64Array[], pivot: number): void {
  const own = columns[pivot] as Float64Array;
  let squared = 0;
  for (let row = pivot; row < own.length; row++) squared += square(own[row] as number);
  const head = own[pivot] as number;
  const length = Math.sqrt(squared);
  if (length === 0) return;
  const alpha = head > 0 ? -length : length;
  // v = column − alpha·e, kept where the column was; H = 1 − v·vᵀ ÷ (alpha² − alpha·head).
  own[pivot] = head - alpha;
  const divisor = alpha * alpha - alpha * head;
  for (const other of columns.slice(pivot + 1)) {
    let dot = 0;
    for (let row = pivot; row < own.length; row++) dot += (own[row] as number) * (other[row] as number);
    const factor = dot / divisor;
    for (let row = pivot; row < own.length; row++) other[row] = (other[row] as number) - factor * (own[row] as number);
  }
  own[pivot] = alpha;
}

/** One multiplication; `** 2` may be a call. */
function square(value: number): number {
  return value * value;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
