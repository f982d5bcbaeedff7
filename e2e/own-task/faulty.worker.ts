/** The task's worker with a provider that breaks when it is told to, before the one that works: for the tests. */
import { NearsideError, type ProviderSession } from '@nearside/core';
import { serve } from '@nearside/core/worker';
import { scaleTask } from './scale-task.ts';

/** What each number does to the provider, in place of an answer. */
const faults: Readonly<Record<number, () => Promise<void>>> = {
  // A provider that fails for good.
  13: () => Promise.reject(new NearsideError('provider-failed', 'its output is NaN', { stage: 'run' })),
  // A device that is gone, in this worker.
  14: () => Promise.reject(new NearsideError('device-lost', 'the device was lost', { stage: 'run' })),
  // An endless loop.
  15: () => {
    for (;;);
  },
  // An error that nobody catches.
  16: () => {
    setTimeout(() => {
      throw new Error('crash');
    });
    return new Promise(() => undefined);
  },
  // A worker that is gone without a word.
  17: () => {
    close();
    return new Promise(() => undefined);
  },
  // Work that never ends.
  18: () => new Promise(() => undefined),
  // Work that is done when the page says so.
  19: () =>
    new Promise((resolve) => {
      const channel = new BroadcastChannel('own-task');
      channel.onmessage = () => (channel.close(), resolve());
      channel.postMessage('waiting');
    }),
};

const session: ProviderSession = {
  async run({ x }) {
    const input = x?.data[0] as number;
    await faults[input]?.();
    return { y: { type: 'float32', dims: [1], data: Float32Array.of(2 * input + 1) } };
  },
  dispose: async () => undefined,
};

serve(scaleTask, {
  providers: [
    {
      name: 'faulty',
      version: '1',
      requires: [],
      artefact: 'ort-wasm',
      create: async () => ({
        name: 'faulty',
        probe: async () => undefined,
        load: async () => session,
        dispose: async () => undefined,
      }),
    },
  ],
});
