/** geometry_utils. */
import {
  blackPicture,
  clampRect,
  cropPicture,
  cropTarget,
  rgbToLab,
  scaleRect,
  sceneBorders,
  solidBackground,
  summarizeScene,
  toFramePixels,
  unionRect,
  type FrameCropRegion,
  type Rgb,
  type SceneSummary,
} from '@nearside/autoflip/steps';
import { invalidInput } from './refusal.ts';
import { compareKeys, differ, type Form, type Item } from './check.ts';
import { quad, rect, size, type Pair, type Quad } from './values.ts';

/** Scaling with rounding. */
export const scale: Form = (item) => {
  const [x, y] = item['scale'] as Pair;
  return differ('rect', quad(scaleRect(rect(item['rect'] as Quad), x, y)), item['expected']);
};

/** Cutting to bounds; what is wholly outside is refused. */
export const clamp: Form = (item) => {
  const [x, y, right, bottom] = (item['bounds'] as Quad | undefined) ?? [0, 0, ...(item['size'] as Pair)];
  const cut = clampRect(rect(item['rect'] as Quad), { x, y, width: right - x, height: bottom - y });
  if (!cut) throw invalidInput('nothing of it is inside');
  return differ('rect', quad(cut), item['expected']);
};

/** The box around two. */
export const union: Form = (item) =>
  differ('rect', quad(unionRect(rect(item['a'] as Quad), rect(item['b'] as Quad))), item['expected']);

/** Detections in px of the frame; those outside are dropped. */
export const framePixels: Form = (item) => {
  const frame = size(item['frame'] as Pair);
  const feature = size((item['feature_frame'] as Pair | undefined) ?? (item['frame'] as Pair));
  if (!(frame.width > 0 && frame.height > 0 && feature.width > 0 && feature.height > 0))
    throw invalidInput('a frame has no size');
  const boxes = (item['boxes'] as readonly (Quad | null)[]).flatMap((box) => {
    if (!box) return [];
    const inside =
      item['normalised'] === true
        ? toFramePixels(rect(box), frame)
        : clampRect(scaleRect(rect(box), frame.width / feature.width, frame.height / feature.height), {
            x: 0,
            y: 0,
            ...frame,
          });
    return inside ? [[...quad(inside)]] : [];
  });
  return differ('boxes', boxes, item['expected']);
};

/** The largest window of a ratio. */
export const target: Form = (item) => {
  const { width, height } = cropTarget(size(item['frame'] as Pair), item['aspect'] as number);
  return differ('target', [width, height], item['expected']);
};

/** A key frame's result, as cases write it. */
export interface KeyFrameItem {
  readonly region: Quad | null;
  readonly required?: Quad | null;
  readonly score?: number;
  readonly required_fit_target?: boolean;
  readonly timestamp?: number;
}

/** Key frames of cases in our form. */
export function cropRegions(items: readonly KeyFrameItem[]): FrameCropRegion[] {
  return items.map((keyFrame) => ({
    timeUs: keyFrame.timestamp ?? 0,
    region: keyFrame.region ? rect(keyFrame.region) : undefined,
    requiredRegion: keyFrame.required ? rect(keyFrame.required) : undefined,
    requiredFitTarget: keyFrame.required_fit_target ?? true,
    fractionOptionalCovered: 0,
    score: keyFrame.score ?? 0,
  }));
}

/** What a summary says, by the cases' names. */
export function summaryKeys(summary: SceneSummary): Record<string, () => unknown> {
  return {
    num_key_frames: () => summary.numKeyFrames,
    centers: () => summary.keyFrames.map(({ x, y, score }) => (score < 0 ? [-1, -1] : [x, y])),
    scores: () => summary.keyFrames.map(({ score }) => score),
    crop_window: () => [summary.cropWindow.width, summary.cropWindow.height],
    has_salient: () => summary.hasSalientRegion,
    has_required: () => summary.requiredUnion !== undefined,
    required_union: () => summary.requiredUnion && quad(summary.requiredUnion),
    score_min: () => summary.scoreMin,
    score_max: () => summary.scoreMax,
    center_min: () => [summary.centerMin.x, summary.centerMin.y],
    center_max: () => [summary.centerMax.x, summary.centerMax.y],
    success_rate: () => summary.successRate,
    motion: () => [summary.motion.x, summary.motion.y],
  };
}

/** What the key frames of a scene have in common. */
export const summary: Form = (item) => {
  const result = summarizeScene(
    cropRegions((item['key_frames'] ?? []) as readonly KeyFrameItem[]),
    size(item['frame'] as Pair),
    size(item['target'] as Pair),
  );
  return compareKeys((item['expected'] ?? {}) as Item, summaryKeys(result));
};

/** [top, bottom] that all frames have. */
export const borders: Form = (item) => {
  const tops = item['top'] as readonly (number | null)[];
  const bottoms = item['bottom'] as readonly (number | null)[];
  const { top, bottom } = sceneBorders(
    tops.map((height, index) => ({ top: height ?? 0, right: 0, bottom: bottoms[index] ?? 0, left: 0 })),
  );
  return differ('borders', [top, bottom], item['expected']);
};

/** Whether a scene has one background colour, and which it is over time. */
export const background: Form = (item) => {
  const colors = item['colors'] as readonly (Rgb | null)[];
  const times = item['times'] as readonly number[] | undefined;
  const found = solidBackground(
    colors.map((color, index) => ({ timeUs: times?.[index] ?? index, color: color ?? undefined })),
    (item['min_fraction'] as number | undefined) ?? 0.6,
  );
  const absolute = (item['tolerance'] as number | undefined) ?? 0.01;
  return [
    ...differ('found', found !== undefined, item['expected']),
    ...((item['lab'] ?? []) as readonly Rgb[]).flatMap((lab, index) =>
      differ(`lab ${index}`, rgbToLab(colors[index] as Rgb), lab, { absolute }),
    ),
    ...Object.keys(item)
      .filter((key) => key.startsWith('lab_at_'))
      .flatMap((key) => differ(key, found?.labAt(Number(key.slice('lab_at_'.length))), item[key], { absolute })),
  ];
};

/** A white band, seen through a window that moves. */
export const translate: Form = (item) => {
  const [width, height] = item['frame'] as Pair;
  const [from, to] = item['white_x'] as Pair;
  const picture = blackPicture(width, height);
  for (let y = 0; y < height; y++) picture.data.fill(255, (y * width + from) * 3, (y * width + to) * 3);
  const output = size(item['output'] as Pair);
  const y = (item['y'] as number | undefined) ?? 0;
  return (item['shifts'] as readonly (number | Pair)[]).flatMap((shift, index) => {
    const [x, down] = typeof shift === 'number' ? [shift, 0] : shift;
    const crop = cropPicture(picture, { x: -x, y: -down, ...output });
    const at = (column: number) => crop.data[(y * crop.width + column) * 3] as number;
    const white = (item['white_at_x'] as readonly number[])[index] as number;
    const black = (item['black_at_x'] as readonly number[])[index] as number;
    return [
      ...(at(white) > 250 ? [] : [`shift ${x}: ${at(white)} at ${white}, expected white`]),
      ...(at(black) < 5 ? [] : [`shift ${x}: ${at(black)} at ${black}, expected black`]),
    ];
  });
};
