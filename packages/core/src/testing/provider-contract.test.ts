// The suite itself: a provider that keeps every promise passes, and each broken promise is found by its own case.
import { describe, expect, it } from 'vitest';
import { NearsideError } from '../errors.ts';
import type { ExecutionProvider, ProviderSession, TensorMap } from '../execution-provider.ts';
import { checkFeeds } from '../model/feeds.ts';
import { providerContract } from './provider-contract.ts';
import { tinyContractModel } from './tiny-contract.ts';
import { tinyAnswer, tinyOnnx } from './tiny-onnx.ts';

const good = String(tinyOnnx());
const y = (data: Float32Array) => ({ y: { type: 'float32', dims: [1, 3], data } }) as const satisfies TensorMap;
const valuesOf = (feeds: TensorMap) => feeds['x']?.data as Float32Array;
const outputOf = ({ y: output }: TensorMap) => output?.data as Float32Array;
const fail = (code: 'destroyed' | 'model-invalid') => new NearsideError(code, code);

/** Runs the tiny model in plain JavaScript, and takes no other. */
async function create(): Promise<ExecutionProvider> {
  let isDisposed = false;
  return {
    name: 'plain',
    probe: async () => undefined,
    async load(files) {
      if (isDisposed) throw fail('destroyed');
      if (String(files['tiny.onnx']) !== good) throw fail('model-invalid');
      let isClosed = false;
      return {
        async run(feeds) {
          if (isClosed || isDisposed) throw fail('destroyed');
          checkFeeds([{ name: 'x', type: 'float32', dims: [1, 4] }], feeds);
          return y(tinyAnswer(valuesOf(feeds)));
        },
        dispose: async () => void (isClosed = true),
      };
    },
    dispose: async () => void (isDisposed = true),
  };
}

/** The same with one promise broken. */
const broken = (change: (provider: ExecutionProvider) => Partial<ExecutionProvider>) => async () => {
  const provider = await create();
  return { ...provider, ...change(provider) };
};

const brokenSession = (change: (session: ProviderSession) => Partial<ProviderSession>) =>
  broken(({ load }) => ({
    async load(files) {
      const session = await load(files);
      return { ...session, ...change(session) };
    },
  }));

const shared = new Float32Array(3);

const breaches: Readonly<Record<string, { by: string; create: () => Promise<ExecutionProvider> }>> = {
  'probes by a request': {
    by: 'probes without a request',
    create: broken(() => ({ probe: async () => void (await fetch('data:,')) })),
  },
  'says nothing for a reason': { by: 'probes without a request', create: broken(() => ({ probe: async () => '' })) },
  'is wrong by 1e-2': {
    by: 'reproduces the golden sample',
    create: brokenSession(({ run }) => ({
      run: async (feeds) => y(outputOf(await run(feeds)).map((value) => value + 0.01)),
    })),
  },
  'changes a feed': {
    by: 'leaves its feeds',
    create: brokenSession(({ run }) => ({
      async run(feeds) {
        const output = await run(feeds);
        valuesOf(feeds).fill(0);
        return output;
      },
    })),
  },
  'detaches a feed': {
    by: 'leaves its feeds',
    create: brokenSession(({ run }) => ({
      async run(feeds) {
        const output = await run(feeds);
        structuredClone(feeds, { transfer: [valuesOf(feeds).buffer as ArrayBuffer] });
        return output;
      },
    })),
  },
  'hands out its own memory': {
    by: 'gives results',
    create: brokenSession(({ run }) => ({
      async run(feeds) {
        shared.set(outputOf(await run(feeds)));
        return y(shared);
      },
    })),
  },
  'mixes up calls made at once': {
    by: 'answers calls made at once',
    create: brokenSession(({ run }) => {
      let latest: TensorMap;
      return {
        async run(feeds) {
          latest = feeds;
          await Promise.resolve();
          return run(latest);
        },
      };
    }),
  },
  'closes every session with the first': {
    by: 'keeps two sessions apart',
    create: broken(({ load, dispose }) => ({ load: async (files) => ({ ...(await load(files)), dispose }) })),
  },
  'runs on after its end': {
    by: 'may be disposed of twice',
    create: brokenSession(() => ({ dispose: async () => undefined })),
  },
  'throws at its second end': {
    by: 'may be disposed of twice',
    create: brokenSession(({ dispose }) => {
      let ends = 0;
      return { dispose: async () => (ends++ ? Promise.reject(new Error('twice')) : dispose()) };
    }),
  },
  'hangs when it ends in a run': {
    by: 'ends a run under way',
    create: brokenSession(({ run }) => {
      let end: () => void;
      const ended = new Promise<void>((resolve) => (end = resolve));
      return {
        // Waits for its end, and its end for nobody: the run goes on for ever.
        run: async (feeds) => (await ended, await new Promise<void>(() => undefined), run(feeds)),
        dispose: async () => end(),
      };
    }),
  },
  'reads past feeds that do not fit': {
    by: 'refuses feeds that do not fit',
    create: brokenSession(() => ({ run: async () => y(tinyAnswer([1, 2, 3, 4])) })),
  },
  'throws a plain error for a bad model': {
    by: 'survives a model of text',
    create: broken(({ load }) => ({
      load: (files) => load(files).catch(() => Promise.reject(new RangeError('offset is out of bounds'))),
    })),
  },
  'takes anything for a model': {
    by: 'survives a model cut in half',
    create: broken(({ load }) => ({ load: async () => load({ 'tiny.onnx': tinyOnnx() }) })),
  },
  'fetches what a model names': {
    by: 'survives a model whose weights lie at a URL',
    create: broken(({ load }) => ({
      async load(files) {
        if (String(files['tiny.onnx']) !== good) await fetch('data:,weights');
        return load(files);
      },
    })),
  },
};

const casesOf = (make: () => Promise<ExecutionProvider>) =>
  providerContract(make, tinyContractModel(), { seeds: 2, deadlineMs: 200 });

describe('the contract of providers', () => {
  it.each(casesOf(create))('a provider that keeps it: $name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it.each(Object.entries(breaches))('finds one that %s', async (_, { by, create: make }) => {
    const named = casesOf(make).filter(({ name }) => name.startsWith(by));
    expect(named).toHaveLength(1);
    await expect(named[0]?.run()).rejects.toThrow(/./);
  });

  it('says what came and what is wanted', async () => {
    const survives = casesOf(breaches['throws a plain error for a bad model']?.create as typeof create);
    await expect(survives.find(({ name }) => name.endsWith('of text'))?.run()).rejects.toThrow(
      "threw RangeError: offset is out of bounds (offset is out of bounds), where a NearsideError 'model-invalid' or",
    );
  });
});
