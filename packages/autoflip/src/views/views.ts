import type { Rect, Size } from '../geometry.ts';
import type { Plan } from '../plan.ts';
import { roundAway } from '../rectangles.ts';
import type { SignalType } from '../signals.ts';
import type { FocusPoint } from '../solve/focus-points.ts';
import type { Rgb } from '../solve/lab-color.ts';
import { roundWindow, sceneAt, windowAt } from '../window-at.ts';
import type { Mark } from './mark.ts';

const green: Rgb = [0, 255, 0];
const lightYellow: Rgb = [255, 250, 205];
const magenta: Rgb = [255, 0, 255];
const yellow: Rgb = [255, 255, 0];
const cyan: Rgb = [0, 255, 255];
const red: Rgb = [255, 0, 0];
const white: Rgb = [255, 255, 255];

/** A hint and kinds of one's own are white. */
const colors: Readonly<Partial<Record<SignalType, Rgb>>> = {
  FACE_FULL: green,
  FACE_CORE_LANDMARKS: green,
  FACE_ALL_LANDMARKS: green,
  FACE_LANDMARK: green,
  HUMAN: lightYellow,
  CAR: magenta,
  PET: yellow,
  OBJECT: cyan,
  MOTION: red,
  TEXT: red,
  LOGO: red,
};

/** How much darker is what the window leaves out: the reference's overlay. */
const shadeOpacity = 0.7;

/**
 * What was seen in a key frame, and the region made of it: to be drawn on every frame until the next key frame.
 *
 * @param region Of the key frame, px; undefined where there is none.
 * @param seen Boxes, px, with what they show.
 * @see MediaPipe AutoFlip, quality/scene_cropping_viz.cc, DrawDetectionsAndCropRegions
 */
export function keyFrameView(
  region: Rect | undefined,
  seen: readonly { readonly type: SignalType; readonly box: Rect }[],
): Mark[] {
  return [
    ...(region ? [{ kind: 'box' as const, rect: region, thickness: 4, color: green }] : []),
    ...seen.map(({ type, box }) => ({
      kind: 'box' as const,
      rect: box,
      thickness: 2,
      color: colors[type] ?? white,
    })),
  ];
}

/**
 * Where the camera should look in a frame: its focus points, and the window around them before any smoothing.
 *
 * @param points Of the frame; none leave it as it is.
 * @param window px.
 * @param frame Less its borders, px.
 * @see MediaPipe AutoFlip, quality/scene_cropping_viz.cc, DrawFocusPointAndCropWindow
 */
export function focusView(points: readonly FocusPoint[], window: Size, frame: Size): Mark[] {
  if (points.length === 0) return [];
  const places = points.map(({ x, y }) => ({ x: Math.trunc(x * frame.width), y: Math.trunc(y * frame.height) }));
  const mean = (axis: 'x' | 'y') => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const within = {
    x: roundAway(mean('x') - window.width / 2),
    y: roundAway(mean('y') - window.height / 2),
    width: window.width,
    height: window.height,
  };
  return [
    { kind: 'shade', opacity: shadeOpacity, except: within },
    ...places.map((center) => ({ kind: 'dot' as const, center, radius: 3, within, color: red })),
  ];
}

/**
 * What a plan shows of a frame, borders included: the rest is darker.
 *
 * @param plan Of the video.
 * @param timeUs Of the frame.
 * @see MediaPipe AutoFlip, quality/scene_cropping_viz.cc, DrawDetectionAndFramingWindow
 */
export function framingView(plan: Plan, timeUs: number): Mark[] {
  const window = roundWindow(windowAt(sceneAt(plan, timeUs).path, timeUs), plan.source);
  return [{ kind: 'shade', opacity: shadeOpacity, except: window }];
}
