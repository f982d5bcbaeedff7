import { defineTask, NearsideError, type CallContext, type Manifest, type Task } from '@nearside/core';
import manifest from './scale.manifest.json' with { type: 'json' };

/** What the worker offers: methods of one argument, which knows nothing of workers. */
export interface ScaleService {
  scale(x: number, context: CallContext): Promise<number>;
  /** One answer after the other, as the reader takes them. */
  scaleAll(xs: readonly number[], context: CallContext): AsyncIterable<number>;
}

/** The contract that page and worker share. */
export const scaleTask: Task<ScaleService> = defineTask<ScaleService>({
  name: 'scale',
  version: '1',
  // A call may be silent for a second; where its worker is lost, it is made once more.
  methods: { scale: { budgetMs: 1000, idempotent: true }, scaleAll: { budgetMs: 1000 } },
  async start({ openModel }) {
    const model = await openModel(manifest as Manifest);
    const scale = async (x: number, { signal }: CallContext) => {
      signal.throwIfAborted();
      const { y } = await model.run({ x: { type: 'float32', dims: [1], data: Float32Array.of(x) } });
      if (y?.type !== 'float32')
        throw new NearsideError('model-invalid', 'the model has no output y', { stage: 'run' });
      return y.data[0] as number;
    };
    return {
      scale,
      async *scaleAll(xs, context) {
        for (const x of xs) yield await scale(x, context);
      },
    };
  },
});
