// The code of docs/autoflip.md; examples.test.ts runs it.
import { framingView, keyFrameView, paintMarks, scaleRect, type Picture } from '@nearside/autoflip/steps';
// #region detect
import {
  roundWindow,
  sceneAt,
  solve,
  windowAt,
  type Padding,
  type Plan,
  type Rect,
  type Signals,
} from '@nearside/autoflip/solve';

/** What your detector says of one picture: boxes in px of that picture. */
export interface Found {
  readonly timeSec: number;
  readonly faces: readonly {
    readonly left: number;
    readonly top: number;
    readonly size: number;
    readonly score: number;
  }[];
}

/** A few pictures a second are enough: the reference looks at five. */
export function toSignals(found: readonly Found[], width: number, height: number, durationSec: number): Signals {
  return {
    version: 1,
    source: { width, height, rotation: 0, frameRate: 30, durationUs: Math.round(durationSec * 1e6) },
    keyFrames: found.map(({ timeSec, faces }) => ({
      timeUs: Math.round(timeSec * 1e6),
      detections: faces.map(({ left, top, size, score }) => ({
        type: 'FACE_FULL',
        box: { x: left / width, y: top / height, width: size / width, height: size / height },
        score,
      })),
    })),
  };
}
// #endregion

// #region render
/** The part of the source to draw at a time, in whole px: for `drawImage`, ffmpeg's crop, or a shader. */
export function cropAt(plan: Plan, timeUs: number): Rect & { readonly padding: Padding } {
  const { path, padding } = sceneAt(plan, timeUs);
  return { ...roundWindow(windowAt(path, timeUs), plan.source), padding };
}
// #endregion

// #region edit
/** The user drags the window of a scene and keeps it; everything else stays as it is. */
export function moveWindow(signals: Signals, plan: Plan, atUs: number, x: number): Plan {
  const [first] = sceneAt(plan, atUs).path;
  if (!first) return plan;
  return solve(
    signals,
    { aspectRatio: plan.target.aspectRatio },
    {
      previous: plan,
      edits: [{ kind: 'path', atUs, path: [{ ...first, x }] }],
    },
  );
}
// #endregion

// #region preview
/** A preview without encoding: what the window leaves out is darker, and what was seen last has a frame. */
export function preview(picture: Picture, plan: Plan, signals: Signals, timeUs: number): Picture {
  const { width, height } = plan.source;
  const seen = signals.keyFrames.findLast((keyFrame) => keyFrame.timeUs <= timeUs)?.detections ?? [];
  const boxes = seen.map(({ type, box }) => ({ type, box: scaleRect(box, width, height) }));
  return paintMarks(picture, [...framingView(plan, timeUs), ...keyFrameView(undefined, boxes)]);
}
// #endregion
