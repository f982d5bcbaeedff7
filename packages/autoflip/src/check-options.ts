import { JsonReader } from './json-reader.ts';
import { presets } from './presets.ts';

const read = new JsonReader('options');

type Check = (value: unknown, field: string) => void;

const share: Check = (value, field) => void read.number(value, field, 0, 1);
const flag: Check = (value, field) => void read.boolean(value, field);
const text: Check = (value, field) => void read.string(value, field);
const oneOf =
  (...words: string[]): Check =>
  (value, field) =>
    void read.word(value, field, words);
const atLeast =
  (least: number): Check =>
  (value, field) =>
    void read.number(value, field, least);
const aboveZero: Check = (value, field) => {
  if (!(typeof value === 'number' && value > 0)) throw read.refuse(field, 'a number above 0');
};
const listOf =
  (item: Check): Check =>
  (value, field) => {
    for (const [index, one] of read.list(value, field).entries()) item(one, `${field}[${index}]`);
  };

/** An object of known fields, each of which may be missing; what is not known is passed over. */
const group =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, field) => {
    const object = read.object(value, field);
    for (const [name, check] of Object.entries(fields))
      if (object[name] !== undefined) check(object[name], field === '' ? name : `${field}.${name}`);
  };

const box: Check = (value, field) => {
  const { x, y, width, height } = read.object(value, field) as Readonly<Record<string, unknown>>;
  read.number(x, `${field}.x`);
  read.number(y, `${field}.y`);
  read.number(width, `${field}.width`, 0);
  read.number(height, `${field}.height`, 0);
};

const timedBox: Check = (value, field) => {
  const { startUs, endUs, box: area } = read.object(value, field) as Readonly<Record<string, unknown>>;
  const start = read.number(startUs, `${field}.startUs`);
  if (read.number(endUs, `${field}.endUs`) <= start) throw read.refuse(`${field}.endUs`, 'after startUs');
  box(area, `${field}.box`);
};

const color: Check = (value, field) => {
  const channels = read.list(value, field);
  if (channels.length !== 3) throw read.refuse(field, 'three numbers');
  for (const [index, channel] of channels.entries()) read.number(channel, `${field}[${index}]`, 0, 255);
};

const signalSetting = group({
  minScore: atLeast(0),
  maxScore: atLeast(0),
  isRequired: flag,
  onlyRequired: flag,
  minimumDetectionScore: atLeast(0),
});

const signalSettings: Check = (value, field) => {
  for (const [type, setting] of Object.entries(read.object(value, field)))
    if (setting !== undefined) signalSetting(setting, `${field}.${type}`);
};

const padding = group({
  kind: oneOf('auto', 'solid', 'blur'),
  color,
  backgroundContrast: share,
  overlayOpacity: share,
  solidBackgroundFramesPaddingFraction: share,
});

const options = group({
  aspectRatio: text,
  targetSizeType: text,
  targetWidth: atLeast(2),
  targetHeight: atLeast(2),
  reference: flag,
  preset: oneOf(...Object.keys(presets)),
  path: oneOf('constrained', 'polynomial', 'kinematic'),
  coverage: oneOf('best-effort', 'required'),
  requiredBoxes: listOf(timedBox),
  userHints: listOf(timedBox),
  userHintOverride: flag,
  signalSettings,
  primaryFaceOnly: flag,
  safeZone: group({ top: share, right: share, bottom: share, left: share }),
  headroom: share,
  maxSceneSize: aboveZero,
  priorFrameBufferSize: atLeast(0),
  shotBoundary: group({
    minMotion: atLeast(0),
    minShotSpan: atLeast(0),
    windowSize: atLeast(1),
    minShotMeasure: atLeast(0),
    minMotionWithShotMeasure: atLeast(0),
  }),
  cropRegion: group({
    scoreAggregationType: oneOf('MAXIMUM', 'SUM_REQUIRED', 'SUM_ALL', 'CONSTANT'),
    nonRequiredRegionMinCoverageFraction: share,
  }),
  cameraMotion: group({
    motionStabilizationThresholdPercent: atLeast(0),
    snapCenterMaxDistancePercent: atLeast(0),
    maximumSalientPointWeight: atLeast(0),
    salientPointBound: atLeast(0),
    allowSweeping: flag,
    minimumSceneSpanSecForSweeping: atLeast(0),
    minimumSuccessRateForSweeping: atLeast(0),
    sweepEntireFrame: flag,
    durationBeforeCenteringUs: atLeast(0),
  }),
  kinematic: group({
    maxVelocity: atLeast(0),
    maxVelocityScale: atLeast(0),
    maxVelocityShift: atLeast(-1e6),
    minMotionToReframe: atLeast(0),
    minMotionToReframeLower: atLeast(0),
    minMotionToReframeUpper: atLeast(0),
    reframeWindow: atLeast(0),
    updateRateSeconds: aboveZero,
    maxUpdateRate: share,
    filteringTimeWindowUs: atLeast(0),
    meanPeriodUpdateRate: share,
    maxDeltaTimeSec: atLeast(0),
  }),
  padding,
  limits: group({ maxVelocity: aboveZero, maxAcceleration: aboveZero }),
});

/**
 * Checks the options of a caller, field by field; fields that nobody knows are passed over.
 *
 * @param value Anything.
 * @throws NearsideError 'invalid-input' naming the first field that is wrong.
 */
export function checkOptions(value: unknown): void {
  options(value, '');
}

const pathEntry: Check = (value, field) => {
  box(value, field);
  read.number((value as { timeUs?: unknown }).timeUs, `${field}.timeUs`);
};

/** What an edit of each kind must have beside its time. */
const edits: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  lock: { locked: flag },
  path: { path: listOf(pathEntry) },
  camera: { camera: oneOf('stationary', 'tracking') },
  subject: { subjectId: (value, field) => void read.number(value, field) },
  padding: { padding },
  hint: { box },
  split: {},
  join: {},
};

/**
 * Checks the edits of a caller.
 *
 * @param value Anything.
 * @throws NearsideError 'invalid-input' naming the first field that is wrong, or an edit of unknown kind.
 */
export function checkEdits(value: unknown): void {
  for (const [index, one] of read.list(value, 'edits').entries()) {
    const field = `edits[${index}]`;
    const edit = read.object(one, field);
    const kind = read.word(edit['kind'], `${field}.kind`, Object.keys(edits));
    read.number(edit['atUs'], `${field}.atUs`);
    for (const [name, check] of Object.entries(edits[kind] ?? {})) check(edit[name], `${field}.${name}`);
  }
}
