import type { Picture } from './picture.ts';

/**
 * The kernel of a Gaussian blur, with the width that OpenCV chooses for its size.
 *
 * @param size Odd.
 * @returns Dims [size], sum 1.
 * @see OpenCV, getGaussianKernel
 */
export function gaussianKernel(size: number): Float64Array {
  const sigma = 0.3 * ((size - 1) / 2 - 1) + 0.8;
  const weights = Float64Array.from({ length: size }, (_, index) =>
    Math.exp(-((index - (size - 1) / 2) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Blurs some rows of a picture; rows beside them count as they are, and the picture is mirrored at its edges (without
 * repeating the edge itself).
 *
 * @param picture Changed in place.
 * @param from First row.
 * @param to Row after the last.
 * @param size Of the kernel, odd.
 */
export function blurRows(picture: Picture, from: number, to: number, size: number): void {
  if (to <= from) return;
  const { width, height, data } = picture;
  const kernel = gaussianKernel(size);
  const half = (size - 1) / 2;
  const rowLength = width * 3;
  const columns = Int32Array.from({ length: width + 2 * half }, (_, index) => mirrored(index - half, width) * 3);
  // Rows are blurred across once each, though many kernels need them.
  const across = new Map<number, Float64Array>();
  const blurredAcross = (row: number) => {
    let line = across.get(row);
    if (line) return line;
    line = new Float64Array(rowLength);
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let tap = 0; tap < size; tap++)
          sum += (kernel[tap] as number) * (data[row * rowLength + (columns[x + tap] as number) + channel] as number);
        line[x * 3 + channel] = sum;
      }
    }
    across.set(row, line);
    return line;
  };
  const result = new Uint8Array((to - from) * rowLength);
  for (let y = from; y < to; y++) {
    const lines = Array.from({ length: size }, (_, tap) => blurredAcross(mirrored(y + tap - half, height)));
    for (let at = 0; at < rowLength; at++) {
      let sum = 0;
      for (let tap = 0; tap < size; tap++)
        sum += (kernel[tap] as number) * ((lines[tap] as Float64Array)[at] as number);
      result[(y - from) * rowLength + at] = Math.round(sum);
    }
  }
  data.set(result, from * rowLength);
}

/** OpenCV's BORDER_REFLECT_101, for any distance. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inPeriod = ((index % period) + period) % period;
  return inPeriod < length ? inPeriod : period - inPeriod;
}
