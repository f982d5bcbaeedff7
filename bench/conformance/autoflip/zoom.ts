/** content_zoom. */
import {
  ContentZoom,
  wholeWindow,
  zoomBorders,
  type ContentZoomOptions,
  type ContentZoomOverrides,
} from '@nearside/autoflip/steps';
import { differ, type Form, type Item } from './check.ts';
import { camelKeys, rect, size, type Pair, type Quad } from './values.ts';

const overrideNames = ['maxZoomFactorPct', 'scaleFactorPct', 'animateZoom'] as const;

function optionsOf(item: Item, file: Item): Record<string, unknown> {
  const base = camelKeys(file['base_options']);
  const own = camelKeys(item['options']);
  const merged: Record<string, unknown> = { ...base, ...own };
  for (const axis of ['pan', 'tilt', 'zoom']) {
    const settings = { ...(base[axis] as object | undefined), ...(own[axis] as object | undefined) };
    merged[axis] = withoutContradictions(settings, own[axis] as Item | undefined);
  }
  if (Array.isArray(merged['targetSize'])) merged['targetSize'] = size(merged['targetSize'] as unknown as Pair);
  return merged;
}

/** A case's own form of an option replaces the other form of it in the base. */
function withoutContradictions(settings: Record<string, unknown>, own: Item = {}): Record<string, unknown> {
  const result = { ...settings };
  if (own['minMotionToReframeLower'] !== undefined && own['minMotionToReframe'] === undefined)
    delete result['minMotionToReframe'];
  if (own['maxVelocityScale'] !== undefined && own['maxVelocity'] === undefined) delete result['maxVelocity'];
  return result;
}

/** Values of this packet: one for all, or a list with one for each. */
function overridesAt(options: Item, index: number): ContentZoomOverrides {
  const entries = overrideNames.flatMap((name) => {
    const value = options[name];
    const own = Array.isArray(value) ? (value[index] as unknown) : value;
    return own === undefined || own === null ? [] : [[name, own]];
  });
  return Object.fromEntries(entries) as ContentZoomOverrides;
}

type Packet = readonly [timeUs: number, box: Quad | readonly Quad[] | null];

/** Windows, frame after frame. */
export const windows: Form = (item, { file }) => {
  const options = optionsOf(item, file);
  const zoom = new ContentZoom(options as ContentZoomOptions);
  const sizes = item['sizes'] as readonly Pair[] | undefined;
  const results = (item['detections'] as readonly Packet[]).map(([timeUs, boxes], index) => {
    const frame = size(sizes?.[index] ?? (item['size'] as Pair));
    const window = wholeWindow(zoom.next(boxesOf(boxes), timeUs, frame, overridesAt(options, index)));
    return [window.centerX, window.centerY, window.width, window.height];
  });
  return ((item['expected'] ?? []) as readonly (readonly [number, Quad])[]).flatMap(([index, window]) =>
    differ(`frame ${index}`, results[index], window, { relative: 0, absolute: 0 }),
  );
};

/** The bands above and below the first window. */
export const borders: Form = (item, { file }) => {
  const frame = size(item['size'] as Pair);
  const options = { ...optionsOf(item, file) };
  if (item['target'] !== undefined) options['targetSize'] = size(item['target'] as Pair);
  const zoom = new ContentZoom(options as ContentZoomOptions);
  const window = zoom.next(boxesOf(item['detection'] as Packet[1]), 0, frame, overridesAt(options, 0));
  const { top, bottom } = zoomBorders(window, frame.height);
  return differ('top, bottom', [top, bottom], item['expected_top_bottom']);
};

function boxesOf(boxes: Packet[1]) {
  if (!boxes || boxes.length === 0) return [];
  return typeof boxes[0] === 'number' ? [rect(boxes as Quad)] : (boxes as readonly Quad[]).map(rect);
}
