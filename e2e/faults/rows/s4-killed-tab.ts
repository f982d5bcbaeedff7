import assert from 'node:assert/strict';
import { chunkDeliveries, expectRuns, keepRuntime, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';
import { numbersBelow } from '../../../tools/lib/seeded.ts';

const rounds = 16;

/** A tab that goes while it writes. */
export const s4: FaultRow = {
  id: 'S4',
  title: 'tab killed while writing, between data and commit record, inside the commit',
  injected: `the tab is closed after so many chunks, and ${rounds} times within 300 ms of the last one, by a seed`,
  inEveryTest: false,
  async run(fault) {
    const site = await openDownload(fault, 's4');
    const [server] = site.servers;
    assert.ok(server);
    const { manifest, path, bytes, chunkBytes } = site.model;
    const chunks = Math.ceil(bytes.length / chunkBytes);
    const below = numbersBelow(4);
    let lost = 0;
    let whole = 0;
    for (let round = 0; round < rounds; round++) {
      const tab = await fault.open({ beside: site });
      await keepRuntime(tab, site.servers);
      const before = server.requests.length;
      await tab.page.evaluate((wanted) => {
        void faults.kept.runtime.models.obtain(wanted, 'ort-wasm').catch(() => undefined);
      }, manifest);
      // The first three in the middle of the data, the others around its end.
      const after = round < 3 ? 3 + round * 3 : chunks;
      const missing = chunkDeliveries(server.requests.slice(0, before), site.model).filter(
        (count) => count === 0,
      ).length;
      const wanted = Math.min(after, missing);
      if (wanted > 0)
        await server.seen(
          (request) =>
            request.path === path &&
            server.requests.slice(before).filter(({ path: asked, state }) => asked === path && state === 'sent')
              .length >= wanted,
        );
      await new Promise((resolve) => setTimeout(resolve, below(300))); // where in the commit it hits is the point
      await tab.page.close();
      const [listed] = await site.page.evaluate(() => faults.kept.runtime.models.list());
      if (listed) {
        const verified = await site.page.evaluate((id) => faults.kept.runtime.models.verify(id), manifest.id);
        assert.ok(verified.isWhole, `round ${round}: half a model is listed: ${JSON.stringify(verified)}`);
        whole += 1;
        // Again from the start: in half of the rounds that are left.
        if (below(2) === 0) await site.page.evaluate((id) => faults.kept.runtime.models.delete(id), manifest.id);
      } else lost += 1;
    }
    fault.saw(`${rounds} tabs closed: ${lost} times the model was not there, ${whole} times whole, never half`);

    const fresh = await openDownload(fault, 's4-reuse');
    const [second] = fresh.servers;
    assert.ok(second);
    const tab = await fault.open({ beside: fresh });
    await keepRuntime(tab, fresh.servers);
    await tab.page.evaluate((wanted) => {
      void faults.kept.runtime.models.obtain(wanted, 'ort-wasm').catch(() => undefined);
    }, fresh.model.manifest);
    await second.seen(() => second.requests.filter(({ state }) => state === 'sent').length >= 6);
    await tab.page.close();
    const again = await obtain(fresh, fresh.model.manifest);
    assert.equal(again.value, fresh.model.bytes.length, JSON.stringify(again.error));
    const twice = chunkDeliveries(second.requests, fresh.model).filter((count) => count > 1).length;
    assert.ok(twice <= 5, `${twice} chunks were fetched twice`);
    fault.saw(`a tab closed after 6 chunks: ${twice} of ${chunks} are fetched again, the verified ones are used`);
    await expectRuns(fresh, fresh.model.manifest);
  },
};
