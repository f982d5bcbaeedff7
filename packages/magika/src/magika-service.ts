import type { CallContext, OpenModel } from '@nearside/core';
import { attribute, runModel, type Attribution } from './attribute.ts';
import { checkMode, decide, ruleOut, type Identification, type PredictionMode } from './decide.ts';
import { extractFeatures } from './features.ts';
import type { FileEnds } from './file-ends.ts';

/** What the client asks: the ends are copies. */
export interface IdentifyRequest {
  readonly ends: FileEnds;
  readonly mode: PredictionMode;
  /** Whether the answer carries all scores. */
  readonly scores: boolean;
}

/** What the client asks of an attribution. */
export interface AttributeRequest {
  readonly ends: FileEnds;
  readonly windowTokens: number;
}

/** Identifies files from their ends. Knows nothing of workers. */
export interface MagikaService {
  identify(request: IdentifyRequest, context: CallContext): Promise<Identification>;
  attribute(request: AttributeRequest, context: CallContext): Promise<Attribution | undefined>;
}

/**
 * Composes the steps with a model that runs.
 *
 * @param model The vendored network under any provider.
 */
export function createMagikaService(model: OpenModel): MagikaService {
  return {
    async identify({ ends, mode, scores: wanted }, { signal }) {
      checkMode(mode);
      const features = extractFeatures(ends);
      const ruled = ruleOut(ends, features);
      if (ruled) return ruled;
      signal.throwIfAborted();
      const scores = await runModel(model, features);
      const decided = decide(scores, { mode });
      return wanted ? { ...decided, scores } : decided;
    },
    attribute({ ends, windowTokens }, { signal, report }) {
      const run = async (tokens: Int32Array<ArrayBuffer>) => {
        signal.throwIfAborted();
        return runModel(model, tokens);
      };
      return attribute(ends, windowTokens, run, report);
    },
  };
}
