/** signals: face_to_region, object_to_region, fusion, visual_score, aspect_filter. */
import type { Detection, SignalSetting, SignalType } from '@nearside/autoflip/solve';
import {
  blackPicture,
  bufferScenes,
  faceRegions,
  fuseSignals,
  objectRegions,
  passesAspectFilter,
  visualScore,
  visualScoreOfPixels,
} from '@nearside/autoflip/steps';
import { defaultTolerance, differ, type Form } from './check.ts';
import { fill } from './vision.ts';
import { point, quad, rect, size, type Pair, type Quad } from './values.ts';

interface FaceItem {
  readonly box: Quad;
  readonly keypoints: readonly Pair[];
}

interface ExpectedRegion {
  readonly type?: string;
  readonly box?: Quad;
  readonly score?: number;
}

// A landmark's box is 1 px at least, which the source compares in single precision.
const shareTolerance = { relative: defaultTolerance, absolute: 1e-7 };

/** Faces to regions. */
export const faces: Form = (item) => {
  const image = item['image'] as Pair | null | undefined;
  const regions = faceRegions(
    (item['faces'] as readonly FaceItem[]).map(({ box, keypoints }) => ({
      box: rect(box),
      keypoints: keypoints.map(point),
    })),
    image ? size(image) : null,
    {
      exportWholeFace: item['whole_face'] === true,
      exportIndividualFaceLandmarks: item['landmarks'] === true,
      exportBboxFromLandmarks: item['bbox'] !== false,
      useVisualScorer: item['scorer'] !== false,
    },
  );
  const expected = item['expected'] as readonly ExpectedRegion[] | undefined;
  const firstTwo = item['expected_first_two'] as readonly Quad[] | undefined;
  return [
    ...(expected === undefined ? [] : compareRegions(regions, expected)),
    ...(item['expected_count'] === undefined ? [] : differ('count', regions.length, item['expected_count'])),
    ...(firstTwo === undefined
      ? []
      : firstTwo.flatMap((box, index) => differ(`box ${index}`, boxOf(regions[index]), box, shareTolerance))),
    ...(item['expected_score'] === undefined ? [] : differ('score', regions[0]?.score, item['expected_score'])),
  ];
};

function compareRegions(regions: readonly Detection[], expected: readonly ExpectedRegion[]): string[] {
  return [
    ...differ('count', regions.length, expected.length),
    ...expected.flatMap((region, index) => [
      ...(region.type === undefined ? [] : differ(`type ${index}`, regions[index]?.type, region.type)),
      ...(region.box === undefined ? [] : differ(`box ${index}`, boxOf(regions[index]), region.box, shareTolerance)),
      ...(region.score === undefined ? [] : differ(`score ${index}`, regions[index]?.score, region.score)),
    ]),
  ];
}

function boxOf(region: Detection | undefined): Quad | undefined {
  return region && quad(region.box);
}

/** Objects to regions. */
export const objects: Form = (item) => {
  const boxes = item['boxes'] as readonly Quad[] | undefined;
  const labels = item['labels'] as readonly string[];
  const regions = objectRegions(
    labels.map((label, index) => ({ label, box: rect(boxes?.[index] ?? [0, 0, 0.5, 0.5]) })),
    { outputStandardSignals: item['standard'] !== false, outputAllSignals: item['all'] === true },
  );
  const expected = item['expected'] as readonly (readonly [string, Quad])[] | undefined;
  return [
    ...(expected === undefined
      ? []
      : compareRegions(
          regions,
          expected.map(([type, box]) => ({ type, box })),
        )),
    ...(item['expected_count'] === undefined ? [] : differ('count', regions.length, item['expected_count'])),
  ];
};

type FusionRow = readonly [type: string, score: number, id: number | null];

interface FusionFrame {
  readonly boundary?: boolean;
  readonly sets: readonly (readonly FusionRow[])[];
}

/** Scores by type, over scenes. */
export const fusion: Form = (item) => {
  const frames = item['frames'] as readonly FusionFrame[];
  const detections = frames.map(({ sets }) =>
    sets.flatMap((set, input) =>
      set.map(([type, score, id]): Detection => {
        const region = { type: type as SignalType, box: { x: 0, y: 0, width: 1, height: 1 }, score, input };
        return id === null || id === undefined ? region : { ...region, id };
      }),
    ),
  );
  const settings = Object.fromEntries(
    Object.entries((item['settings'] ?? {}) as Record<string, Pair>).map(([type, [minScore, maxScore]]) => [
      type,
      { minScore, maxScore } satisfies SignalSetting,
    ]),
  ) as Partial<Record<SignalType, SignalSetting>>;
  const scores = scenesOf(frames, (item['max_scene_size'] as number | undefined) ?? 600).flatMap(([from, to]) =>
    fuseSignals(detections.slice(from, to), settings).map((fused) => fused.map(({ score }) => score)),
  );
  return item['expected'] === undefined ? [] : differ('scores', scores, item['expected']);
};

/** Without a stream of boundaries every frame is a scene; a scene is flushed once it exceeds its longest size. */
function scenesOf(frames: readonly FusionFrame[], maxSceneSize: number): Pair[] {
  const hasStream = frames.some(({ boundary }) => boundary !== undefined && boundary !== null);
  if (!hasStream) return frames.map((_, index) => [index, index + 1]);
  const boundaries = frames.flatMap(({ boundary }, timeUs) => (boundary ? [{ timeUs, kind: 'cut' as const }] : []));
  const times = frames.map((_, index) => index);
  // The fusing calculator's buffer holds one frame more than the cropping one's.
  const limits = { maxSceneSize: maxSceneSize + 1, priorFrameBufferSize: 0 };
  return bufferScenes(times, boundaries, limits).map(({ from, to }) => [from, to]);
}

/** How much a region stands out; or an order of scores while more is painted. */
export const visual: Form = (item) => {
  const [width, height] = item['image'] as Pair;
  const [areaWeight, sharpnessWeight, colorfulnessWeight] = item['weights'] as readonly [number, number, number];
  const picture = blackPicture(width, height);
  const region = rect(item['region'] as Quad);
  const scoreOf = item['normalised'] === true ? visualScore : visualScoreOfPixels;
  const score = () => scoreOf(picture, region, { areaWeight, sharpnessWeight, colorfulnessWeight });
  const fills = (item['fills'] ?? []) as readonly (readonly [Quad, readonly [number, number, number]])[];
  const scores = fills.map(([area, color]) => {
    fill(picture, area, color);
    return score();
  });
  if (typeof item['expected'] !== 'string') return differ('score', scores.at(-1) ?? score(), item['expected']);
  const rises =
    scores.length > 1 && scores.every((value, index) => index === 0 || value > (scores[index - 1] as number));
  return rises ? [] : [`scores ${scores.join(', ')}: ${item['expected']}`];
};

/** Frames that a ratio lets pass. */
export const aspectFilter: Form = (item) =>
  differ(
    'passes',
    passesAspectFilter(size(item['frame'] as Pair), size(item['target'] as Pair), item['type'] as 'upper' | 'lower', {
      failIfAny: item['fail_if_any'] === true,
    }),
    item['passes'],
  );
