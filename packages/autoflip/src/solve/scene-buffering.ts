import { invalidInput } from '../invalid-input.ts';
import type { SceneBoundary } from '../plan.ts';
import type { Boundary } from '../signals.ts';

/** A stretch of frames that is solved as one. */
export interface FrameRange {
  /** Index of the first frame. */
  readonly from: number;
  /** Index after the last. */
  readonly to: number;
  /** Why it ends. */
  readonly boundary: SceneBoundary;
}

/** Limits of {@link bufferScenes}. */
export interface BufferOptions {
  /** Longest scene, frames. */
  readonly maxSceneSize: number;
  /** Frames that a scene, cut only for its length, hands on to the next. */
  readonly priorFrameBufferSize: number;
}

/**
 * Divides the frames into scenes: at every boundary, and where a scene is as long as allowed.
 *
 * @param timesUs Of all frames, increasing.
 * @param boundaries Sorted; the first frame at or after one begins a scene.
 * @param options Longest scene.
 * @returns Ranges that tile [0, frames).
 * @throws NearsideError 'invalid-input' when a limit cannot be.
 * @see MediaPipe AutoFlip, calculators/scene_cropping_calculator.cc, Process
 */
export function bufferScenes(
  timesUs: readonly number[],
  boundaries: readonly Boundary[],
  options: BufferOptions,
): FrameRange[] {
  checkBuffer(options);
  const ranges: FrameRange[] = [];
  let from = 0;
  let next = 0;
  const flush = (to: number, boundary: SceneBoundary) => {
    if (to > from) ranges.push({ from, to, boundary });
    from = to;
  };
  timesUs.forEach((timeUs, index) => {
    let kind: SceneBoundary | undefined;
    while (next < boundaries.length && (boundaries[next] as Boundary).timeUs <= timeUs)
      kind = (boundaries[next++] as Boundary).kind;
    if (kind !== undefined) flush(index, kind);
    else if (index - from >= options.maxSceneSize) flush(index, 'length');
  });
  flush(timesUs.length, 'end');
  return ranges;
}

function checkBuffer({ maxSceneSize, priorFrameBufferSize }: BufferOptions): void {
  if (!(maxSceneSize > 0)) throw invalidInput('scenes', `a longest scene of ${maxSceneSize} frames`);
  if (!(priorFrameBufferSize >= 0)) throw invalidInput('scenes', `a prior buffer of ${priorFrameBufferSize} frames`);
}
