import { describe, expect, it, vi } from 'vitest';
import type { ExecutionProvider, TensorMap } from '../execution-provider.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { openModel, type OpenModelContext } from './open-model.ts';
import type { LocalProvider } from './provider-ways.ts';

const base64 = (value: number) => btoa(String.fromCharCode(...new Uint8Array(new Float32Array([value]).buffer)));
const tensor = (value: number) =>
  ({ y: { type: 'float32', dims: [1], data: new Float32Array([value]) } }) as const satisfies TensorMap;

const manifest: Manifest = {
  schema: 1,
  id: 'test/model',
  version: '1',
  licence: 'Apache-2.0',
  artefacts: [{ provider: 'own', files: [] }],
  golden: { input: {}, output: { y: { type: 'float32', dims: [1], data: base64(0.5) } }, tolerance: 1e-4 },
};

/** A provider that answers `value`, or fails where it is told to. */
function provider(name: string, value: number, faults: Partial<ExecutionProvider> = {}) {
  const disposed = vi.fn(async () => undefined);
  const session = { run: async () => tensor(value), dispose: vi.fn(async () => undefined) };
  const local: LocalProvider = {
    name,
    version: '1',
    requires: [],
    artefact: 'own',
    create: async () => ({
      name,
      probe: async () => undefined,
      load: async () => session,
      dispose: disposed,
      ...faults,
    }),
  };
  return { local, disposed, session };
}

function context(...localProviders: LocalProvider[]): OpenModelContext {
  return {
    localProviders,
    taskProviders: [],
    providers: [],
    modelFiles: {},
    trustedTypesPolicy: 'nearside',
    wish: {},
    signal: new AbortController().signal,
    report: () => undefined,
  };
}

describe('openModel', () => {
  it('takes the first provider that reproduces the golden sample, and says why no other runs', async () => {
    const model = await openModel(manifest, context(provider('first', 0.5).local, provider('second', 0.5).local));
    expect(model.explanation).toMatchObject({
      provider: { name: 'first' },
      golden: { maxDifference: 0, tolerance: 1e-4 },
      refused: [{ provider: 'second', step: 'order' }],
    });
    expect(await model.run({})).toEqual(tensor(0.5));
  });

  it.each([
    { name: 'a path that climbs', files: [{ path: '../x', bytes: 1, sha256: 'a'.repeat(64) }] },
    { name: 'a size that is none', files: [{ path: 'x', bytes: 2 ** 60, sha256: 'a'.repeat(64) }] },
    { name: 'a path twice', files: [1, 2].map(() => ({ path: 'x', bytes: 1, sha256: 'a'.repeat(64) })) },
  ])('H1 refuses $name in a manifest that nobody read, before a provider is tried', async ({ files }) => {
    const create = vi.fn();
    const unread = { ...manifest, artefacts: [{ provider: 'own', files }] };
    const opening = openModel(unread, context({ ...provider('own', 0.5).local, create }));
    await expect(opening).rejects.toMatchObject({ code: 'model-invalid' });
    expect(create).not.toHaveBeenCalled();
  });

  it('names the provider in what a run fails with, and keeps the rest of the error', async () => {
    const { local, session } = provider('own', 0.5);
    const model = await openModel(manifest, context(local));
    const cause = new Error('below');
    // Of another copy of the class, as a provider's module has it.
    const thrown = { name: 'NearsideError', code: 'device-lost', stage: 'run', hint: 'again', retryable: true, cause };
    session.run = async () => Promise.reject(Object.assign(new Error('gone'), thrown));
    await expect(model.run({})).rejects.toMatchObject({ ...thrown, message: 'gone', provider: 'own' });
    session.run = async () => Promise.reject(new RangeError('not ours'));
    await expect(model.run({})).rejects.toBeInstanceOf(RangeError);
    session.run = async () => tensor(Number.NaN);
    await expect(model.run({})).rejects.toMatchObject({ code: 'provider-failed', provider: 'own' });
  });

  it.each([
    { name: 'NaN', value: Number.NaN, difference: 'NaN' },
    { name: 'zeros', value: 0, difference: '0.5' },
    { name: 'numbers wrong by 1e-2', value: 0.51, difference: '0.00999' },
  ])('refuses a provider that returns $name, with the figure in the reason', async ({ value, difference }) => {
    const bad = provider('bad', value);
    const model = await openModel(manifest, context(bad.local, provider('good', 0.5).local));
    expect(model.explanation.provider.name).toBe('good');
    expect(model.explanation.refused).toEqual([
      { provider: 'bad', step: 'golden', reason: expect.stringContaining(`off by ${difference}`) },
    ]);
    expect(bad.session.dispose).toHaveBeenCalled();
    expect(bad.disposed).toHaveBeenCalled();
  });

  it('takes a provider of the task where the client names it, and refuses a name that it has not', async () => {
    const named = (name: string) => ({ name, version: '1', requires: [], moduleUrl: undefined, files: {} });
    const taskProviders = [provider('own', 0.5).local];
    const model = await openModel(manifest, { ...context(), taskProviders, providers: [named('own')] });
    expect(model.explanation.provider.name).toBe('own');
    await expect(openModel(manifest, { ...context(), providers: [named('own')] })).rejects.toMatchObject({
      code: 'provider-failed',
      message: expect.stringContaining("no provider 'own'"),
    });
  });

  it('allows an artefact of rounded weights a tolerance of its own', async () => {
    const rounded: Manifest = { ...manifest, artefacts: [{ provider: 'own', files: [], tolerance: 0.02 }] };
    const near: LocalProvider = provider('near', 0.51).local;
    const model = await openModel(rounded, context(near));
    expect(model.explanation.golden).toEqual({ maxDifference: expect.closeTo(0.01, 6), tolerance: 0.02 });
  });

  it('goes on to the next when one cannot load or says it cannot work', async () => {
    const fails = provider('fails', 0.5, { load: async () => Promise.reject(new Error('no memory')) });
    const declines = provider('declines', 0.5, { probe: async () => 'no such device' });
    const model = await openModel(manifest, context(fails.local, declines.local, provider('works', 0.5).local));
    expect(model.explanation.refused).toEqual([
      { provider: 'fails', step: 'load', reason: 'no memory' },
      { provider: 'declines', step: 'probe', reason: 'no such device' },
    ]);
    expect(fails.disposed).toHaveBeenCalled();
  });

  it('rejects with every reason when nothing runs', async () => {
    await expect(openModel(manifest, context(provider('bad', 0).local))).rejects.toMatchObject({
      code: 'provider-failed',
      message: expect.stringContaining('bad: its golden sample is off by 0.5'),
    });
    await expect(openModel(manifest, context())).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('no provider was given'),
    });
  });

  it('stops with the reason when it is aborted, and tries nothing more', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const aborts = provider('aborts', 0.5, {
      load: async () => Promise.reject((controller.abort(reason), new Error('cut'))),
    });
    const next = provider('next', 0.5);
    const create = vi.spyOn(next.local, 'create');
    await expect(openModel(manifest, { ...context(aborts.local, next.local), signal: controller.signal })).rejects.toBe(
      reason,
    );
    expect(create).not.toHaveBeenCalled();
  });

  it('blames the model, not the provider, when the model cannot be had', async () => {
    const file = { path: 'm', bytes: 1, sha256: '0'.repeat(64) };
    const needsFile: Manifest = { ...manifest, artefacts: [{ provider: 'own', files: [file] }] };
    const missing = {
      ...context(provider('a', 0.5).local, provider('b', 0.5).local),
      modelFiles: { m: 'file:///none/such' },
    };
    await expect(openModel(needsFile, missing)).rejects.toMatchObject({ code: 'network' });
    await expect(openModel(needsFile, context(provider('a', 0.5).local))).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('goes on to a provider of another form of the model when the file of the first cannot be had', async () => {
    const forms: Manifest = {
      ...manifest,
      artefacts: [
        { provider: 'first', files: [{ path: 'missing', bytes: 1, sha256: '0'.repeat(64) }] },
        { provider: 'own', files: [] },
      ],
    };
    const first: LocalProvider = { ...provider('first', 0.5).local, artefact: 'first' };
    const files = { ...context(first, provider('second', 0.5).local), modelFiles: { missing: 'file:///none/such' } };
    const model = await openModel(forms, files);
    expect(model.explanation).toMatchObject({
      provider: { name: 'second' },
      refused: [{ provider: 'first', step: 'load', reason: expect.stringContaining('none/such') }],
    });
  });
});
