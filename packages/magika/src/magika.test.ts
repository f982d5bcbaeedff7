// The built package, in-process, with the real model: sources have no assets beside them.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { kernel, Magika } from '@nearside/magika';
import { ortWasm } from '@nearside/magika/ort-wasm';
import { decide, modelLabels, type PredictionMode } from '@nearside/magika/decide';
import { createRuntime } from '@nearside/core';
import { ortWasm as bareOrtWasm } from '@nearside/core/ort-wasm';
import { unavailableProvider } from '@nearside/core/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

interface GoldenPrediction {
  readonly prediction_mode: PredictionMode;
  readonly content_base64: string;
  readonly prediction: {
    readonly dl: string;
    readonly output: string;
    readonly score: number;
    readonly overwrite_reason: string;
  };
}

const goldenFile = new URL('./fixtures/standard_v3_3-inference_examples_by_content.json.gz', import.meta.url);
const golden = JSON.parse(gunzipSync(readFileSync(goldenFile)).toString()) as readonly GoldenPrediction[];
const python = 'import os\n\n\ndef main(path):\n    for name in os.listdir(path):\n        print(name)\n';

// The original graph agrees within fp32 sums in another order; the kernel's weights are rounded.
describe.each([
  { provider: kernel, tolerance: 5e-3 },
  { provider: ortWasm, tolerance: 1e-4 },
])('on $provider.name', ({ provider, tolerance }) => {
  it("gives the reference's answer on its 141 golden cases", async () => {
    const one = await Magika.create({ providers: [provider] });
    onTestFinished(() => one.destroy());
    expect(one.explain().provider.name).toBe(provider.name);
    expect(golden).toHaveLength(141);
    for (const { prediction_mode: mode, content_base64, prediction } of golden) {
      const got = await one.identify(Buffer.from(content_base64, 'base64'), { mode });
      const { dl, output, overwrite_reason } = prediction;
      expect(got).toMatchObject({ label: output, modelLabel: dl, overwriteReason: overwrite_reason });
      expect(Math.abs(got.score - prediction.score)).toBeLessThan(tolerance);
    }
  });
});

let magika: Magika;
beforeAll(async () => void (magika = await Magika.create()));
afterAll(() => magika.destroy());

describe('Magika', () => {
  it('answers with everything there is to say', async () => {
    expect(await magika.identify(new Blob([python]))).toEqual({
      label: 'python',
      description: 'Python source',
      mimeType: 'text/x-python',
      group: 'code',
      extensions: ['py', 'pyi'],
      isText: true,
      score: expect.closeTo(1, 1),
      modelLabel: 'python',
      overwriteReason: 'none',
    });
  });

  it('gives all scores on wish, from which any mode follows without a second run', async () => {
    const { scores, ...answer } = await magika.identify(new Blob([python]), { scores: true, mode: 'best_guess' });
    expect(scores).toHaveLength(modelLabels().length);
    expect(scores?.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 4);
    expect(decide(scores as Float32Array, { mode: 'best_guess' })).toEqual(answer);
  });

  it('identifies many in order, with the error of the one that fails', async () => {
    const inputs = [new Blob([python]), 7 as unknown as Blob, new Blob([])];
    const labels: unknown[] = [];
    for await (const { index, input, result, error } of magika.identifyAll(inputs)) {
      expect(input).toBe(inputs[index]);
      labels.push(result?.label ?? (error as { code?: string }).code);
    }
    expect(labels).toEqual(['python', 'invalid-input', 'empty']);
  });

  it('identifies a file by ends that were read elsewhere', async () => {
    const bytes = new TextEncoder().encode(python);
    expect(await magika.identifyEnds({ size: bytes.length, beginning: bytes, end: bytes })).toMatchObject({
      label: 'python',
    });
    await expect(magika.identifyEnds({ size: 5000, beginning: bytes, end: bytes })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('says which bytes carry the answer', async () => {
    const shares: number[] = [];
    // Lines that say nothing, with a head that decides.
    const content = `#!/bin/sh\n${'0123456789\n'.repeat(200)}`;
    const found = await magika.attribute(new Blob([content]), {
      windowTokens: 32,
      onProgress: (share) => shares.push(share),
    });
    expect(found).toMatchObject({ modelLabel: 'shell', windowTokens: 32 });
    expect(found?.drops).toHaveLength(64);
    expect(found?.drops.indexOf(Math.max(...(found?.drops ?? [])))).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(await magika.attribute(new Blob(['short']))).toBeUndefined();
    await expect(magika.attribute(new Blob([content]), { windowTokens: 3 })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('never rejects on bytes, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.nat(), async (bytes, place) => {
        // A mutation of something real beside noise.
        const mutated = new TextEncoder().encode(python);
        mutated[place % mutated.length] = bytes[0] ?? 0;
        for (const content of [bytes, mutated]) {
          const { label, score } = await magika.identify(content);
          expect(magika.labels()).toContain(label);
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('rejects with the reason of an abort, and works on', async () => {
    const reason = new Error('enough');
    await expect(magika.identify(new Blob([python]), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(Magika.create({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await magika.identify(new Blob([python]))).toMatchObject({ label: 'python' });
  });

  it('refuses a mode that is none', async () => {
    const mode = 'sure' as PredictionMode;
    for (const content of [python, 'abc', '']) {
      await expect(magika.identify(new Blob([content]), { mode })).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('explains what runs', () => {
    expect(magika.explain()).toMatchObject({
      model: 'magika/standard_v3_3',
      provider: { name: 'kernel' },
      refused: [],
      runtimeBytes: 0,
      capabilities: { realm: 'node' },
    });
    expect(magika.explain().golden.maxDifference).toBeLessThan(5e-3);
  });

  it('is available here, and says where it is not', async () => {
    expect(await Magika.availability()).toBe('available');
    const providers = [unavailableProvider('none')];
    expect(await Magika.availability({ providers })).toBe('unavailable');
    await expect(Magika.create({ providers })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('none: '),
    });
  });

  it('says where to get a provider that lacks the model', async () => {
    await expect(Magika.create({ providers: [bareOrtWasm] })).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('@nearside/magika/ort-wasm'),
    });
  });

  it('reports its load, both ends', async () => {
    const shares: number[] = [];
    const totals = new Set<number>();
    const monitored = await Magika.create({
      runtime: createRuntime(),
      providers: [ortWasm],
      monitor: (monitor) =>
        monitor.addEventListener('downloadprogress', ({ loaded, totalBytes }) => {
          shares.push(loaded);
          totals.add(totalBytes);
        }),
    });
    monitored.destroy();
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([...totals]).toEqual([14_239_897 + 3_163_737]);
  });

  it('runs in threads of Node with the same answers, many at a time', async () => {
    const threaded = await Magika.create({ runtime: createRuntime({ worker: 'thread' }), workers: 2 });
    expect(threaded.explain().capabilities.realm).toBe('node');
    const inputs = Array.from({ length: 100 }, (_, index) => new Blob([python, `# ${index}\n`.repeat(index)]));
    let index = 0;
    for await (const { input, result } of threaded.identifyAll(inputs, { concurrency: 16 })) {
      expect(input).toBe(inputs[index++]);
      expect(result).toEqual(await magika.identify(input));
    }
    expect(index).toBe(100);
    threaded.destroy();
    await expect(threaded.identify(new Blob([python]))).rejects.toMatchObject({ code: 'destroyed' });
  });

  it('ends a read that stalls when it is destroyed', async () => {
    const stalled = await Magika.create();
    const reading = stalled.identify(new ReadableStream<Uint8Array>());
    stalled.destroy();
    await expect(reading).rejects.toMatchObject({ code: 'destroyed' });
  });

  it('stops an attribution that is aborted, and is free for the next call at once', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const options = { windowTokens: 1, signal: controller.signal, onProgress: () => controller.abort(reason) };
    await expect(magika.attribute(new Blob([python]), options)).rejects.toBe(reason);
    expect(await magika.identify(new Blob([python]))).toMatchObject({ label: 'python' });
  });

  it('reads ends that were read elsewhere before the call returns', async () => {
    const bytes = new TextEncoder().encode(python);
    const answer = magika.identifyEnds({ size: bytes.length, beginning: bytes, end: bytes });
    bytes.fill(0);
    expect(await answer).toMatchObject({ label: 'python' });
  });

  it('rejects calls after destroy(), which may be called twice; another instance goes on', async () => {
    const another = await Magika.create();
    another.destroy();
    another.destroy();
    await expect(another.identify(new Blob([python]))).rejects.toMatchObject({ code: 'destroyed' });
    expect(await magika.identify(new Blob([python]))).toMatchObject({ label: 'python' });
  });
});
