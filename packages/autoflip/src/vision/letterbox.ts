import type { Point, Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { Picture } from './picture.ts';

/** Where a picture lies in a larger frame of another shape; px of that frame. */
export interface Placement extends Rect {
  /** Pixels of the frame for one of the picture. */
  readonly scale: number;
}

/**
 * Fits a picture whole and centred into a frame, in whole pixels.
 *
 * @param picture Its size, px.
 * @param frame Size of the frame, px.
 * @throws NearsideError 'invalid-input' when one of them has no area.
 */
export function fitInto(picture: Size, frame: Size): Placement {
  if (!(picture.width > 0 && picture.height > 0 && frame.width > 0 && frame.height > 0))
    throw invalidInput('letterbox', 'a picture without an area fits nowhere');
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  return { scale, x: (frame.width - width) >> 1, y: (frame.height - height) >> 1, width, height };
}

/** Of a box in the frame: what share of the picture it covers; may reach outside 0…1. */
export function boxToShare({ x, y, width, height }: Rect, place: Placement): Rect {
  return {
    ...pointToShare({ x, y }, place),
    width: width / place.width,
    height: height / place.height,
  };
}

/** Of a point in the frame: where it is in the picture, as a share. */
export function pointToShare({ x, y }: Point, place: Placement): Point {
  return { x: (x - place.x) / place.width, y: (y - place.y) / place.height };
}

/**
 * Draws a picture into a black frame, each pixel the mean of the area that it covers.
 *
 * @param picture Unchanged.
 * @param frame Size of the frame, px.
 * @param place Where the picture goes: {@link fitInto}.
 * @returns Red, green, blue, 0…255: dims [height × width × 3] of the frame.
 */
export function letterbox(picture: Picture, frame: Size, place: Placement): Float32Array<ArrayBuffer> {
  const values = new Float32Array(frame.width * frame.height * 3);
  const columns = areas(picture.width, place.width);
  const rows = areas(picture.height, place.height);
  const line = new Float32Array(picture.width * 3);
  rows.forEach(({ first, shares }, y) => {
    line.fill(0);
    shares.forEach((share, row) => {
      const from = (first + row) * picture.width * 3;
      for (let index = 0; index < line.length; index++) {
        line[index] = (line[index] as number) + share * (picture.data[from + index] as number);
      }
    });
    let to = ((place.y + y) * frame.width + place.x) * 3;
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let index = 0; index < column.shares.length; index++) {
          sum += (column.shares[index] as number) * (line[(column.first + index) * 3 + channel] as number);
        }
        values[to++] = sum;
      }
    }
  });
  return values;
}

/** Which source pixels a pixel covers, and how much of it each fills. */
interface Area {
  readonly first: number;
  readonly shares: readonly number[];
}

function areas(source: number, length: number): Area[] {
  const step = source / length;
  return Array.from({ length }, (_, index) => {
    const from = index * step;
    const to = Math.min(from + step, source);
    const first = Math.min(Math.floor(from), source - 1);
    const last = Math.max(first, Math.min(Math.ceil(to), source) - 1);
    const shares = Array.from(
      { length: last - first + 1 },
      (__, pixel) => (Math.min(to, first + pixel + 1) - Math.max(from, first + pixel)) / (to - from),
    );
    return { first, shares };
  });
}
