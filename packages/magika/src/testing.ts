import type { Identification, PredictionMode } from './decide.ts';
import { withoutModel } from './decide.ts';
import type { IdentifyOptions, Magika } from './magika.ts';
import { mapInOrder } from './map-in-order.ts';
import { readEnds, type IdentifyInput } from './read-ends.ts';
import type { FileEnds } from './file-ends.ts';

/** What a fake is asked, in place of the model. */
export interface FakeQuestion {
  /** What was read of the input. */
  readonly ends: FileEnds;
  /** As asked, or the default. */
  readonly mode: PredictionMode;
}

/**
 * A Magika without model and worker, for the tests of your own page: it reads inputs as the real one does, with the same
 * errors, and answers what you say.
 *
 * @param answer A label, or a function that gives an identification; the score is 1 unless it says otherwise.
 */
export function fakeMagika(
  answer: string | ((question: FakeQuestion) => Identification),
): Pick<Magika, 'identify' | 'identifyEnds' | 'identifyAll' | 'destroy'> {
  const identifyEnds = async (
    ends: FileEnds,
    { mode = 'high_confidence' }: IdentifyOptions = {},
  ): Promise<Identification> =>
    typeof answer === 'string' ? { ...withoutModel(answer), modelLabel: answer } : answer({ ends, mode });
  const identify = async (input: IdentifyInput, options: IdentifyOptions = {}): Promise<Identification> =>
    identifyEnds(await readEnds(input, options.signal), options);
  return {
    identify,
    identifyEnds,
    identifyAll: (inputs, options = {}) =>
      mapInOrder(inputs, (input, signal) => identify(input, { ...options, signal }), options),
    destroy: () => undefined,
  };
}
