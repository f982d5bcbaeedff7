import assert from 'node:assert/strict';
import { expectRuns, obtain, openDownload, stored } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** A network that answers everything with its own page. */
export const n7: FaultRow = {
  id: 'N7',
  title: '200 with an HTML page (captive portal)',
  injected: 'the server answers an HTML page in place of the model',
  inEveryTest: true,
  async run(fault) {
    const site = await openDownload(fault, 'n7');
    const [server] = site.servers;
    assert.ok(server);
    server.inject(() => ({ page: true }));
    const { error } = await obtain(site, site.model.manifest);
    assert.equal(error?.code, 'integrity', JSON.stringify(error));
    assert.deepEqual(await stored(site), []);
    fault.saw(`integrity: ${error.message.slice(0, 120)}; nothing is listed`);
    server.inject();
    await expectRuns(site, site.model.manifest);
    fault.saw('logged in: it loads, in the same page');
  },
};
