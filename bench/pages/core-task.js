// The task of the core benchmarks, the same in page and worker.
import { defineTask } from '@nearside/core';

/**
 * @typedef {{ measure(bytes: Uint8Array): Promise<number>, run(x: number[]): Promise<number[]> }} Bench
 * @typedef {{ manifest?: import('@nearside/core').Manifest }} BenchOptions
 */

/** @type {import('@nearside/core').Task<Bench, BenchOptions>} */
export const benchTask = defineTask({
  name: 'bench',
  version: '1',
  methods: { measure: { budgetMs: 60_000 }, run: { budgetMs: 60_000 } },
  async start({ options, openModel }) {
    const model = options.manifest && (await openModel(options.manifest));
    return {
      /** @param {Uint8Array} bytes */
      measure: async (bytes) => bytes.byteLength,
      /** @param {number[]} x */
      async run(x) {
        const outputs = await model?.run({ x: { type: 'float32', dims: [1, 4], data: Float32Array.from(x) } });
        return [...(outputs?.['y']?.data ?? [])];
      },
    };
  },
});
