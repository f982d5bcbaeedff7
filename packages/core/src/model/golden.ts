import { isNearsideError, NearsideError } from '../errors.ts';
import type { ProviderSession, TensorMap } from '../execution-provider.ts';
import { decodeTensors, type Golden } from '../manifest/manifest.ts';

/** Outcome of a golden sample. */
export interface GoldenResult {
  readonly passed: boolean;
  /** Largest absolute difference to the recorded output; NaN when a value or an output was missing. */
  readonly maxDifference: number;
}

/**
 * Runs the model's known sample: a provider that returns NaN, zeros or slightly wrong numbers is caught before its
 * first real answer.
 *
 * @param session A session that was just loaded.
 * @param golden Input and output of the manifest.
 * @param tolerance Largest absolute difference allowed, in the output's own unit.
 * @throws NearsideError 'model-invalid' when the model has other inputs; what `session.run` throws.
 */
export async function runGolden(session: ProviderSession, golden: Golden, tolerance: number): Promise<GoldenResult> {
  const output = await session.run(decodeTensors(golden.input)).catch(blameModel);
  const maxDifference = compareTensors(output, decodeTensors(golden.output));
  return { passed: maxDifference <= tolerance, maxDifference };
}

/** Nobody has fed anything yet: the file is not the model that its manifest describes. */
function blameModel(error: unknown): never {
  if (!isNearsideError(error) || error.code !== 'invalid-input') throw error;
  throw new NearsideError('model-invalid', `the golden sample does not fit the model: ${error.message}`, {
    stage: 'golden',
    cause: error,
  });
}

/** Runs that are timed; the golden sample itself has warmed the session up. */
const timedRuns = 5;

/**
 * How long the known sample takes a session that has run it.
 *
 * @param session A session that passed.
 * @param golden Input of the manifest.
 * @returns The median, in milliseconds.
 * @throws NearsideError what `session.run` throws.
 */
export async function timeGolden(session: ProviderSession, golden: Golden): Promise<number> {
  const feeds = decodeTensors(golden.input);
  const times: number[] = [];
  while (times.length < timedRuns) {
    const startMs = performance.now();
    await session.run(feeds);
    times.push(performance.now() - startMs);
  }
  return times.sort((one, other) => one - other)[timedRuns >> 1] as number;
}

/**
 * {@link runGolden} for code that needs no waiting.
 *
 * @param golden Input and output of the manifest.
 * @param run Runs the model once.
 * @returns The largest absolute difference to the recorded output; NaN when a value or an output was missing.
 */
export function goldenDifference(golden: Golden, run: (feeds: TensorMap) => TensorMap): number {
  return compareTensors(run(decodeTensors(golden.input)), decodeTensors(golden.output));
}

/** Largest absolute difference over all wanted outputs; NaN (which no tolerance admits) on a missing or misshaped one. */
export function compareTensors(got: TensorMap, want: TensorMap): number {
  let max = 0;
  for (const [name, wanted] of Object.entries(want)) {
    const given = got[name];
    if (given?.data.length !== wanted.data.length) return Number.NaN;
    for (let i = 0; i < wanted.data.length; i++) {
      const difference = Math.abs((given.data[i] as number) - (wanted.data[i] as number));
      // Not Math.max: it would be right for NaN too, but this says so.
      if (Number.isNaN(difference)) return Number.NaN;
      if (difference > max) max = difference;
    }
  }
  return max;
}
