/** padding: output_location, even_size, psnr, scene. */
import type { Rgb } from '@nearside/autoflip/steps';
import {
  blackPicture,
  cropPicture,
  padPicture,
  paddingLayout,
  resizePicture,
  scaleCrop,
  solidBackground,
  type Picture,
} from '@nearside/autoflip/steps';
import { differ, type Form, type Item } from './check.ts';
import { codeAsJpeg, psnr } from './jpeg-loss.ts';
import { readPicture } from './pictures.ts';
import { referenceScene, type RegionItem } from './reference-scene.ts';
import { quad, size, type Pair, type Quad } from './values.ts';
import { fill } from './vision.ts';

/** Where the picture goes; for a picture narrower than the frame in the transposed frame, as there. */
export const outputLocation: Form = (item) => {
  const { foreground } = paddingLayout(size(item['input'] as Pair), item['aspect'] as number);
  return differ('location', quad(foreground), item['expected']);
};

/** The frame's size. */
export const evenSize: Form = (item) => {
  const { output } = paddingLayout(
    size(item['input'] as Pair),
    item['aspect'] as number,
    item['scale_to_multiple_of_two'] === true,
  );
  return differ('size', [output.width, output.height], item['expected']);
};

/** The whole effect against the reference's picture, both coded as JPEG. */
export const likeness: Form = (item, { file, images }) => {
  const defaults = (file['defaults'] ?? {}) as Item;
  const number = (name: string, key: string) => (item[name] ?? item[key] ?? defaults[key]) as number;
  const input = readPicture(images, item['input_file'] as string);
  const reference = readPicture(images, item['reference_file'] as string);
  const padded = padPicture(input, item['aspect'] as number, {
    backgroundContrast: number('background_contrast', 'background_contrast'),
    blurCvSize: number('blur', 'blur_cv_size'),
    overlayOpacity: number('overlay_opacity', 'overlay_opacity'),
    solidColor: (item['solid_rgb'] as Rgb | null | undefined) ?? undefined,
  });
  if (padded.width !== reference.width || padded.height !== reference.height)
    return [`${padded.width} × ${padded.height}, expected ${reference.width} × ${reference.height}`];
  const ratio = psnr(codeAsJpeg(padded, (item['jpeg_quality'] as number | undefined) ?? 75), reference);
  const least = (item['min_psnr_db'] as number | undefined) ?? 45;
  return ratio >= least ? [] : [`${ratio.toFixed(2)} dB, expected ${least}`];
};

/** A scene of plain pictures: cut, scaled, padded; then its pixels. */
export const scene: Form = (item) => {
  const input = size(item['input'] as Pair);
  const target = size(item['target'] as Pair);
  const top = (item['top_border'] as number | undefined) ?? 0;
  const bottom = (item['bottom_border'] as number | undefined) ?? 0;
  const count = (item['frames'] as number | undefined) ?? 1;
  const times = Array.from({ length: count }, (_, index) => index * 20_000);
  const background = sceneBackground(item, times);
  const regions = regionsOf(item);
  const { windows } = referenceScene({
    input,
    target,
    top,
    bottom,
    times,
    regions,
    hasSolidBackground: background !== undefined,
  });
  const inner = (item['inner_rgb'] ?? [0, 0, 0]) as Rgb;
  const frame = drawFrame(item, inner, top, bottom);
  return windows.flatMap((window, index) => {
    const color = background?.rgbAt(times[index] as number);
    const output = render(cropPicture(frame, { ...window, y: window.y + top }), target, color);
    return [
      ...compareRows(output, item['expected_border_rows_each_side'] as number | undefined, color ?? inner, inner),
      ...comparePixels(output, item['expected_all_pixels'] as Rgb | undefined),
    ].map((problem) => `frame ${index}: ${problem}`);
  });
};

function regionsOf(item: Item): RegionItem[] {
  const required = item['required_region'] as Quad | undefined;
  const detections = item['detections'];
  const listed = Array.isArray(detections) ? (detections as readonly (Quad | RegionItem)[]) : [];
  return [
    ...(required ? [{ rect: required, required: 1 as const, score: 1 }] : []),
    ...listed.map((detection) => ('rect' in detection ? detection : { rect: detection, score: 1 })),
  ];
}

function sceneBackground(item: Item, times: readonly number[]) {
  const every = (item['static_every'] as number | undefined) ?? 1;
  const color = item['colour_rgb'] as Rgb | undefined;
  if (!color) return undefined;
  const seen = times.filter((_, index) => index % every === 0);
  const total = (item['static_total'] as number | undefined) ?? seen.length;
  const coloured = (item['static_with_colour'] as number | undefined) ?? total;
  return solidBackground(
    seen.slice(0, total).map((timeUs, index) => ({ timeUs, color: index < coloured ? color : undefined })),
    (item['solid_fraction_threshold'] as number | undefined) ?? 0.6,
  );
}

function drawFrame(item: Item, inner: Rgb, top: number, bottom: number): Picture {
  const [width, height] = item['input'] as Pair;
  const frame = blackPicture(width, height);
  fill(frame, [0, 0, width, height], (item['border_rgb'] ?? [0, 0, 0]) as Rgb);
  fill(frame, [0, top, width, height - top - bottom], inner);
  return frame;
}

function render(crop: Picture, target: { width: number; height: number }, color: Rgb | undefined): Picture {
  const { scaled, isPadded } = scaleCrop(crop, target);
  const picture = resizePicture(crop, scaled);
  if (!isPadded) return picture;
  return padPicture(picture, target.width / target.height, { solidColor: color });
}

function compareRows(output: Picture, rows: number | undefined, color: Rgb, inner: Rgb): string[] {
  if (rows === undefined) return [];
  const rowIs = (row: number, wanted: Rgb) =>
    isColor(cropPicture(output, { x: 0, y: row, width: output.width, height: 1 }), wanted);
  return Array.from({ length: output.height }, (_, row) => row).flatMap((row) => {
    const isBorder = row < rows || row >= output.height - rows;
    // The picture's own height may be a row more than the two bands leave.
    if (row === output.height - rows - 1) return [];
    return rowIs(row, isBorder ? color : inner) ? [] : [`row ${row} is not ${isBorder ? 'border' : 'picture'}`];
  });
}

function comparePixels(output: Picture, color: Rgb | undefined): string[] {
  if (color === undefined || isColor(output, color)) return [];
  return [`not all pixels are ${color.join()}`];
}

// A colour goes through CIELAB, and a resize rounds.
const colorTolerance = 1;

function isColor({ data }: Picture, color: Rgb): boolean {
  return data.every((value, at) => Math.abs(value - (color[at % 3] as number)) <= colorTolerance);
}
