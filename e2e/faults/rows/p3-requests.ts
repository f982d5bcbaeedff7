import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** Nothing is sent to anybody. */
export const p3: FaultRow = {
  id: 'P3',
  title: 'request log of every e2e run against the allow-list',
  injected: 'the log of every page of every row of this run; a row with a foreign request fails by itself',
  inEveryTest: true,
  async run(fault) {
    const opened = await fault.open();
    const { page, requests, site } = opened;
    await page.evaluate(async () => {
      const magika = await faults.Magika.create();
      await magika.identify(new Blob(['secret content '.repeat(100)]));
      magika.destroy();
      await faults.runTiny(await faults.started(faults.tiny()));
    });
    assert.ok(requests.length > 5);
    assert.ok(requests.every((request) => request.startsWith(`GET ${site.origin}/`)));
    assert.ok(!requests.join('\n').includes('secret'));
    const { pages, count, foreign } = fault.allRequests();
    assert.deepEqual(foreign, []);
    fault.saw(`${count} requests of ${pages} pages so far, none to an origin that its page does not allow`);

    // The log sees a foreign request where there is one: to a server of the row's own, which the policy of this page lets through.
    const elsewhere = await fault.serveModels({ files: { '/x': new Uint8Array(1) } });
    const lax = await fault.open({ policy: { 'connect-src': '*' }, expectsForeign: true });
    await lax.page.evaluate((url) => fetch(url).then(() => undefined), `${elsewhere.origin}/x`);
    assert.equal(lax.requests.filter((request) => !request.startsWith(`GET ${lax.site.origin}/`)).length, 1);
    fault.saw('a request to another origin, made by the row itself, is in the log: the check can fail');
    assert.equal(await page.evaluate(() => faults.healthy()), 'healthy');
  },
};
