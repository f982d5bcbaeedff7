import type { Picture } from './picture.ts';

const side = 8;

/** Count of the cells of one thumbnail: 64, 8 rows of 8. */
export const thumbnailCells: number = side * side;

/**
 * A frame's brightness in 8 × 8 equal cells: what a histogram cannot say, where in the picture it is bright. It tells a cut
 * from a change of exposure and from a caption that appears.
 *
 * @param picture Of any size, 1 × 1 px at least.
 * @returns Mean brightness of each cell (Rec. 601), whole numbers 0…255, row after row; dims [64].
 */
export function lumaThumbnail({ width, height, data }: Picture): number[] {
  return Array.from({ length: thumbnailCells }, (_, cell) => {
    const [left, right] = cellRange(cell % side, width);
    const [top, bottom] = cellRange(Math.floor(cell / side), height);
    let sum = 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const at = (y * width + x) * 3;
        sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
      }
    }
    return Math.round(sum / ((bottom - top) * (right - left)));
  });
}

/** One pixel at least, also of a picture smaller than the thumbnail. */
function cellRange(index: number, length: number): [number, number] {
  const from = Math.min(Math.floor((index * length) / side), length - 1);
  return [from, Math.max(from + 1, Math.floor(((index + 1) * length) / side))];
}

/** Two thumbnails that are one picture in another light are at least so alike. */
const leastCorrelation = 0.97;

/** A cell that changes by more has something else in it. */
const mostChange = 8;

/** A caption covers at most this share of the cells: a third, and what it only touches. */
const mostCovered = 0.45;

/** Cells that vary less have nothing in them to be known by. */
const leastSpread = 6;

/**
 * Whether two frames next to each other are one picture: in another light, or with something over a part of it. False
 * where both are too plain to tell.
 *
 * @param thumbnails Of all frames, dims [frames × 64].
 * @param a Number of a frame.
 * @param b Number of another.
 */
export function isSamePicture(thumbnails: readonly number[], a: number, b: number): boolean {
  const cells = Array.from({ length: thumbnailCells }, (_, cell) => ({
    before: thumbnails[a * thumbnailCells + cell]!,
    after: thumbnails[b * thumbnailCells + cell]!,
  }));
  const isChanged = ({ before, after }: (typeof cells)[number]) => Math.abs(after - before) > mostChange;
  const changed = cells.filter(isChanged);
  // Bands and captions that stay say nothing of the rest: of a changed light, that tells what changed.
  return changed.length <= mostCovered * thumbnailCells
    ? areAlike(cells.filter((cell) => !isChanged(cell)))
    : areAlike(changed);
}

/** Whether the brightness of one is that of the other, times and plus something. */
function areAlike(cells: readonly { readonly before: number; readonly after: number }[]): boolean {
  const mean = (of: (cell: { before: number; after: number }) => number) =>
    cells.reduce((sum, cell) => sum + of(cell), 0) / cells.length;
  const before = mean((cell) => cell.before);
  const after = mean((cell) => cell.after);
  const product = mean((cell) => (cell.before - before) * (cell.after - after));
  const spreads = [mean((cell) => (cell.before - before) ** 2), mean((cell) => (cell.after - after) ** 2)];
  const [least, most] = [Math.min(...spreads), Math.max(...spreads)];
  return least >= leastSpread ** 2 && product >= leastCorrelation * Math.sqrt(least * most);
}
