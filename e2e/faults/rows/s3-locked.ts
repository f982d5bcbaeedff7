import assert from 'node:assert/strict';
import { expectRuns, keepRuntime, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** Another tab that has the file, and does nothing. */
export const s3: FaultRow = {
  id: 'S3',
  title: "second tab's handle refused; lock held by a frozen tab",
  injected: 'a second tab holds the sync handle of the file; a second tab begins the download and is frozen in it',
  inEveryTest: false,
  async run(fault) {
    const site = await openDownload(fault, 's3');
    const [server] = site.servers;
    assert.ok(server);
    const frozen = await fault.open({ beside: site });
    await keepRuntime(frozen, site.servers);
    server.inject(({ method, nth }) => (method === 'GET' && nth > 2 ? { stallAfter: 1000 } : undefined));
    await frozen.page.evaluate((manifest) => {
      void faults.kept.runtime.models.obtain(manifest, 'ort-wasm').catch(() => undefined);
    }, site.model.manifest);
    await server.seen(({ state }) => state === 'stalled');
    // Its workers go on in a frozen page of this browser, so the worker that leads is stopped itself: by its debugger.
    const worker = frozen.page.workers().find((one) => one.url().includes('nearside-store'));
    assert.ok(worker);
    await worker.evaluate(() => {
      setTimeout(() => {
        const end = Date.now() + 40_000;
        while (Date.now() < end);
      });
    });
    const session = await site.context.newCDPSession(frozen.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    server.inject();
    const { value, error, ms } = await obtain(site, site.model.manifest, 60_000);
    const outcome = error ? `${error.code}: ${error.message.slice(0, 120)}` : `${value} bytes`;
    fault.saw(`a tab that holds the lock and is frozen: ${outcome}, after ${(ms / 1000).toFixed(1)} s`);
    assert.ok(value === site.model.bytes.length || error?.code === 'busy', JSON.stringify(error));
    assert.notEqual(error?.name, 'pending', 'never a deadlock');
    await frozen.page.close();
    await expectRuns(site, site.model.manifest);

    // A handle that another tab has, without any lock of ours.
    const second = await openDownload(fault, 's3-handle', {
      policy: { 'require-trusted-types-for': '', 'trusted-types': '' }, // the holder is a worker of the row's own
    });
    const first = await obtain(second, second.model.manifest);
    assert.equal(first.value, second.model.bytes.length, JSON.stringify(first.error));
    const holder = await fault.open({ beside: second });
    const held = await holder.page.evaluate(() => faults.holdHandles());
    assert.ok(held > 0, 'the other tab holds a handle');
    await expectRuns(second, second.model.manifest);
    fault.saw(`another tab holds ${held} sync handles: the model is read and runs all the same`);
  },
};
