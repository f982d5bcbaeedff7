import type { Point, Rect, Size } from '../geometry.ts';
import { frameCropRegion } from './frame-crop-region.ts';
import type { RequiredRegion } from './required-regions.ts';
import type { RegionFrame } from './scene-regions.ts';
import type { SceneWindow } from './scene-window.ts';
import type { Settings } from './settings.ts';
import type { SubjectSample } from './subject-sample.ts';
import type { Hold } from './subject-switching.ts';

/**
 * Where the centre of the window should be at one key frame, and what it is about; px of the border-less frame. Also where
 * no window can be centred: how far the subject is from its edge counts there.
 */
export interface FocusRegion extends Point, Size {
  readonly timeUs: number;
  readonly weight: number;
}

/** What {@link sceneFocus} reads. */
export interface FocusRequest {
  readonly keyFrames: readonly RegionFrame[];
  readonly samples: readonly SubjectSample[];
  readonly holds: readonly Hold[];
  readonly required: readonly RequiredRegion[];
  readonly window: SceneWindow;
  readonly settings: Settings;
}

/**
 * Where the camera should look, key frame by key frame: at those who are held, as many as the window holds; where nobody
 * is, at what else was seen; where nothing was, at what is required.
 *
 * @param request Subjects, holds, window.
 * @returns A list for each stretch between cuts from one subject to another; one list at least, empty where there is
 *   nothing to look at. The first focus of every list but the first is where its stretch begins.
 */
export function sceneFocus(request: FocusRequest): FocusRegion[][] {
  const { holds, samples } = request;
  const stretches: FocusRegion[][] = [[]];
  for (const hold of holds) {
    const focus = samples.flatMap((sample, index) =>
      sample.timeUs >= hold.startUs && sample.timeUs < hold.endUs ? holdFocus(request, hold, index) : [],
    );
    const last = stretches.at(-1) as FocusRegion[];
    if (hold.startsWithCut && last.length > 0 && focus.length > 0) stretches.push(atStart(focus, hold.startUs));
    else last.push(...focus);
  }
  const isEmpty = stretches.every((stretch) => stretch.length === 0);
  return isEmpty ? [fallback(request)] : stretches;
}

/** A stretch begins with its hold, also where nobody was seen at that moment. */
function atStart(focus: readonly FocusRegion[], startUs: number): FocusRegion[] {
  const [first] = focus as [FocusRegion, ...FocusRegion[]];
  return first.timeUs > startUs ? [{ ...first, timeUs: startUs }, ...focus] : [...focus];
}

function holdFocus(request: FocusRequest, hold: Hold, index: number): FocusRegion[] {
  const { timeUs, subjects } = request.samples[index] as SubjectSample;
  const held = subjects.filter(({ id }) => hold.subjects.includes(id));
  if (held.length === 0) return [];
  const boxes = held.map(({ box, weight }) => ({ ...rectOf(box), score: weight, isRequired: false }));
  const weight = held.reduce((sum, subject) => sum + subject.weight, 0);
  return focusOn(request, timeUs, boxes, Math.max(weight, 1e-3));
}

/** Everything that was seen, by its score; or what is required. */
function fallback(request: FocusRequest): FocusRegion[] {
  const { keyFrames, required } = request;
  const seen = keyFrames.flatMap(({ timeUs, regions }) => {
    const optional = regions.filter(({ isRequired }) => !isRequired);
    return focusOn(request, timeUs, optional, 1);
  });
  if (seen.length > 0) return seen;
  return required.map((region) => toFocus(request, region.timeUs, region, 1));
}

function focusOn(
  request: FocusRequest,
  timeUs: number,
  boxes: readonly (Rect & { readonly score: number; readonly isRequired: boolean })[],
  weight: number,
): FocusRegion[] {
  const { window, settings } = request;
  const { region } = frameCropRegion(timeUs, boxes, { target: window.safe, ...settings.cropRegion });
  return region ? [toFocus(request, timeUs, region, weight)] : [];
}

function toFocus({ window, settings }: FocusRequest, timeUs: number, box: Rect, weight: number): FocusRegion {
  const { size, shiftX, shiftY } = window;
  const { headroom } = settings;
  const centerY = box.y + box.height / 2;
  // With headroom the subject is not in the middle but at a share of the window from its top.
  const shift = headroom === undefined ? shiftY : (0.5 - headroom) * size.height;
  return {
    timeUs,
    x: box.x + box.width / 2 + shiftX,
    y: centerY + shift,
    width: box.width,
    height: box.height,
    weight,
  };
}

function rectOf({ x, y, width, height }: Rect): Rect {
  return { x, y, width, height };
}
