import { NearsideError } from '@nearside/core';
import { checkMode, contentType, labels, withoutModel, type Identification, type PredictionMode } from './decide.ts';
import { checkEnds, type FileEnds } from './file-ends.ts';
import type { IdentifyOptions, Magika } from './magika.ts';
import { mapInOrder } from './map-in-order.ts';
import { readEnds, type IdentifyInput } from './read-ends.ts';

/** What a fake is asked, in place of the model. */
export interface FakeQuestion {
  /** What was read of the input. */
  readonly ends: FileEnds;
  /** As asked, or the default. */
  readonly mode: PredictionMode;
}

/** The part of `Magika` that a fake has. */
export type FakeMagika = Pick<
  Magika,
  'identify' | 'identifyEnds' | 'identifyAll' | 'labels' | 'contentType' | 'destroy'
>;

/**
 * A Magika without model and worker, for the tests of your own page: it reads inputs as the real one does, with the same
 * errors for bad ones, aborts and calls after `destroy()`, and answers what you say.
 *
 * @param answer A label, or a function that gives an identification; the score is 1 unless it says otherwise.
 */
export function fakeMagika(answer: string | ((question: FakeQuestion) => Identification)): FakeMagika {
  const destroyed = new AbortController();
  const signals = (signal: AbortSignal | undefined) => AbortSignal.any([destroyed.signal, ...(signal ? [signal] : [])]);
  const identifyEnds = async (
    ends: FileEnds,
    { mode = 'high_confidence', signal }: IdentifyOptions = {},
  ): Promise<Identification> => {
    signals(signal).throwIfAborted();
    checkMode(mode);
    const checked = checkEnds(ends);
    return typeof answer === 'string'
      ? { ...withoutModel(answer), modelLabel: answer }
      : answer({ ends: checked, mode });
  };
  const identify = async (input: IdentifyInput, options: IdentifyOptions = {}): Promise<Identification> =>
    identifyEnds(await readEnds(input, signals(options.signal)), options);
  return {
    identify,
    identifyEnds,
    identifyAll: (inputs, options = {}) =>
      mapInOrder(inputs, (input, signal) => identify(input, { ...options, signal }), options),
    labels,
    contentType,
    destroy: () => destroyed.abort(new NearsideError('destroyed', 'this magika was destroyed')),
  };
}
