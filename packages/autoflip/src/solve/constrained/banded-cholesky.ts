/**
 * Factors a symmetric positive definite matrix whose entries more than `band` off the diagonal are zero, in place and in
 * time linear in its size: A = L·Lᵀ. A pivot that rounding made zero or less is replaced by a huge one: its unknown then
 * stays where it is.
 *
 * @param a Row after row the entries from `band` left of the diagonal up to it: A[i][i − band + k] at a[i·(band + 1) + k];
 *   dims [size × (band + 1)]. Becomes L.
 */
export function factorBanded(a: Float64Array, size: number, band: number): void {
  const width = band + 1;
  for (let i = 0; i < size; i += 1) {
    const row = i * width + band - i;
    for (let j = Math.max(0, i - band); j <= i; j += 1) {
      const other = j * width + band - j;
      let sum = a[row + j]!;
      for (let k = Math.max(0, i - band); k < j; k += 1) sum -= a[row + k]! * a[other + k]!;
      if (j < i) a[row + j] = sum / a[other + j]!;
      else a[row + i] = sum > 0 ? Math.sqrt(sum) : 1e64;
    }
  }
}

/** Solves L·Lᵀ·x = b for what {@link factorBanded} left; `b` becomes x. */
export function solveBanded(l: Float64Array, size: number, band: number, b: Float64Array): void {
  const width = band + 1;
  for (let i = 0; i < size; i += 1) {
    const row = i * width + band - i;
    let sum = b[i]!;
    for (let k = Math.max(0, i - band); k < i; k += 1) sum -= l[row + k]! * b[k]!;
    b[i] = sum / l[row + i]!;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = Math.min(size - 1, i + band); k > i; k -= 1) sum -= l[k * width + band - k + i]! * b[k]!;
    b[i] = sum / l[i * width + band]!;
  }
}
