import assert from 'node:assert/strict';
import { expectRuns, obtain, openDownload, stored, warnings } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** An origin that may keep no more. */
export const s1: FaultRow = {
  id: 'S1',
  title: 'over quota in each backend',
  injected: 'Storage.overrideQuotaForOrigin of the DevTools protocol: 5 MB for a model of 12',
  inEveryTest: true,
  async run(fault) {
    for (const storage of ['opfs', 'cache'] as const) {
      const site = await openDownload(fault, `s1-${storage}`, { storage });
      const session = await site.context.newCDPSession(site.page);
      const { origin } = site.site;
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5_000_000 });
      const { value, error } = await obtain(site, site.model.manifest);
      if (error) {
        assert.equal(error.code, 'quota', `${storage}: ${JSON.stringify(error)}`);
        assert.deepEqual(await stored(site), []);
        fault.saw(`${storage}: quota, nothing is listed: ${error.message.slice(0, 100)}`);
      } else {
        assert.equal(value, site.model.bytes.length);
        const said = await warnings(site);
        assert.ok(
          said.some((warning) => /quota|room/i.test(warning)),
          JSON.stringify(said),
        );
        fault.saw(`${storage}: another place, with a warning: ${said.join('; ').slice(0, 140)}`);
      }
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      await expectRuns(site, site.model.manifest);
      assert.deepEqual(await stored(site), [site.model.manifest.id]);
      fault.saw(`${storage}: with room again it is stored whole, and runs`);
    }
  },
};
