import type { OpenModel } from '@nearside/core';
import { decide, ruleOut } from './decide.ts';
import { extractFeatures } from './features.ts';
import type { FileEnds } from './file-ends.ts';
import { standardModelConfig } from './model-config.ts';

/** Milliseconds that the work holds its realm before it lets others have a turn: a frame. */
const maxTurnMs = 16;

/** Which of the model's tokens carry its answer, by occlusion. */
export interface Attribution {
  /** What the model said. */
  readonly modelLabel: string;
  /** Its score, 0 to 1. */
  readonly score: number;
  /** Tokens that are taken away together. */
  readonly windowTokens: number;
  /**
   * Score that is lost when a window is taken away; below 0 where it only confused. Dims [2048 / windowTokens], in the
   * order of the tokens: 1,024 of the beginning, then 1,024 of the end. 0 for a window of nothing but padding.
   */
  readonly drops: Float32Array;
}

/**
 * Takes the tokens away window by window (padding in their place) and sees what that costs the model's own label.
 *
 * @param ends Of the file.
 * @param windowTokens A divisor of 1,024.
 * @param run Runs the model over tokens.
 * @param report Told the share that is done, 0 to 1, after each window.
 * @returns undefined where the model is not asked: an empty or very short file.
 * @see Zeiler and Fergus, Visualizing and Understanding Convolutional Networks (2014), occlusion sensitivity
 */
export async function attribute(
  ends: FileEnds,
  windowTokens: number,
  run: (tokens: Int32Array<ArrayBuffer>) => Promise<Float32Array>,
  report: (share: number) => void,
): Promise<Attribution | undefined> {
  const { paddingToken, labels } = standardModelConfig();
  const tokens = extractFeatures(ends);
  if (ruleOut(ends, tokens)) return undefined;
  const { modelLabel, score } = decide(await run(tokens), { mode: 'best_guess' });
  const label = labels.indexOf(modelLabel);
  const drops = new Float32Array(tokens.length / windowTokens);
  let turnMs = performance.now();
  for (const window of drops.keys()) {
    // The kernel never waits, so nothing else would get a turn: not an abort, not the page.
    if (performance.now() - turnMs > maxTurnMs) {
      await new Promise((resolve) => setTimeout(resolve));
      turnMs = performance.now();
    }
    const from = window * windowTokens;
    const occluded = tokens.slice().fill(paddingToken, from, from + windowTokens);
    const changed = tokens.subarray(from, from + windowTokens).some((token) => token !== paddingToken);
    if (changed) drops[window] = score - ((await run(occluded))[label] as number);
    report((window + 1) / drops.length);
  }
  return { modelLabel, score, windowTokens, drops };
}

/**
 * Runs the model once, over one file: the reference's batches of two and more give other scores.
 *
 * @param model The vendored network under any provider.
 * @param tokens Dims [2048].
 * @returns Scores, dims [214].
 * @throws NearsideError 'provider-failed' or 'device-lost'.
 */
export async function runModel(model: OpenModel, tokens: Int32Array<ArrayBuffer>): Promise<Float32Array> {
  const { target_label: scores } = await model.run({
    bytes: { type: 'int32', dims: [1, tokens.length], data: tokens },
  });
  return (scores as { data: Float32Array }).data;
}
