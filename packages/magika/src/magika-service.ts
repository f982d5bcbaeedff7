import type { CallContext, OpenModel } from '@nearside/core';
import { decide, ruleOut, type Identification, type PredictionMode } from './decide.ts';
import { extractFeatures } from './features.ts';
import type { FileEnds } from './file-ends.ts';

/** What the client asks: the ends are copies. */
export interface IdentifyRequest {
  readonly ends: FileEnds;
  readonly mode: PredictionMode;
  /** Whether the answer carries all scores. */
  readonly scores: boolean;
}

/** Identifies files from their ends. Knows nothing of workers. */
export interface MagikaService {
  identify(request: IdentifyRequest, context: CallContext): Promise<Identification>;
}

/**
 * Composes the steps with a model that runs.
 *
 * @param model The vendored network under any provider.
 */
export function createMagikaService(model: OpenModel): MagikaService {
  return {
    async identify({ ends, mode, scores: wanted }, { signal }) {
      const features = extractFeatures(ends);
      const ruled = ruleOut(ends, features);
      if (ruled) return ruled;
      signal.throwIfAborted();
      const scores = await run(model, features);
      const decided = decide(scores, { mode });
      return wanted ? { ...decided, scores } : decided;
    },
  };
}

/** One file a run: the reference's batches of two and more give other scores, and ours are the batch of one's. */
async function run(model: OpenModel, features: Int32Array<ArrayBuffer>): Promise<Float32Array> {
  const { target_label: scores } = await model.run({
    bytes: { type: 'int32', dims: [1, features.length], data: features },
  });
  return (scores as { data: Float32Array }).data;
}
