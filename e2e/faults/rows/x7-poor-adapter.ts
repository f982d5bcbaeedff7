import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';
import { onGpu } from '../harness/gpu.ts';

/** An adapter that has not what a model needs. */
export const x7: FaultRow = {
  id: 'X7',
  title: 'no shader-f16; limits too small; only a fallback adapter',
  injected: "Chromium's software adapter: a fallback, without shader-f16, buffers of 1 GiB",
  inEveryTest: false,
  async run(fault) {
    const { page } = await fault.open(onGpu);
    const open = (requires: object[], allowFallbackAdapter: boolean) =>
      page.evaluate(
        ([needs, allowed]) =>
          faults.attempt(async () => {
            const manifest = faults.tinyManifest(['ort-webgpu', 'ort-wasm']);
            const [gpu, wasm] = manifest.artefacts;
            // A form for good adapters first, one that asks nothing of them behind it, then WASM.
            const artefacts = needs.length > 0 ? [{ ...gpu, requires: needs }, gpu, wasm] : manifest.artefacts;
            const taken = await faults.started({
              ...faults.tiny([faults.ortWebgpu, faults.ortWasm]),
              options: { manifest: { ...manifest, artefacts } },
              wish: { allowFallbackAdapter: allowed },
            });
            const answer = await faults.runTiny(taken);
            const [explanation] = taken.explanations;
            taken.release();
            return { answer, provider: explanation?.provider.name, refused: explanation?.refused };
          }, 60_000),
        [requires, allowFallbackAdapter] as const,
      );
    const fallback = await open([], false);
    assert.equal(fallback.value?.provider, 'ort-wasm', JSON.stringify(fallback));
    assert.equal(fallback.value.answer, 'right');
    const refusal = fallback.value.refused?.find(({ provider }) => provider === 'ort-webgpu');
    assert.match(refusal?.reason ?? '', /fallback|software/i);
    fault.saw(`only a fallback adapter: ort-wasm, since ${refusal?.reason}`);
    for (const [name, needs] of [
      ['no shader-f16', [{ gpuFeature: 'shader-f16' }]],
      ['limits too small', [{ gpuLimit: 'maxBufferSize', atLeast: 2 ** 40 }]],
    ] as const) {
      const { value, error } = await open([...needs], true);
      assert.equal(value?.answer, 'right', JSON.stringify(error));
      assert.equal(value.provider, 'ort-webgpu');
      fault.saw(`${name}: the model's other form, on ort-webgpu`);
    }
    // The provider's only form asks too much.
    const only = await page.evaluate(() =>
      faults.attempt(async () => {
        const manifest = faults.tinyManifest(['ort-webgpu', 'ort-wasm']);
        const [gpu, wasm] = manifest.artefacts;
        const artefacts = [{ ...gpu, requires: [{ gpuFeature: 'shader-f16' }] }, wasm];
        const taken = await faults.started({
          ...faults.tiny([faults.ortWebgpu, faults.ortWasm]),
          options: { manifest: { ...manifest, artefacts } },
          wish: { allowFallbackAdapter: true },
        });
        return { answer: await faults.runTiny(taken), explanation: taken.explanations[0] };
      }),
    );
    assert.equal(only.value?.answer, 'right', JSON.stringify(only));
    assert.equal(only.value.explanation?.provider.name, 'ort-wasm');
    const reason = only.value.explanation.refused.find(({ provider }) => provider === 'ort-webgpu')?.reason ?? '';
    assert.match(reason, /shader-f16/);
    fault.saw(`no other form: ort-wasm, since ${reason}`);
  },
};
