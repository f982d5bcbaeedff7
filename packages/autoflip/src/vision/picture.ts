import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';

/** Pixels in three channels, row after row: dims [height × width × 3], 0…255. Red, green, blue unless said otherwise. */
export interface Picture extends Size {
  /** The pixels, dims [height × width × 3]. */
  readonly data: Uint8Array;
}

/**
 * A black picture.
 *
 * @param width Pixels, 0 or more.
 * @param height Pixels, 0 or more.
 */
export function blackPicture(width: number, height: number): Picture {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/**
 * Drops the fourth channel of canvas pixels.
 *
 * @param rgba Dims [height × width × 4]; unchanged.
 * @param size px.
 * @throws NearsideError 'invalid-input' when there are not as many values.
 */
export function fromRgba(rgba: Uint8Array | Uint8ClampedArray, { width, height }: Size): Picture {
  if (rgba.length !== width * height * 4)
    throw invalidInput('picture', `${rgba.length} values for ${width} × ${height} pixels of four channels`);
  const picture = blackPicture(width, height);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    picture.data[to] = rgba[from] as number;
    picture.data[to + 1] = rgba[from + 1] as number;
    picture.data[to + 2] = rgba[from + 2] as number;
  }
  return picture;
}

/**
 * Copies a part.
 *
 * @param picture Unchanged.
 * @param rect Whole px, within the picture.
 * @throws NearsideError 'invalid-input' when it is not.
 */
export function cropPicture(picture: Picture, rect: Rect): Picture {
  const { x, y, width, height } = rect;
  if (x < 0 || y < 0 || width < 0 || height < 0 || x + width > picture.width || y + height > picture.height)
    throw invalidInput('picture', `no part [${x}, ${y}, ${width}, ${height}] in ${picture.width} × ${picture.height}`);
  const part = blackPicture(width, height);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 3;
    part.data.set(picture.data.subarray(from, from + width * 3), row * width * 3);
  }
  return part;
}

/**
 * Writes one picture into another.
 *
 * @param onto Changed in place.
 * @param picture What is written.
 * @param x Index of the column of its left edge; it must fit.
 * @param y Index of the row of its top edge.
 */
export function pastePicture(onto: Picture, picture: Picture, x: number, y: number): void {
  for (let row = 0; row < picture.height; row++) {
    const from = row * picture.width * 3;
    onto.data.set(picture.data.subarray(from, from + picture.width * 3), ((y + row) * onto.width + x) * 3);
  }
}

/**
 * Swaps rows and columns.
 *
 * @param picture Unchanged.
 */
export function transposePicture({ width, height, data }: Picture): Picture {
  const turned = blackPicture(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      turned.data.set(data.subarray(from, from + 3), (x * height + y) * 3);
    }
  }
  return turned;
}

/**
 * Resizes by linear interpolation between the four nearest pixels' centres, without any smoothing before: what OpenCV's
 * `resize` does by default.
 *
 * @param picture Unchanged.
 * @param size px.
 */
export function resizePicture(picture: Picture, { width, height }: Size): Picture {
  const resized = blackPicture(width, height);
  const columns = taps(width, picture.width);
  const rows = taps(height, picture.height);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel++) {
        const pixel = (y: number, x: number) => picture.data[(y * picture.width + x) * 3 + channel] as number;
        const above = pixel(row.low, column.low) * (1 - column.part) + pixel(row.low, column.high) * column.part;
        const below = pixel(row.high, column.low) * (1 - column.part) + pixel(row.high, column.high) * column.part;
        resized.data[at++] = Math.round(above * (1 - row.part) + below * row.part);
      }
    }
  }
  return resized;
}

function taps(length: number, sourceLength: number) {
  return Array.from({ length }, (_, index) => {
    const position = Math.min(Math.max(((index + 0.5) * sourceLength) / length - 0.5, 0), sourceLength - 1);
    const low = Math.floor(position);
    return { low, high: Math.min(low + 1, sourceLength - 1), part: position - low };
  });
}
