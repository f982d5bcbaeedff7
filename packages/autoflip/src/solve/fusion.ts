import type { SignalSetting } from '../options.ts';
import type { Detection, SignalType } from '../signals.ts';

/** A detection with what its type is worth. */
export interface FusedDetection extends Detection {
  readonly score: number;
  readonly isRequired: boolean;
  /** By its type's setting. */
  readonly onlyRequired: boolean;
  /** The detector's score in this frame, 0 or more: not a mean, not by type. */
  readonly ownScore: number;
}

/**
 * Makes scores of different types comparable: each type has a range, and a score of 0…1 is a place in it. What was seen
 * under one id through a scene first gets its mean score, so it does not flicker.
 *
 * @param frames Detections of the key frames of one scene.
 * @param settings Range and flags by type; a type without one keeps its score.
 * @returns A list for each frame, in the same order.
 * @see MediaPipe AutoFlip, calculators/signal_fusing_calculator.cc, ProcessScene
 */
export function fuseSignals(
  frames: readonly (readonly Detection[])[],
  settings: Readonly<Partial<Record<SignalType, SignalSetting>>>,
): FusedDetection[][] {
  const means = meanScores(frames);
  return frames.map((detections) =>
    detections.map((detection) => {
      const setting = settings[detection.type];
      const score = means.get(trackKey(detection) ?? '') ?? detection.score ?? 1;
      const { minScore = 0, maxScore = 1, isRequired = false, onlyRequired = false } = setting ?? {};
      return {
        ...detection,
        score: setting ? score * (maxScore - minScore) + minScore : score,
        isRequired: detection.isRequired ?? isRequired,
        onlyRequired,
        ownScore: detection.score ?? 1,
      };
    }),
  );
}

function meanScores(frames: readonly (readonly Detection[])[]): Map<string, number> {
  const sums = new Map<string, { total: number; count: number }>();
  for (const detections of frames) {
    for (const detection of detections) {
      const key = trackKey(detection);
      if (key === undefined) continue;
      const sum = sums.get(key) ?? { total: 0, count: 0 };
      sum.total += detection.score ?? 1;
      sum.count++;
      sums.set(key, sum);
    }
  }
  return new Map([...sums].map(([key, { total, count }]) => [key, total / count]));
}

function trackKey({ id, input = 0 }: Detection): string | undefined {
  return id === undefined ? undefined : `${input}:${id}`;
}
