import { invalidInput } from '../invalid-input.ts';
import type { Edit, PaddingOptions, SolveChanges } from '../options.ts';
import type { Rect, Size } from '../geometry.ts';
import type { Camera, PathEntry, Plan, PlanTarget, Scene, SceneBoundary } from '../plan.ts';
import { clamp } from '../rectangles.ts';
import type { FrameRange } from './scene-buffering.ts';

/** A scene before it is solved, and what the user wants of it. */
export interface SceneDraft {
  readonly startUs: number;
  readonly endUs: number;
  readonly boundary: SceneBoundary;
  /** What it was; kept as it is where `isDirty` is false. */
  readonly previous?: Scene;
  readonly isDirty: boolean;
  readonly wishes: SceneWishes;
}

/** What edits asked of a scene. */
export interface SceneWishes {
  readonly camera?: Camera;
  readonly subjectId?: number;
  readonly padding?: Partial<PaddingOptions>;
  readonly hints?: readonly Rect[];
}

/**
 * Scenes as they were found.
 *
 * @param ranges Tiling the frames.
 * @param timesUs Of the frames.
 * @param durationUs Where the last one ends.
 */
export function draftScenes(
  ranges: readonly FrameRange[],
  timesUs: readonly number[],
  durationUs: number,
): SceneDraft[] {
  return ranges.map(({ from, to, boundary }, index) => ({
    startUs: index === 0 ? 0 : (timesUs[from] as number),
    endUs: timesUs[to] ?? durationUs,
    boundary,
    isDirty: true,
    wishes: {},
  }));
}

/**
 * Scenes of a plan with the user's edits.
 *
 * @param changes Plan and edits.
 * @param target Where it is another than the plan's, every scene that is not locked is solved again.
 * @param frameAt The time of the first frame at or after a time; undefined past the last.
 * @throws NearsideError 'invalid-input' for an edit outside the video, or one that is none.
 */
export function editScenes(
  { previous, edits }: SolveChanges & { readonly previous: Plan },
  target: PlanTarget,
  frameAt: (timeUs: number) => number | undefined,
): SceneDraft[] {
  const isSame = previous.target.width === target.width && previous.target.height === target.height;
  const all = edits === undefined || !isSame;
  const drafts: SceneDraft[] = previous.scenes.map((scene) => ({
    startUs: scene.startUs,
    endUs: scene.endUs,
    boundary: scene.boundary,
    previous: scene,
    isDirty: all && !scene.locked,
    wishes: {},
  }));
  return (edits ?? []).reduce((scenes, edit) => applyEdit(scenes, edit, previous.source, frameAt), drafts);
}

function applyEdit(
  scenes: readonly SceneDraft[],
  edit: Edit,
  source: Size,
  frameAt: (timeUs: number) => number | undefined,
): SceneDraft[] {
  const index = scenes.findIndex(({ startUs, endUs }) => startUs <= edit.atUs && edit.atUs < endUs);
  const scene = scenes[index];
  if (!scene) throw invalidInput('edits', `there is no scene at ${edit.atUs} µs`);
  const isLocked = scene.previous?.locked === true;
  if (isLocked && edit.kind !== 'lock') return [...scenes];
  const wish = (wishes: SceneWishes) => ({ ...scene, isDirty: true, wishes: { ...scene.wishes, ...wishes } });
  switch (edit.kind) {
    case 'lock':
      return scenes.with(index, lock(scene, edit.locked));
    case 'path':
      return scenes.with(index, withPath(scene, edit.path, source));
    case 'camera':
      return scenes.with(index, wish({ camera: edit.camera }));
    case 'subject':
      return scenes.with(index, wish({ subjectId: edit.subjectId }));
    case 'padding':
      return scenes.with(index, wish({ padding: { ...scene.wishes.padding, ...edit.padding } }));
    case 'hint':
      return scenes.with(index, wish({ hints: [...(scene.wishes.hints ?? []), edit.box] }));
    case 'split':
      return split(scenes, index, frameAt(edit.atUs));
    case 'join':
      return join(scenes, index);
    default:
      throw invalidInput('edits', `there is no such edit: ${JSON.stringify(edit satisfies never)}`);
  }
}

function lock(scene: SceneDraft, locked: boolean): SceneDraft {
  // A scene that is to be solved anew has nothing to lock yet.
  if (!scene.previous) return scene;
  return { ...scene, isDirty: locked ? false : scene.isDirty, previous: { ...scene.previous, locked } };
}

function withPath(scene: SceneDraft, path: readonly PathEntry[], source: Size): SceneDraft {
  const { previous } = scene;
  if (!previous) throw invalidInput('edits', 'a path needs a scene that was solved');
  if (path.length === 0) throw invalidInput('edits', 'a path needs an entry');
  const { borders } = previous;
  const room = {
    width: source.width - borders.left - borders.right,
    height: source.height - borders.top - borders.bottom,
  };
  const inside = path.map((entry, index): PathEntry => {
    const { timeUs, x, y, width, height } = entry;
    const isLater = index === 0 || timeUs > (path[index - 1] as PathEntry).timeUs;
    if (![timeUs, x, y, width, height].every(Number.isFinite) || !(width > 0 && height > 0) || !isLater)
      throw invalidInput('edits', `path[${index}] is no window, or not later than the one before`);
    const [w, h] = [Math.min(width, room.width), Math.min(height, room.height)];
    return {
      ...entry,
      x: clamp(x, borders.left, borders.left + room.width - w),
      y: clamp(y, borders.top, borders.top + room.height - h),
      width: w,
      height: h,
    };
  });
  const camera = inside.length === 1 ? 'stationary' : 'tracking';
  return { ...scene, isDirty: false, previous: { ...previous, path: inside, camera, locked: true } };
}

function split(scenes: readonly SceneDraft[], index: number, atUs: number | undefined): SceneDraft[] {
  const scene = scenes[index] as SceneDraft;
  if (atUs === undefined || atUs <= scene.startUs || atUs >= scene.endUs) return [...scenes];
  const { startUs, endUs, boundary, wishes } = scene;
  return scenes.toSpliced(
    index,
    1,
    { startUs, endUs: atUs, boundary: 'cut', isDirty: true, wishes },
    { startUs: atUs, endUs, boundary, isDirty: true, wishes },
  );
}

function join(scenes: readonly SceneDraft[], index: number): SceneDraft[] {
  const scene = scenes[index] as SceneDraft;
  const next = scenes[index + 1];
  if (!next || next.previous?.locked) return [...scenes];
  const { startUs } = scene;
  const { endUs, boundary } = next;
  return scenes.toSpliced(index, 2, {
    startUs,
    endUs,
    boundary,
    isDirty: true,
    wishes: { ...next.wishes, ...scene.wishes },
  });
}
