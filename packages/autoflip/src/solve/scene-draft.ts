import { invalidInput } from '../invalid-input.ts';
import type { Edit, PaddingOptions, SolveChanges } from '../options.ts';
import type { Rect, Size } from '../geometry.ts';
import type { Borders, Camera, PathEntry, Plan, PlanTarget, Scene, SceneBoundary } from '../plan.ts';
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
  /** The windows themselves. */
  readonly path?: readonly PathEntry[];
  readonly locked?: boolean;
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
  return (edits ?? []).reduce((scenes, edit) => applyEdit(scenes, edit, frameAt), drafts);
}

function applyEdit(
  scenes: readonly SceneDraft[],
  edit: Edit,
  frameAt: (timeUs: number) => number | undefined,
): SceneDraft[] {
  const index = scenes.findIndex(({ startUs, endUs }) => startUs <= edit.atUs && edit.atUs < endUs);
  const scene = scenes[index];
  if (!scene) throw invalidInput('edits', `there is no scene at ${edit.atUs} µs`);
  const isLocked = scene.wishes.locked ?? scene.previous?.locked ?? false;
  if (isLocked && edit.kind !== 'lock') return [...scenes];
  const withWishes = (wishes: SceneWishes) => ({ ...scene, wishes: { ...scene.wishes, ...wishes } });
  const wish = (wishes: SceneWishes) => scenes.with(index, { ...withWishes(wishes), isDirty: true });
  switch (edit.kind) {
    case 'lock':
      return scenes.with(index, lock(withWishes({ locked: edit.locked })));
    case 'path':
      return scenes.with(index, withWishes({ path: checkPath(edit.path), locked: true }));
    case 'camera':
      return wish({ camera: edit.camera });
    case 'subject':
      return wish({ subjectId: edit.subjectId });
    case 'padding':
      return wish({ padding: { ...scene.wishes.padding, ...edit.padding } });
    case 'hint':
      return wish({ hints: [...(scene.wishes.hints ?? []), edit.box] });
    case 'split':
      return split(scenes, index, frameAt(edit.atUs));
    case 'join':
      return join(scenes, index);
    default:
      throw invalidInput('edits', `there is no such edit: ${JSON.stringify(edit satisfies never)}`);
  }
}

/** What is locked before anything else was wished of it stays as it was, also under another target. */
function lock(scene: SceneDraft): SceneDraft {
  const { locked, ...others } = scene.wishes;
  const stays = locked === true && scene.previous !== undefined && Object.keys(others).length === 0;
  return stays ? { ...scene, isDirty: false } : scene;
}

function checkPath(path: readonly PathEntry[]): readonly PathEntry[] {
  if (path.length === 0) throw invalidInput('edits', 'a path needs an entry');
  for (const [index, { timeUs, x, y, width, height }] of path.entries()) {
    const isLater = index === 0 || timeUs > (path[index - 1] as PathEntry).timeUs;
    if (![timeUs, x, y, width, height].every(Number.isFinite) || !(width > 0 && height > 0) || !isLater)
      throw invalidInput('edits', `path[${index}] is no window, or not later than the one before`);
  }
  return path;
}

/**
 * What the user decided of a scene, over what was solved.
 *
 * @param scene Solved, or as it was.
 * @param wishes Its edits.
 * @param source Size of the frame; windows of the user are pushed into it.
 */
export function decideScene(scene: Scene, { path, locked }: SceneWishes, source: Size): Scene {
  if (path === undefined && locked === undefined) return scene;
  if (path === undefined) return { ...scene, locked: locked as boolean };
  const camera = path.length === 1 ? 'stationary' : 'tracking';
  return {
    ...scene,
    camera,
    path: path.map((entry) => pushInside(entry, scene.borders, source)),
    locked: locked ?? true,
  };
}

function pushInside(entry: PathEntry, { top, right, bottom, left }: Borders, source: Size): PathEntry {
  const width = Math.min(entry.width, source.width - left - right);
  const height = Math.min(entry.height, source.height - top - bottom);
  return {
    ...entry,
    x: clamp(entry.x, left, source.width - right - width),
    y: clamp(entry.y, top, source.height - bottom - height),
    width,
    height,
  };
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
  if (!next || (next.wishes.locked ?? next.previous?.locked)) return [...scenes];
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
