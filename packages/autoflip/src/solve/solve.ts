import { checkEdits } from '../check-options.ts';
import type { Rect } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { PaddingOptions, SolveChanges, SolveOptions } from '../options.ts';
import type { Borders, Padding, Plan, Scene } from '../plan.ts';
import { readPlan } from '../read-plan.ts';
import { readSource } from '../read-signals.ts';
import type { Signals } from '../signals.ts';
import { windowAt } from '../window-at.ts';
import type { PriorWindow } from './center-path.ts';
import { simplifyPath } from './plan-path.ts';
import { prepareSignals } from './prepared-signals.ts';
import { noCarry, solveReferenceScene, type ReferenceCarry } from './reference-scene.ts';
import { bufferScenes } from './scene-buffering.ts';
import { decideScene, draftScenes, editScenes, type SceneDraft } from './scene-draft.ts';
import { lowerBound, sceneFrames, type SceneFrames } from './scene-frames.ts';
import type { SolvedScene } from './scene-solution.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { solveScene } from './solve-scene.ts';
import { readVideo, userHint, type Video } from './video.ts';

/**
 * Decides how a video is reframed: where scenes begin, what each shows, and along which path the window moves.
 * Synchronous, without a browser, a matter of milliseconds; the same input always gives the same plan. Nothing that is
 * passed is changed.
 *
 * With a plan to go on from, its locked scenes stay as they are and all keep their times. With edits as well, only the
 * scenes that an edit touches are solved again, as long as the target's size is the same; a wish of an edit lasts until
 * its scene is solved again without it, unless the scene is locked.
 *
 * @param signals What was seen in the video: from an analysis, or boxes of your own. What was found out about them is kept
 *   for the next call with the same object; a change is noticed, but within a column of `frames`.
 * @param options What is wanted; everything has a default.
 * @param changes A plan to go on from, and edits.
 * @throws NearsideError 'invalid-input' for signals, options or edits that cannot be.
 */
export function solve(signals: Signals, options: SolveOptions = {}, changes: SolveChanges = {}): Plan {
  const settings = resolveSettings(options, readSource(signals));
  if (changes.edits !== undefined) checkEdits(changes.edits);
  const prepared = prepareSignals(signals, settings);
  const video = readVideo(signals, prepared, settings);
  const drafts = changes.previous
    ? editScenes({ ...changes, previous: checkPrevious(changes.previous, signals) }, settings.target, frameFrom(video))
    : draftScenes(bufferScenes(video.timesUs, prepared.boundaries, settings), video.timesUs, signals.source.durationUs);
  const scenes = settings.reference ? solveAsReference(drafts, video, settings) : solveAll(drafts, video, settings);
  return { version: 1, source: signals.source, target: settings.target, scenes };
}

function checkPrevious(plan: Plan, { source }: Signals): Plan {
  const previous = readPlan(plan);
  const { width, height, durationUs } = previous.source;
  if (width !== source.width || height !== source.height || durationUs !== source.durationUs)
    throw invalidInput('previous', 'the plan is one of another video');
  return previous;
}

function frameFrom({ timesUs }: Video): (timeUs: number) => number | undefined {
  return (timeUs) => timesUs[lowerBound(timesUs, timeUs, (time) => time)];
}

/** Scenes that stay as they are, and the others solved one after the other. */
function solveAll(drafts: readonly SceneDraft[], video: Video, settings: Settings): Scene[] {
  const scenes: Scene[] = [];
  for (const draft of drafts) {
    if (draft.previous && !draft.isDirty) {
      scenes.push(decideScene(draft.previous, draft.wishes, video.source));
      continue;
    }
    const before = scenes.at(-1);
    const prior = before?.boundary === 'length' ? priorOf(before, draft.startUs, video) : undefined;
    const frames = withHints(sceneFrames(draft, video, settings), draft);
    const solved = solveScene(frames, video, settings, draft.wishes, prior);
    scenes.push(decideScene(toScene(draft, frames, solved, settings), draft.wishes, video.source));
  }
  return scenes;
}

/** The same with the reference's memory from scene to scene, for whose sake scenes that stay may be solved as well. */
function solveAsReference(drafts: readonly SceneDraft[], video: Video, settings: Settings): Scene[] {
  const scenes: Scene[] = [];
  let carry: ReferenceCarry = noCarry;
  const isNeeded = neededForCarry(drafts, settings);
  drafts.forEach((draft, index) => {
    const isKept = draft.previous !== undefined && !draft.isDirty;
    if (isKept && !isNeeded[index]) {
      carry = noCarry;
      scenes.push(decideScene(draft.previous, draft.wishes, video.source));
      return;
    }
    const frames = withHints(sceneFrames(draft, video, settings), draft);
    const result = solveReferenceScene(frames, video, settings, carry, draft.boundary === 'length');
    ({ carry } = result);
    const scene = isKept ? draft.previous : toScene(draft, frames, result.solved, settings);
    scenes.push(decideScene(scene, draft.wishes, video.source));
  });
  return scenes;
}

/** A scene's state matters to the next where that goes on from it; and to all where empty scenes look back. */
function neededForCarry(drafts: readonly SceneDraft[], { cameraMotion }: Settings): boolean[] {
  const looksBack = cameraMotion.durationBeforeCenteringUs > 0;
  const needed = drafts.map(({ isDirty }) => isDirty);
  for (let index = drafts.length - 2; index >= 0; index--)
    if (needed[index + 1] && (looksBack || drafts[index]?.boundary === 'length')) needed[index] = true;
  return needed;
}

/** Hints of edits are seen all through their scene. */
function withHints(frames: SceneFrames, { wishes, startUs }: SceneDraft): SceneFrames {
  const hints = (wishes.hints ?? []).map((box, index) => userHint(box, -1001 - index));
  if (hints.length === 0) return frames;
  const keyFrames = frames.keyFrames.length > 0 ? frames.keyFrames : [{ timeUs: startUs, detections: [] }];
  return {
    ...frames,
    keyFrames: keyFrames.map(({ timeUs, detections }) => ({ timeUs, detections: [...detections, ...hints] })),
  };
}

/** Where the scene before leaves the window, and how fast: by its last two frames. */
function priorOf(before: Scene, startUs: number, { timesUs }: Video): PriorWindow | undefined {
  const next = lowerBound(timesUs, startUs, (timeUs) => timeUs);
  const timeUs = timesUs[next - 1];
  if (timeUs === undefined) return undefined;
  const earlierUs = timesUs[next - 2] ?? timeUs;
  const last = windowAt(before.path, timeUs);
  const earlier = earlierUs >= before.startUs ? windowAt(before.path, earlierUs) : last;
  const state = (center: (window: Rect) => number) => ({
    timeUs,
    position: center(last),
    velocity: earlierUs < timeUs ? ((center(last) - center(earlier)) * 1e6) / (timeUs - earlierUs) : 0,
  });
  return { x: state(({ x, width }) => x + width / 2), y: state(({ y, height }) => y + height / 2) };
}

function toScene(draft: SceneDraft, frames: SceneFrames, solved: SolvedScene, settings: Settings): Scene {
  const { startUs, endUs, boundary, wishes } = draft;
  const padding = { ...settings.padding, ...wishes.padding };
  return {
    startUs,
    endUs,
    boundary,
    camera: solved.camera,
    borders: copyBorders(frames.borders),
    padding: solved.isPadded ? paddingOf(padding, frames, (startUs + endUs) / 2) : { kind: 'none' },
    path: simplifyPath(frames.timesUs, solved.windows),
    subjects: solved.subjects,
    locked: false,
  };
}

function copyBorders({ top, right, bottom, left }: Borders): Borders {
  return { top, right, bottom, left };
}

function paddingOf(options: PaddingOptions, { background }: SceneFrames, timeUs: number): Padding {
  const { kind, color, backgroundContrast: contrast, overlayOpacity: opacity } = options;
  switch (kind) {
    case 'solid':
      return { kind: 'solid', color };
    case 'blur':
      return { kind: 'blur', contrast, opacity };
    case 'auto':
      return background ? { kind: 'solid', color: background.rgbAt(timeUs) } : { kind: 'blur', contrast, opacity };
    default:
      throw invalidInput('options', `there is no padding '${String(kind satisfies never)}'`);
  }
}
