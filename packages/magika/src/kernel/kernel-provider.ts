import { checkFeeds, NearsideError, type InputSpec, type LocalProvider, type ProviderSession } from '@nearside/core';
import { createKernel, type Kernel } from './kernel.ts';

const inputs: readonly InputSpec[] = [{ name: 'bytes', type: 'int32', dims: [1, 2048] }];

/** The code behind the descriptor `kernel`. */
export const kernelProvider: LocalProvider = {
  name: 'kernel',
  version: '1',
  requires: ['wasm-simd'],
  async create() {
    let isDisposed = false;
    const checkAlive = (what: string, stage: string) => {
      if (isDisposed) throw new NearsideError('destroyed', `the kernel's ${what} was disposed`, { stage });
    };
    return {
      name: 'kernel',
      probe: async () => undefined,
      async load({ 'kernel-weights.bin': file }) {
        checkAlive('provider', 'load');
        if (!file) throw new NearsideError('model-invalid', 'the kernel needs kernel-weights.bin', { stage: 'load' });
        return openSession(await createKernel(file), () => checkAlive('provider', 'run'));
      },
      dispose: async () => void (isDisposed = true),
    };
  },
};

function openSession(kernel: Kernel, checkProvider: () => void): ProviderSession {
  let open: Kernel | undefined = kernel;
  return {
    async run(feeds) {
      checkProvider();
      if (!open) throw new NearsideError('destroyed', "the kernel's session was disposed", { stage: 'run' });
      checkFeeds(inputs, feeds);
      const { data } = feeds['bytes'] as { data: Int32Array };
      return { target_label: { type: 'float32', dims: [1, 214], data: open.run(data) } };
    },
    // Its memory goes with the last reference to it.
    dispose: async () => void (open = undefined),
  };
}
