import assert from 'node:assert/strict';
import { expectRuns, obtain, openDownload, keepRuntime } from '../harness/download.ts';
import { launchProfile } from '../harness/profile.ts';
import type { FaultRow } from '../harness/row.ts';

/** A model that is here, and a network that is not. */
export const n4: FaultRow = {
  id: 'N4',
  title: 'all mirrors down, model in the store; page offline from the start',
  injected: 'every server of the model answers 503; the browser is offline, its HTTP cache holds the page',
  inEveryTest: true,
  async run(fault) {
    const site = await openDownload(fault, 'n4', {
      mirrors: 2,
      // Off the record the HTTP cache is too small for the runtime's 14 MB.
      in: await launchProfile(fault),
      headers: { 'cache-control': 'public, max-age=3600' },
    });
    const { value, error } = await obtain(site, site.model.manifest);
    assert.equal(value, site.model.bytes.length, JSON.stringify(error));
    await expectRuns(site, site.model.manifest);

    for (const server of site.servers) server.inject(() => ({ status: 503 }));
    const asked = site.servers.map(({ requests }) => requests.length);
    await site.page.reload();
    await site.page.waitForFunction(() => 'faults' in globalThis);
    await keepRuntime(site, site.servers);
    await expectRuns(site, site.model.manifest);
    assert.deepEqual(
      site.servers.map(({ requests }) => requests.length),
      asked,
    );
    fault.saw('mirrors down, page loaded anew: the model runs from the store, and no mirror is asked');

    await site.context.setOffline(true);
    fault.afterwards(() => site.context.setOffline(false));
    await site.page.goto('about:blank');
    await site.page.goto(site.site.url);
    await site.page.waitForFunction(() => 'faults' in globalThis, undefined, { timeout: 10_000 });
    await keepRuntime(site, site.servers);
    await expectRuns(site, site.model.manifest);
    fault.saw('offline from the start, the page out of the HTTP cache: the model runs');
  },
};
