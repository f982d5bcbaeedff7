/** scene_camera_motion. */
import type { CameraMotionOptions } from '@nearside/autoflip/solve';
import {
  decideCameraMotion,
  focusPoints,
  summarizeScene,
  type CameraMotion,
  type FocusPoint,
  type KeyFrameCenter,
  type SceneSummary,
} from '@nearside/autoflip/steps';
import { compareKeys, defaultTolerance, differ, type Form, type Item } from './check.ts';
import { cropRegions, summaryKeys, type KeyFrameItem } from './geometry.ts';
import { invalidInput } from './refusal.ts';
import { camelKeys, point, protoCameraMotion, rect, size, type Pair, type Quad } from './values.ts';

function optionsOf(item: Item): CameraMotionOptions {
  return { ...protoCameraMotion, ...camelKeys(item['options']) };
}

/** A summary, then steady, sweep or tracking. */
export const decision: Form = (item) => {
  const summary = summaryOf(item['summary'] as Item);
  const last = item['last_salient'] as Item | undefined;
  const { motion, window } = decideCameraMotion(
    summary,
    {
      sceneSpanSec: (item['span_s'] as number | undefined) ?? 1,
      frames: (item['frames'] as number | undefined) ?? 30,
      endUs: (item['end_us'] as number | undefined) ?? 0,
      hasSolidBackground: item['has_solid_background'] === true,
      lastSalient: last && { endUs: last['end_us'] as number, motion: motionOf(last['motion'] as Item) },
    },
    optionsOf(item),
  );
  return compareKeys((item['expected'] ?? {}) as Item, {
    type: () => motion.type,
    center: () => motion.type === 'steady' && [motion.center.x, motion.center.y],
    center_x: () => motion.type === 'steady' && motion.center.x,
    center_y: () => motion.type === 'steady' && motion.center.y,
    start: () => motion.type === 'sweep' && [motion.start.x, motion.start.y],
    end: () => motion.type === 'sweep' && [motion.end.x, motion.end.y],
    window: () => [window.width, window.height],
  });
};

function summaryOf(item: Item): SceneSummary {
  const pair = (key: string, fallback: Pair): Pair => (item[key] as Pair | undefined) ?? fallback;
  const frame = pair('frame', [0, 0]);
  const keyFrames = keyFramesOf(item['centers'], item['scores'], undefined);
  return {
    frame: size(frame),
    target: size(pair('target', frame)),
    numKeyFrames: (item['num_key_frames'] as number | undefined) ?? keyFrames.length,
    keyFrames,
    centerMin: point(pair('center_min', [0, 0])),
    centerMax: point(pair('center_max', [0, 0])),
    scoreMin: (item['score_min'] as number | undefined) ?? 0,
    scoreMax: (item['score_max'] as number | undefined) ?? 1,
    cropWindow: size(pair('crop_window', pair('target', frame))),
    hasSalientRegion: item['has_salient'] !== false,
    requiredUnion: item['has_required'] === true ? rect(item['required_union'] as Quad) : undefined,
    successRate: (item['success_rate'] as number | undefined) ?? 1,
    motion: point(pair('motion', [0, 0])),
  };
}

/** A centre of −1 marks an empty key frame. */
function keyFramesOf(centers: unknown, scores: unknown, times: unknown): KeyFrameCenter[] {
  const points = (centers ?? []) as readonly (readonly [number, number | null])[];
  return points.map(([x, y], index) => ({
    timeUs: (times as readonly number[] | undefined)?.[index] ?? index,
    x,
    y: y ?? -1,
    score: (scores as readonly number[] | undefined)?.[index] ?? 1,
  }));
}

function motionOf(item: Item | undefined): CameraMotion {
  switch (item?.['type']) {
    case 'sweep':
      return { type: 'sweep', start: point(item['start'] as Pair), end: point(item['end'] as Pair) };
    case 'tracking':
      return { type: 'tracking' };
    case 'steady':
      return { type: 'steady', center: point((item['center'] as Pair | undefined) ?? [0, 0]) };
    default:
      throw invalidInput(`there is no camera motion ${JSON.stringify(item)}`);
  }
}

/** A motion, then points for every frame. */
export const focus: Form = (item) => {
  const frame = size(item['frame'] as Pair);
  const window = size((item['window'] as Pair | undefined) ?? [1, 1]);
  const count = (item['infos'] as number | undefined) ?? (item['num_key_frames'] as number | undefined) ?? 1;
  const keyFrames = item['key_centers']
    ? keyFramesOf(item['key_centers'], item['key_scores'], item['key_times'])
    : keyFramesOf(
        Array.from({ length: count }, (): Pair => [0, 0]),
        undefined,
        undefined,
      );
  const times =
    (item['frame_times'] as readonly number[] | undefined) ??
    Array.from({ length: (item['frames'] as number | undefined) ?? 0 }, (_, index) => index * 33_333);
  const points = focusPoints(
    { frame, keyFrames, numKeyFrames: (item['num_key_frames'] as number | undefined) ?? keyFrames.length },
    motionOf(item['motion'] as Item | undefined),
    window,
    times,
    optionsOf(item),
  );
  return compareFocus(points, item);
};

function compareFocus(frames: readonly (readonly FocusPoint[])[], item: Item): string[] {
  const tolerance = { relative: (item['tolerance'] as number | undefined) ?? defaultTolerance };
  const rows = frames.map((points) => points.map(({ x, y, weight }) => [x, y, weight]));
  const each = item['expected_points_each_frame'];
  const full = item['expected'] as readonly (readonly unknown[])[] | undefined;
  const places = item['expected_xy'] as readonly Pair[] | undefined;
  const nested = full && full.map((row) => (Array.isArray(row[0]) ? row : [row]));
  return [
    ...(each === undefined ? [] : rows.flatMap((row, index) => differ(`frame ${index}`, row, each, tolerance))),
    ...(nested === undefined ? [] : differ('frames', rows, nested, tolerance)),
    ...(places === undefined
      ? []
      : differ(
          'frames',
          frames.map(([first]) => [first?.x, first?.y]),
          places,
          tolerance,
        )),
    ...(item['expected_ok'] === undefined
      ? []
      : differ('ok', rows.flat(2).every(Number.isFinite), item['expected_ok'])),
    ...(item['expected_count'] === undefined ? [] : differ('count', frames.length, item['expected_count'])),
  ];
}

/** Key frames to focus points, all steps. */
export const whole: Form = (item) => {
  const summary = summarizeScene(
    cropRegions((item['key_frames'] ?? []) as readonly KeyFrameItem[]),
    size(item['frame'] as Pair),
    size(item['target'] as Pair),
  );
  const times = item['frame_times'] as readonly number[];
  const options = optionsOf(item);
  const { motion, window } = decideCameraMotion(
    summary,
    {
      sceneSpanSec: times.length > 0 ? ((times.at(-1) as number) - (times[0] as number)) / 1e6 : 0,
      frames: times.length,
      endUs: times.at(-1) ?? 0,
      hasSolidBackground: item['has_solid_background'] === true,
    },
    options,
  );
  const points = focusPoints(summary, motion, window, times, options);
  return compareKeys((item['expected'] ?? {}) as Item, {
    ...summaryKeys(summary),
    focus_frames: () => points.length,
    type: () => motion.type,
    center: () => motion.type === 'steady' && [motion.center.x, motion.center.y],
    start: () => motion.type === 'sweep' && [motion.start.x, motion.start.y],
    end: () => motion.type === 'sweep' && [motion.end.x, motion.end.y],
    window: () => [window.width, window.height],
  });
};
