// Real starts of a real task, in-process: only the page's idleness and its cache are given.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openInProcess } from '../connection/in-process-connection.ts';
import { openModel, type OpenModelContext } from '../model/open-model.ts';
import type { LocalProvider } from '../model/provider-ways.ts';
import type { StartRequest } from '../connection/start-request.ts';
import { defineTask } from '../task.ts';
import { tinyAnswer, tinyManifest } from '../testing/tiny-onnx.ts';
import { measureCandidates, type CanaryParts } from './canary.ts';
import type { ChoiceMemory } from './choice-memory.ts';
import type { Timing } from './choices.ts';

const nowMs = Date.UTC(2026, 10, 24);
const manifest = { ...tinyManifest([]), artefacts: [{ provider: 'plain', files: [] }] };

/** Runs the tiny model in plain JavaScript; the slow one works for 4 ms on it. */
function plain(name: string, { workMs = 0, broken = false } = {}): LocalProvider {
  return {
    name,
    version: '1',
    requires: [],
    artefact: 'plain',
    create: async () => ({
      name,
      probe: async () => undefined,
      load: async () => ({
        async run(feeds) {
          if (broken) throw new Error('no such kernel');
          const endMs = performance.now() + workMs;
          while (performance.now() < endMs);
          return { y: { type: 'float32', dims: [1, 3], data: tinyAnswer(feeds['x']?.data as Float32Array) } };
        },
        dispose: async () => undefined,
      }),
      dispose: async () => undefined,
    }),
  };
}

const slow = plain('slow', { workMs: 4 });
const fast = plain('fast');

const task = (providers: readonly LocalProvider[]) =>
  defineTask<object>({
    name: 'tiny',
    version: '1',
    methods: {},
    providers,
    start: async ({ openModel: open }) => (await open(manifest), {}),
  });

function requestOf(providers: readonly LocalProvider[], timings: readonly Timing[] = []): StartRequest {
  return {
    providers: providers.map(({ name, version }) => ({ name, version, requires: [], moduleUrl: undefined, files: {} })),
    modelFiles: { model: 'https://page.test/model' },
    wish: { prefer: 'fastest' },
    timings,
    trustedTypesPolicy: 'nearside',
    options: undefined,
  };
}

function memoryOf(...timings: Timing[]): ChoiceMemory & { timings: Timing[] } {
  return { timings, read: () => timings, add: (timing) => void timings.push(timing) };
}

async function start(providers: readonly LocalProvider[], timings?: readonly Timing[]) {
  const context: OpenModelContext = {
    ...requestOf(providers, timings),
    localProviders: [],
    taskProviders: providers,
    signal: new AbortController().signal,
    report: () => undefined,
    ask: () => Promise.reject(new Error('no question is expected')),
  };
  const model = await openModel(manifest, context);
  onTestFinished(() => model.dispose());
  return model.explanation;
}

async function partsOf(providers: readonly LocalProvider[], changes: Partial<CanaryParts> = {}) {
  const open = vi.fn(async () => openInProcess(task(providers)));
  const memory = memoryOf();
  const parts: CanaryParts = {
    request: requestOf(providers),
    running: [await start(providers)],
    memory,
    open,
    answer: () => Promise.reject(new Error('no question is expected')),
    isHere: async () => true,
    idle: async () => undefined,
    signal: new AbortController().signal,
    budgetMs: 20_000,
    nowMs: () => nowMs,
    ...changes,
  };
  return { parts, open, memory };
}

describe('the canary', () => {
  it('measures every candidate, and the next start takes the fastest and says why', async () => {
    const providers = [slow, fast];
    expect((await start(providers)).provider.name).toBe('slow');
    const { parts, memory } = await partsOf(providers);
    await measureCandidates(parts);
    expect(memory.timings.map(({ provider }) => provider)).toEqual(['slow', 'fast']);
    const timings = memory.timings.map((timing) => ({ ...timing, measuredAtMs: Date.now() }));
    const { provider, choice, refused } = await start(providers, timings);
    expect(provider.name).toBe('fast');
    expect(choice).toMatch(/^remembered: fast took [\d.]+ ms where slow took [\d.]+ ms, measured \d{4}-\d\d-\d\d$/);
    expect(refused).toEqual([{ provider: 'slow', step: 'order', reason: choice }]);
  });

  it('measures nothing where there is one candidate', async () => {
    const { parts, open } = await partsOf([slow]);
    await measureCandidates(parts);
    expect(open).not.toHaveBeenCalled();
  });

  it('measures nothing where a file would have to be fetched', async () => {
    const isHere = vi.fn(async () => false);
    const { parts, open } = await partsOf([slow, fast], { isHere });
    await measureCandidates(parts);
    expect(isHere).toHaveBeenCalledWith('https://page.test/model');
    expect(open).not.toHaveBeenCalled();
  });

  it('measures only what has no timing yet, and nothing twice', async () => {
    const { parts, open, memory } = await partsOf([slow, fast]);
    await measureCandidates(parts);
    const measured = open.mock.calls.length;
    await measureCandidates(parts);
    expect(open).toHaveBeenCalledTimes(measured);
    memory.timings.shift();
    await measureCandidates(parts);
    expect(open).toHaveBeenCalledTimes(measured + 1);
  });

  it('waits for an idle moment before each, and ends with the task', async () => {
    const ended = new AbortController();
    const idle = vi.fn(async () => {
      if (idle.mock.calls.length < 2) return;
      ended.abort(new Error('destroyed'));
      ended.signal.throwIfAborted();
    });
    const { parts, memory } = await partsOf([slow, fast], { idle, signal: ended.signal });
    await measureCandidates(parts);
    expect(memory.timings).toHaveLength(1);
  });

  it('leaves out one that fails, or hangs past its budget; the wish stands', async () => {
    const broken = plain('broken', { broken: true });
    const { parts, memory } = await partsOf([slow, broken, fast]);
    await measureCandidates(parts);
    expect(memory.timings.map(({ provider }) => provider)).toEqual(['slow', 'fast']);
    const hanging = await partsOf([slow, fast], { budgetMs: 1, open: () => new Promise(() => undefined) });
    await measureCandidates(hanging.parts);
    expect(hanging.memory.timings).toEqual([]);
  });
});
