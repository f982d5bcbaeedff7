import { NearsideError, type LocalProvider, type TensorMap } from '@nearside/core';
import { createKernel } from './kernel.ts';
import { decodeWeights } from './weights.ts';

/** The code behind the descriptor `kernel`. */
export const kernelProvider: LocalProvider = {
  name: 'kernel',
  version: '1',
  requires: ['wasm-simd'],
  create: async () => ({
    name: 'kernel',
    probe: async () => undefined,
    async load({ 'kernel-weights.bin': file }) {
      if (!file) throw new NearsideError('model-invalid', 'the kernel needs kernel-weights.bin', { stage: 'load' });
      const kernel = await createKernel(decodeWeights(file));
      return {
        run: async (feeds) => ({
          target_label: { type: 'float32', dims: [1, 214], data: kernel.run(tokensOf(feeds)) },
        }),
        dispose: async () => undefined,
      };
    },
    dispose: async () => undefined,
  }),
};

function tokensOf({ bytes }: TensorMap): Int32Array {
  if (bytes?.type === 'int32') return bytes.data;
  throw new NearsideError('invalid-input', "the kernel needs the tensor 'bytes' of type int32", { stage: 'run' });
}
