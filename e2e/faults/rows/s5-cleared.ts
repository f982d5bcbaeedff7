import assert from 'node:assert/strict';
import { expectRuns, obtain, openDownload, stored } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** Storage that is emptied under a model in use. */
export const s5: FaultRow = {
  id: 'S5',
  title: 'evicted in mid-session; cleared by the user in mid-run',
  injected:
    "Storage.clearDataForOrigin of the DevTools protocol, as the browser's settings do, while a task runs the model",
  inEveryTest: true,
  async run(fault) {
    const site = await openDownload(fault, 's5');
    const { manifest } = site.model;
    await expectRuns(site, manifest);
    await site.page.evaluate(async (wanted) => {
      faults.kept.lease = await faults.started({ runtime: faults.kept.runtime, options: { manifest: wanted } });
    }, manifest);
    const session = await site.context.newCDPSession(site.page);
    const calls = site.page.evaluate(() => faults.settleAll(Array.from({ length: 200 }, () => faults.runTiny())));
    await session.send('Storage.clearDataForOrigin', { origin: site.site.origin, storageTypes: 'all' });
    assert.deepEqual((await calls).outcomes, { answered: 200 });
    fault.saw('cleared in mid-run: the model that is loaded goes on');
    assert.deepEqual(await stored(site), []);
    const asked = site.servers[0]?.requests.length ?? 0;
    const again = await obtain(site, manifest);
    assert.equal(again.value, site.model.bytes.length, JSON.stringify(again.error));
    assert.ok((site.servers[0]?.requests.length ?? 0) > asked, 'it was fetched again');
    fault.saw('the next time it is found to be gone, and fetched again, in the same session');
    await expectRuns(site, manifest);
  },
};
