import assert from 'node:assert/strict';
import { chunkDeliveries, expectRuns, keepRuntime, obtain, openDownload, stored } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';
import { changeStoreWorker, clockOff } from '../harness/store-worker.ts';

/** What is stored is not what was written. */
export const s6: FaultRow = {
  id: 'S6',
  title: 'bit rot in the store; old schema; clock ± 1 year',
  injected:
    "a byte of the stored file is changed; its record is written in an older form; the store's clock is a year off",
  inEveryTest: true,
  async run(fault) {
    const site = await openDownload(fault, 's6');
    const [server] = site.servers;
    assert.ok(server);
    const { manifest, bytes } = site.model;
    const first = await obtain(site, manifest);
    assert.equal(first.value, bytes.length, JSON.stringify(first.error));
    const rotten = await site.page.evaluate(() => faults.rot(5_000_000));
    assert.equal(rotten, 1, 'one file of that size');
    const verified = await site.page.evaluate((id) => faults.kept.runtime.models.verify(id), manifest.id);
    assert.equal(verified.isWhole, false, JSON.stringify(verified));
    fault.saw(`a changed byte: verify() finds ${verified.damagedChunks} damaged chunk`);
    const asked = server.requests.length;
    const healed = await obtain(site, manifest);
    assert.equal(healed.value, bytes.length, JSON.stringify(healed.error));
    const fetched = chunkDeliveries(server.requests.slice(asked), site.model).filter((count) => count > 0).length;
    assert.equal(fetched, 1);
    fault.saw(`healed: ${fetched} chunk of 13 is fetched again`);
    assert.ok((await site.page.evaluate((id) => faults.kept.runtime.models.verify(id), manifest.id)).isWhole);
    await expectRuns(site, manifest);

    const records = await site.page.evaluate(() => faults.rewriteRecords('"schema":1', '"schema":99'));
    assert.ok(records > 0);
    await keepRuntime(site, site.servers);
    const damaged = await obtain(site, manifest);
    assert.equal(damaged.value, bytes.length, JSON.stringify(damaged.error));
    fault.saw('a record that no longer matches its check: not believed, the verified chunks are used, committed again');
    await expectRuns(site, manifest);

    for (const years of [1, -1]) {
      changeStoreWorker(site.site, clockOff(years));
      const later = await fault.open({ beside: site });
      await keepRuntime(later, site.servers);
      assert.deepEqual(await stored(later), [manifest.id]);
      let refusals = 0;
      server.inject(({ method }) => (method === 'GET' && refusals++ === 0 ? { status: 503 } : undefined));
      await later.page.evaluate((id) => faults.kept.runtime.models.delete(id), manifest.id);
      const { value, error, ms } = await obtain(later, manifest);
      assert.equal(value, bytes.length, `clock ${years} y off: ${JSON.stringify(error)}`);
      assert.ok(ms < 30_000, `a back-off of ${ms} ms`);
      fault.saw(
        `clock ${years > 0 ? '+' : ''}${years} year: listed, deleted, fetched again through a 503 in ${(ms / 1000).toFixed(1)} s`,
      );
      server.inject();
      await expectRuns(later, manifest);
    }
  },
};
