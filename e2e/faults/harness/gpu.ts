/** What the rows about WebGPU share: a software adapter, the probe on it, and its device destroyed. */
import type { Page } from 'playwright';
import type { Attempt } from '../page/page.ts';

/** How such a page is opened. Isolation is not needed, and its threads cost time. */
export const onGpu = { browser: { softwareWebGpu: true } } as const;

/** Starts a lease of the tiny model on WebGPU, with WASM behind it, and keeps it in the page. */
export function startOnGpu(page: Page): Promise<Attempt<string | undefined>> {
  return page.evaluate(() =>
    faults.attempt(async () => {
      const providers = [faults.ortWebgpu, faults.ortWasm];
      faults.kept.lease = await faults.started(
        faults.tiny(providers, { worker: '/faults/gpu-probe.worker.js', wish: { allowFallbackAdapter: true } }),
      );
      return faults.kept.lease.explanations[0]?.provider.name;
    }, 60_000),
  );
}

/** One run of the tiny model in the lease that is kept: `right` and the provider that runs it. */
export function runOnGpu(page: Page): Promise<Attempt<string>> {
  return page.evaluate(() =>
    faults.attempt(async () => {
      const answer = await faults.runTiny();
      return `${answer} on ${await faults.kept.lease.call('provider', undefined)}`;
    }, 60_000),
  );
}

/** Destroys the device of the probe's worker, in a turn of the worker's own. */
export function destroyDevice(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const channel = new BroadcastChannel('faults-gpu');
        channel.onmessage = () => {
          channel.close();
          resolve();
        };
        channel.postMessage('destroy');
      }),
  );
}
