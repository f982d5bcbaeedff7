import assert from 'node:assert/strict';
import { onGpu, runOnGpu, startOnGpu } from '../harness/gpu.ts';
import type { FaultRow } from '../harness/row.ts';

/** The browser's GPU process crashes. */
export const x6: FaultRow = {
  id: 'X6',
  title: 'GPU process crash once; three in a row (adapter becomes null)',
  injected: 'Browser.crashGpuProcess of the DevTools protocol',
  inEveryTest: false,
  async run(fault) {
    const { page, context } = await fault.open({ ...onGpu, ownBrowser: true });
    const session = await context.browser()?.newBrowserCDPSession();
    const crash = () => session?.send('Browser.crashGpuProcess').catch(() => undefined);
    const first = await startOnGpu(page);
    assert.equal(first.value, 'ort-webgpu', JSON.stringify(first));
    for (let crashes = 1; crashes <= 3; crashes++) {
      await crash();
      const outcome = await runOnGpu(page);
      assert.ok(outcome.value?.startsWith('right') || outcome.error?.code, JSON.stringify(outcome));
      const next = outcome.value ? outcome : await runOnGpu(page);
      assert.match(next.value ?? '', /^right on ort-/, JSON.stringify(next));
      fault.saw(
        `crash ${crashes}: ${outcome.error?.code ?? outcome.value}${outcome.value ? '' : `; the next one ${next.value}`}`,
      );
    }
    // A new lease of the same page asks the browser again.
    const again = await page.evaluate(() =>
      faults.attempt(async () => {
        const providers = [faults.ortWebgpu, faults.ortWasm];
        const options = { name: 'after three crashes' };
        const taken = await faults.started(faults.tiny(providers, { options, wish: { allowFallbackAdapter: true } }));
        const [explanation] = taken.explanations;
        return {
          answer: await faults.runTiny(taken),
          provider: explanation?.provider.name,
          refused: explanation?.refused,
        };
      }, 60_000),
    );
    assert.equal(again.value?.answer, 'right', JSON.stringify(again));
    fault.saw(`a new lease after three crashes: right on ${again.value.provider}`);
    for (const { provider, reason } of again.value.refused ?? []) fault.saw(`${provider} refused: ${reason}`);
  },
};
