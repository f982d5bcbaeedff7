import { JsonReader } from './json-reader.ts';
import { checkSource } from './read-source.ts';
import type { Signals, SourceInfo } from './signals.ts';
import { histogramBins } from './vision/color-histogram.ts';
import { thumbnailCells } from './vision/luma-thumbnail.ts';

const read = new JsonReader('signals');

/**
 * Checks signals of unknown origin, such as a stored file's parsed JSON.
 *
 * @param json Anything.
 * @returns The same object, unknown keys and all.
 * @throws NearsideError 'invalid-input' naming the first field that is wrong, or for an unknown version.
 */
export function readSignals(json: unknown): Signals {
  readSource(json);
  const signals = json as Readonly<Record<string, unknown>>;
  if (signals['frames'] !== undefined) checkFrames(signals['frames']);
  if (signals['boundaries'] !== undefined) checkBoundaries(signals['boundaries']);
  if (signals['borders'] !== undefined) checkBorders(signals['borders']);
  checkKeyFrames(signals['keyFrames']);
  return json as Signals;
}

/**
 * Checks what signals say of their video, and nothing else yet.
 *
 * @param json Anything.
 * @returns Their `source`.
 * @throws NearsideError 'invalid-input' as {@link readSignals}.
 */
export function readSource(json: unknown): SourceInfo {
  const signals = read.object(json, 'the document');
  read.version(signals['version']);
  checkSource(read, signals['source']);
  return signals['source'] as SourceInfo;
}

function checkFrames(value: unknown): void {
  const frames = read.object(value, 'frames');
  const times = read.list(frames['timesUs'], 'frames.timesUs');
  checkRising(times, 'frames.timesUs', (item) => item, true);
  if (frames['motion'] !== undefined) checkColumn(frames['motion'], 'frames.motion', times.length, true);
  if (frames['histograms'] !== undefined)
    checkColumn(frames['histograms'], 'frames.histograms', times.length * histogramBins, false);
  if (frames['thumbnails'] !== undefined)
    checkColumn(frames['thumbnails'], 'frames.thumbnails', times.length * thumbnailCells, false);
  if (frames['luma'] !== undefined) checkColumn(frames['luma'], 'frames.luma', times.length, false);
}

function checkColumn(value: unknown, field: string, length: number, mayBeNull: boolean): void {
  const column = read.list(value, field);
  if (column.length !== length) throw read.refuse(field, `a list of ${length} values, not ${column.length}`);
  for (const [index, item] of column.entries())
    if (!(mayBeNull && item === null) && !(typeof item === 'number' && Number.isFinite(item)))
      throw read.refuse(`${field}[${index}]`, 'a number');
}

function checkBoundaries(value: unknown): void {
  const boundaries = read.list(value, 'boundaries');
  checkRising(boundaries, 'boundaries', (item, field) => read.object(item, field)['timeUs']);
  for (const [index, item] of boundaries.entries())
    read.word((item as { kind?: unknown }).kind, `boundaries[${index}].kind`, ['cut', 'transition']);
}

function checkBorders(value: unknown): void {
  const borders = read.list(value, 'borders');
  checkRising(borders, 'borders', (item, field) => read.object(item, field)['timeUs']);
  for (const [index, item] of borders.entries()) {
    const border = item as Readonly<Record<string, unknown>>;
    for (const side of ['top', 'right', 'bottom', 'left']) read.number(border[side], `borders[${index}].${side}`, 0);
    if (border['solidBackground'] !== undefined)
      checkColor(border['solidBackground'], `borders[${index}].solidBackground`);
  }
}

function checkColor(value: unknown, field: string): void {
  const color = read.list(value, field);
  if (color.length !== 3) throw read.refuse(field, 'three numbers');
  for (const [channel, item] of color.entries()) read.number(item, `${field}[${channel}]`, 0, 255);
}

function checkKeyFrames(value: unknown): void {
  const keyFrames = read.list(value, 'keyFrames');
  checkRising(keyFrames, 'keyFrames', (item, field) => read.object(item, field)['timeUs']);
  for (const [index, item] of keyFrames.entries()) {
    const detections = read.list((item as { detections?: unknown }).detections, `keyFrames[${index}].detections`);
    for (const [at, detection] of detections.entries())
      checkDetection(detection, `keyFrames[${index}].detections[${at}]`);
  }
}

function checkDetection(value: unknown, field: string): void {
  const { type, box, score, id, input, isRequired } = read.object(value, field) as Readonly<Record<string, unknown>>;
  read.string(type, `${field}.type`);
  const { x, y, width, height } = read.object(box, `${field}.box`) as Readonly<Record<string, unknown>>;
  read.number(x, `${field}.box.x`);
  read.number(y, `${field}.box.y`);
  read.number(width, `${field}.box.width`, 0);
  read.number(height, `${field}.box.height`, 0);
  if (score !== undefined) read.number(score, `${field}.score`, 0);
  if (id !== undefined) read.number(id, `${field}.id`, 0, Number.MAX_SAFE_INTEGER);
  if (input !== undefined) read.number(input, `${field}.input`);
  if (isRequired !== undefined) read.boolean(isRequired, `${field}.isRequired`);
}

/** Times in order; of key frames and frames no two are the same. */
function checkRising(
  items: readonly unknown[],
  field: string,
  timeOf: (item: unknown, field: string) => unknown,
  mayBeNegative = false,
): void {
  let before = -Infinity;
  for (const [index, item] of items.entries()) {
    const timeUs = timeOf(item, `${field}[${index}]`);
    if (typeof timeUs !== 'number' || !Number.isFinite(timeUs) || (!mayBeNegative && timeUs < 0))
      throw read.refuse(`${field}[${index}]`, 'at a time in µs');
    if (timeUs <= before) throw read.refuse(`${field}[${index}]`, 'later than the one before');
    before = timeUs;
  }
}
