/** scene_cropping: target_size, even_output, render_instructions, buffering, crop_frames. */
import type { TargetSizeType } from '@nearside/autoflip/solve';
import {
  bufferScenes,
  parseAspectRatio,
  polynomialWindows,
  renderInstruction,
  targetSize,
  type Rgb,
} from '@nearside/autoflip/steps';
import { compareKeys, differ, type Form, type Item } from './check.ts';
import { referenceScene } from './reference-scene.ts';
import { invalidInput } from './refusal.ts';
import { camelKeys, quad, size, type Pair, type Quad } from './values.ts';

function aspectOf(item: Item): number | undefined {
  const aspect = item['aspect'] ?? item['aspect_ratio'] ?? item['external_aspect_ratio'];
  if (aspect === undefined) return undefined;
  return typeof aspect === 'number' ? aspect : parseAspectRatio(String(aspect));
}

/** The size of the output. */
export const target: Form = (item) => {
  const { width, height } = targetSize({
    type: item['type'] as TargetSizeType,
    input: size(item['input'] as Pair),
    target: item['target'] ? size(item['target'] as Pair) : undefined,
    aspectRatio: aspectOf(item),
  });
  return item['expected'] === undefined ? [] : differ('size', [width, height], item['expected']);
};

const keptSide = {
  USE_TARGET_DIMENSION: undefined,
  KEEP_ORIGINAL_HEIGHT: 'height',
  KEEP_ORIGINAL_WIDTH: 'width',
} as const;

/** Every pair of sizes: both sides even, the kept one within a pixel. */
export const evenOutput: Form = (item) => {
  const sizes = (item['sizes'] as readonly Pair[]).map(size);
  const targets = sizes.filter(({ width, height }) => width % 2 === 0 && height % 2 === 0);
  return Object.entries(keptSide).flatMap(([type, kept]) =>
    sizes.flatMap((input) =>
      targets.flatMap((wanted) => {
        const output = targetSize({ type: type as TargetSizeType, input, target: wanted });
        const isEven = output.width % 2 === 0 && output.height % 2 === 0;
        const isKept = kept
          ? Math.abs(output[kept] - input[kept]) <= 1
          : output.width === wanted.width && output.height === wanted.height;
        return isEven && isKept ? [] : [`${type} of ${text(input)} and ${text(wanted)}: ${text(output)}`];
      }),
    ),
  );
};

function text({ width, height }: { width: number; height: number }): string {
  return `${width} × ${height}`;
}

/** The first frame's instruction; every frame's is the same where every frame shows the same. */
export const instructions: Form = (item) => {
  const input = size(item['input'] as Pair);
  const features = size((item['features'] as Pair | undefined) ?? (item['input'] as Pair));
  const output = size(item['target'] as Pair);
  const [x, y, width, height] = item['detection_each_frame_feature_px'] as Quad;
  const across = input.width / features.width;
  const down = input.height / features.height;
  const interval = (item['frame_interval_us'] as number | undefined) ?? 20_000;
  const times = Array.from({ length: item['frames'] as number }, (_, index) => index * interval);
  const { windows } = referenceScene({
    input,
    target: output,
    times,
    regions: [
      {
        rect: [x * across, y * down, width * across, height * down],
        score: (item['detection_score'] as number | undefined) ?? 1,
        required: item['detection_required'] === true,
      },
    ],
    solver: (item['solver'] as 'polynomial' | 'kinematic' | undefined) ?? 'polynomial',
    options: camelKeys(item['options']),
  });
  return windows.flatMap((window, index) => {
    const timeUs = times[index] as number;
    const color = item['padding_color'] as Rgb | undefined;
    const made = color
      ? renderInstruction(timeUs, window, input, output, color)
      : renderInstruction(timeUs, window, input, output);
    return compareKeys((item['expected'] ?? {}) as Item, {
      crop_from: () => quad(made.cropFrom),
      normalised: () => quad(made.normalizedCropFrom),
      render_to: () => quad(made.renderTo),
      padding_color: () => made.paddingColor,
      target: () => [output.width, output.height],
    }).map((problem) => `frame ${index}: ${problem}`);
  });
};

/** Options that must lie within limits, by the reference's checks. */
const limits: Readonly<Record<string, (value: number) => boolean>> = {
  solid_background_frames_padding_fraction: isShare,
  background_contrast: isShare,
  overlay_opacity: isShare,
  blur_cv_size: (value) => value > 0,
};

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** Frames in, frames out, by scenes. */
export const buffering: Form = (item) => {
  for (const [name, isAllowed] of Object.entries(limits)) {
    const value = item[name] ?? (item['options'] as Item | undefined)?.[name];
    if (value !== undefined && !isAllowed(value as number)) throw invalidInput(`${name} of ${String(value)}`);
  }
  const interval = (item['frame_interval_us'] as number | undefined) ?? 20_000;
  const times = Array.from({ length: (item['frames'] as number | undefined) ?? 0 }, (_, index) => index * interval);
  const cuts = ((item['boundaries'] ?? item['boundary_frames'] ?? []) as readonly number[]).map((index) => ({
    timeUs: index * interval,
    kind: 'cut' as const,
  }));
  const scenes = bufferScenes(times, cuts, {
    maxSceneSize: (item['max_scene_size'] as number | undefined) ?? 600,
    priorFrameBufferSize: (item['prior_frames'] as number | undefined) ?? 30,
  });
  const output = scenes.reduce((sum, { from, to }) => sum + to - from, 0);
  return [
    ...(item['expected_output_frames'] === undefined ? [] : differ('frames', output, item['expected_output_frames'])),
    ...(item['expected_scenes'] === undefined ? [] : differ('scenes', scenes.length, item['expected_scenes'])),
  ];
};

/** Windows from focus points. */
export const cropFrames: Form = (item) => {
  const frames = (item['frames'] as number | undefined) ?? 30;
  const [x, y] = (item['focus'] as Pair | undefined) ?? [0.5, 0.5];
  const points = (count: number) => Array.from({ length: count }, () => [{ x, y, weight: 1 }]);
  const focus = points((item['focus_frames'] as number | undefined) ?? frames);
  if (focus.length !== frames) throw invalidInput(`${focus.length} lists of focus points for ${frames} frames`);
  const windows = polynomialWindows({
    frame: size((item['frame'] as Pair | undefined) ?? [320, 180]),
    window: size((item['window'] as Pair | undefined) ?? [90, 160]),
    focus,
    priorFocus: points((item['prior'] as number | undefined) ?? 0),
  });
  const expected = item['expected_size'] as Pair | undefined;
  return [
    ...differ('count', windows.length, frames),
    ...(expected === undefined
      ? []
      : windows.flatMap(({ width, height }, index) => differ(`window ${index}`, [width, height], expected))),
    ...(item['expected'] === undefined
      ? []
      : windows.flatMap((window, index) => differ(`window ${index}`, quad(window), item['expected']))),
  ];
};
