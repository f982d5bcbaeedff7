/** A provider whose numbers are wrong, or that never answers: its URL says which. The page is told how far it came. */
import type { ExecutionProvider, TensorMap } from '@nearside/core';
import { tinyAnswer } from '@nearside/core/testing';

/** How it lies. */
const lies: Record<string, (honest: Float32Array) => Float32Array> = {
  nan: (honest) => honest.fill(Number.NaN),
  zeros: (honest) => honest.fill(0),
  'off by 1e-2': (honest) => honest.map((value) => value + 1e-2),
};

/** Tells the page which stage is reached, and stays there for ever where it is the one to hang in. */
async function reach(stage: 'load' | 'run', lie: string): Promise<void> {
  new BroadcastChannel('faults').postMessage(stage);
  if (lie === `hangs in ${stage}`) await new Promise(() => undefined);
}

function create(name: string, lie: string): ExecutionProvider {
  const change = lies[lie] ?? ((honest) => honest);
  return {
    name,
    probe: async () => undefined,
    async load() {
      await reach('load', lie);
      return {
        async run({ x }: TensorMap) {
          await reach('run', lie);
          return { y: { type: 'float32', dims: [1, 3], data: change(tinyAnswer(x?.data as Float32Array)) } };
        },
        dispose: async () => undefined,
      };
    },
    dispose: async () => undefined,
  };
}

/** Its own URL says which lie it tells: `?lie=nan`. */
export const createProvider = async (): Promise<ExecutionProvider> => {
  const lie = new URL(import.meta.url).searchParams.get('lie') ?? 'none';
  return create(`liar ${lie}`, lie);
};
