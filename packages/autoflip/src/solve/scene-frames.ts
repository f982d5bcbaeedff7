import type { Size } from '../geometry.ts';
import type { Borders } from '../plan.ts';
import type { BorderSignal, KeyFrameSignals } from '../signals.ts';
import type { Rgb } from './lab-color.ts';
import { sceneBorders } from './scene-borders.ts';
import { solidBackground, type SolidBackground } from './solid-background.ts';
import type { SceneDraft } from './scene-draft.ts';
import type { Settings } from './settings.ts';
import type { Video } from './video.ts';

/** What belongs to one scene. */
export interface SceneFrames {
  /** Of the scene's frames; one at least. */
  readonly timesUs: readonly number[];
  readonly keyFrames: readonly KeyFrameSignals[];
  /** px; what is left of the frame is 2 px wide and high at least. */
  readonly borders: Borders;
  /** Size of the frame without them. */
  readonly frame: Size;
  readonly background: SolidBackground | undefined;
}

const noBorders: Borders = { top: 0, right: 0, bottom: 0, left: 0 };

/**
 * Cuts a scene out of the video.
 *
 * @param draft Its time.
 * @param video Frames, key frames and borders.
 * @param settings The reference knows borders above and below only.
 */
export function sceneFrames(draft: SceneDraft, video: Video, settings: Settings): SceneFrames {
  const timesUs = between(video.timesUs, draft, (timeUs) => timeUs);
  const keyFrames = between(video.keyFrames, draft, ({ timeUs }) => timeUs);
  // A scene that the user cut between two frames still shows something.
  const times = timesUs.length > 0 ? timesUs : [draft.startUs];
  const bands = bandsAt(times, video.signals.borders ?? []);
  const found = sceneBorders(bands.map((band) => band ?? noBorders));
  const { width, height } = video.source;
  const borders = fitBorders(settings.reference ? { ...found, left: 0, right: 0 } : found, video.source);
  return {
    timesUs: times,
    keyFrames,
    borders,
    frame: { width: width - borders.left - borders.right, height: height - borders.top - borders.bottom },
    background: solidBackground(
      times.map((timeUs, index) => ({ timeUs, color: bands[index]?.solidBackground as Rgb | undefined })),
      settings.padding.solidBackgroundFramesPaddingFraction,
    ),
  };
}

/** The part of a sorted list that lies in a scene. */
function between<T>(
  list: readonly T[],
  { startUs, endUs }: { readonly startUs: number; readonly endUs: number },
  timeOf: (item: T) => number,
): readonly T[] {
  return list.slice(lowerBound(list, startUs, timeOf), lowerBound(list, endUs, timeOf));
}

/**
 * The index of the first item at or after a time.
 *
 * @param list Sorted by time.
 * @param timeUs µs.
 * @param timeOf The time of an item.
 */
export function lowerBound<T>(list: readonly T[], timeUs: number, timeOf: (item: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(list[middle] as T) < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For each frame what holds there. */
function bandsAt(timesUs: readonly number[], bands: readonly BorderSignal[]): (BorderSignal | undefined)[] {
  let next = lowerBound(bands, timesUs[0] as number, ({ timeUs }) => timeUs);
  return timesUs.map((timeUs) => {
    while (next < bands.length && (bands[next] as BorderSignal).timeUs <= timeUs) next++;
    return bands[next - 1];
  });
}

/** Whole px, and something left between them. */
function fitBorders({ top, right, bottom, left }: Borders, { width, height }: Size): Borders {
  const fit = (near: number, far: number, length: number): [number, number] => {
    const [a, b] = [Math.max(0, Math.round(near)), Math.max(0, Math.round(far))];
    return a + b > length - 2 ? [0, 0] : [a, b];
  };
  const [above, below] = fit(top, bottom, height);
  const [before, after] = fit(left, right, width);
  return { top: above, right: after, bottom: below, left: before };
}
