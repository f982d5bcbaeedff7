import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';
import { zerosManifest, zerosOnnx } from '../harness/zeros-model.ts';

/** WebAssembly that may have no more memory. */
export const x4: FaultRow = {
  id: 'X4',
  title: 'out of memory in WASM',
  injected: "a model that asks ONNX Runtime for 64 GiB in a run; a service that grows a memory to WebAssembly's end",
  inEveryTest: true,
  async run(fault) {
    const { page, site } = await fault.open();
    site.inject((path) => (path === '/zeros.onnx' ? { status: 200, body: zerosOnnx() } : undefined));
    await page.evaluate(async (manifest) => {
      const { ortWasm, started } = faults;
      faults.kept.lease = await started({
        providers: [ortWasm],
        modelFiles: { 'zeros.onnx': '/zeros.onnx' },
        options: { manifest },
      });
    }, zerosManifest());
    const run = (values: number[]) =>
      page.evaluate(
        (dims) => faults.attempt(() => faults.kept.lease.call('runModel', { input: 'shape', dims: [2], values: dims })),
        values,
      );
    assert.deepEqual((await run([2, 3])).value, { sum: [0] });
    const { error, ms } = await run([131_072, 131_072]);
    assert.ok(error?.code, JSON.stringify(error));
    fault.saw(`ONNX Runtime: ${error.code}: ${error.message.slice(0, 120)}`);
    fault.deadline('the run rejects', ms, 2000);
    assert.deepEqual((await run([2, 3])).value, { sum: [0] });

    const grown = await page.evaluate(() => faults.attempt(() => faults.kept.lease.call('exhaust', undefined)));
    assert.ok(grown.error, 'growing for ever cannot succeed');
    fault.saw(`a memory that grows: ${grown.error.code ?? grown.error.name}: ${grown.error.message.slice(0, 80)}`);
    assert.deepEqual((await run([2, 3])).value, { sum: [0] });
    assert.equal(await page.evaluate(() => faults.healthy()), 'healthy');
    fault.saw('the same lease runs its model again after each');
  },
};
