import assert from 'node:assert/strict';
import { chunkDeliveries, expectRuns, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** A connection that is cut in the middle of a chunk. */
export const n1: FaultRow = {
  id: 'N1',
  title: "connection dropped in mid-chunk, cut by the server's socket",
  injected: 'the server ends the socket after 300 KB of every second request; then the tab goes in mid-download',
  inEveryTest: true,
  async run(fault) {
    const site = await openDownload(fault, 'n1');
    const [server] = site.servers;
    assert.ok(server);
    let gets = 0;
    server.inject(({ method }) => (method === 'GET' && gets++ % 2 === 0 ? { cutAfter: 300_000 } : undefined));
    const { value, error } = await obtain(site, site.model.manifest);
    assert.equal(value, site.model.bytes.length, JSON.stringify(error));
    const cuts = server.requests.filter(({ state }) => state === 'cut').length;
    assert.ok(cuts > 2, `${cuts} sockets were cut`);
    assert.ok(chunkDeliveries(server.requests, site.model).every((count) => count <= 1)); // 0: in two pieces
    fault.saw(`${cuts} sockets cut over ${site.model.bytes.length} bytes: the model came, no chunk twice`);
    await expectRuns(site, site.model.manifest);

    const other = await openDownload(fault, 'n1-resumed');
    const [second] = other.servers;
    assert.ok(second);
    second.inject(({ range, nth }) => ((range?.start ?? 0) >= 6 << 20 || nth > 8 ? { stallAfter: 1000 } : undefined));
    const first = await fault.open({ beside: other });
    await other.page.evaluate((manifest) => {
      void faults.kept.runtime.models.obtain(manifest, 'ort-wasm').catch(() => undefined);
    }, other.model.manifest);
    await second.seen(({ state }) => state === 'stalled');
    await other.page.close();
    const before = chunkDeliveries(second.requests, other.model).filter((count) => count > 0).length;
    assert.ok(before > 0);
    second.inject();
    await first.page.evaluate((origin) => void (faults.kept.runtime = faults.runtimeFor([origin])), second.origin);
    const resumed = await obtain(first, other.model.manifest);
    assert.equal(resumed.value, other.model.bytes.length, JSON.stringify(resumed.error));
    const twice = chunkDeliveries(second.requests, other.model).filter((count) => count > 1).length;
    fault.saw(`a tab closed after ${before} chunks: another one fetched the rest, ${twice} chunks twice`);
    // What had arrived and was not yet committed when the tab went may come again: two at a time are under way.
    assert.ok(twice <= 4, `${twice} chunks were fetched twice`);
  },
};
