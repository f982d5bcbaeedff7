import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFolder } from '../harness/bundle.ts';
import type { FaultRow } from '../harness/row.ts';

/** A deploy that leaves the worker of the last release in the browser's cache. */
export const x13: FaultRow = {
  id: 'X13',
  title: 'client of one release, worker of another',
  injected: "the browser's HTTP cache holds the last release's script, sent as immutable",
  inEveryTest: true,
  async run(fault) {
    const { page, site } = await fault.open();
    const old = readFileSync(join(bundleFolder, 'old-release.worker.js'), 'utf8');
    const script = (path: string) => path === '/faults/probe.worker.js';
    site.inject((path) =>
      script(path)
        ? { status: 200, body: old, headers: { 'cache-control': 'public, max-age=31536000, immutable' } }
        : undefined,
    );
    // The last release, as it ran: its script goes to the cache.
    await page.evaluate(async () => void (await fetch('/faults/probe.worker.js').then((answer) => answer.text())));
    site.inject();
    const before = site.requests.filter((request) => request.includes('probe.worker.js')).length;
    const first = await page.evaluate(() => faults.attempt(() => faults.healthy()));
    const asked = site.requests.filter((request) => request.includes('probe.worker.js')).length - before;
    if (first.error) {
      assert.equal(first.error.code, 'worker-version-mismatch', JSON.stringify(first.error));
      fault.saw(`the first start: worker-version-mismatch: ${first.error.message}`);
    } else {
      assert.equal(first.value, 'healthy');
      assert.ok(asked > 0, 'the right script can only have come from the server');
      fault.saw('the first start notices the old release and fetches the script past the cache by itself');
    }
    const { value, error } = await page.evaluate(() => faults.attempt(() => faults.healthy()));
    assert.equal(value, 'healthy', `a reload of the worker past the cache: ${JSON.stringify(error)}`);
    fault.saw('the next start has the new script, without a reload of the page');

    // A server that has no other: said, and not tried for ever.
    const other = await fault.open();
    other.site.inject((path) => (script(path) ? { status: 200, body: old } : undefined));
    const mismatch = await other.page.evaluate(() => faults.attempt(() => faults.healthy()));
    assert.equal(mismatch.error?.code, 'worker-version-mismatch');
    fault.deadline('a server that has only the old one rejects', mismatch.ms, 2000);
    other.site.inject();
    assert.equal(await other.page.evaluate(() => faults.healthy()), 'healthy');
  },
};
