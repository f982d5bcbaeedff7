import assert from 'node:assert/strict';
import { destroyDevice, onGpu, runOnGpu, startOnGpu } from '../harness/gpu.ts';
import type { FaultRow } from '../harness/row.ts';

/** A GPU device that is gone. */
export const x5: FaultRow = {
  id: 'X5',
  title: 'device.destroy() before, in, after a run',
  injected: "the worker's own GPUDevice is destroyed, on Chromium's software adapter",
  inEveryTest: false,
  async run(fault) {
    const { page } = await fault.open(onGpu);
    const identity = () => page.evaluate(() => faults.kept.lease.call('identity', undefined));
    const first = await startOnGpu(page);
    assert.equal(first.value, 'ort-webgpu', JSON.stringify(first));

    // Before the lease's first run, and after one: the session looks well, its device is gone.
    for (const when of ['before a run', 'after a run']) {
      const worker = await identity();
      await destroyDevice(page);
      const outcome = await runOnGpu(page);
      const settled = outcome.value ?? outcome.error?.code;
      assert.ok(outcome.value?.startsWith('right') || outcome.error?.code === 'device-lost', JSON.stringify(outcome));
      const next = await runOnGpu(page);
      assert.match(next.value ?? '', /^right on ort-/, JSON.stringify(next));
      assert.notEqual(await identity(), worker, 'a spoilt worker must not go on');
      fault.saw(`${when}: ${settled}, by a fresh worker; the next one ${next.value}`);
    }

    // ONNX Runtime may answer a device that goes in mid-run with a loop in WebAssembly, where nothing reaches the worker
    // any more: then it is the budget that ends it. A call that may not be made twice shows which it was.
    const calls = page.evaluate(async () => {
      const lease = faults.kept.lease;
      const runs = faults.settleAll(Array.from({ length: 30 }, () => faults.runTiny()));
      const once = faults.settleAll(
        Array.from({ length: 8 }, () => lease.call('runModel', { input: 'x', dims: [1, 4], values: [1, 2, 3, 4] })),
      );
      return { runs: await runs, once: await once };
    });
    await destroyDevice(page);
    const { runs, once } = await calls;
    const expected = new Set(['answered', 'device-lost', 'timeout', 'worker-failed']);
    for (const outcomes of [runs.outcomes, once.outcomes])
      assert.ok(
        Object.keys(outcomes).every((outcome) => expected.has(outcome)),
        JSON.stringify(outcomes),
      );
    fault.saw(
      `in 30 runs that may be made twice: ${JSON.stringify(runs.outcomes)}; in 8 that may not: ${JSON.stringify(once.outcomes)}`,
    );
    const next = await runOnGpu(page);
    assert.match(next.value ?? '', /^right on ort-/, JSON.stringify(next));
    fault.saw(`the next one: ${next.value}`);

    const refused = await page.evaluate(() => faults.kept.lease.explanations[0]?.refused ?? []);
    for (const { provider, step, reason } of refused) fault.saw(`${provider} refused (${step}): ${reason}`);
  },
};
