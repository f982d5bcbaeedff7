import assert from 'node:assert/strict';
import { chunkDeliveries, expectRuns, keepRuntime, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** Three tabs that want the same model at once. */
export const s7: FaultRow = {
  id: 'S7',
  title: 'three tabs at once; the leader killed',
  injected: 'three tabs of one profile; the one that downloads is closed in mid-download',
  inEveryTest: true,
  async run(fault) {
    const site = await openDownload(fault, 's7');
    const [server] = site.servers;
    assert.ok(server);
    const { manifest, bytes } = site.model;
    const tabs = [site, await fault.open({ beside: site }), await fault.open({ beside: site })];
    for (const tab of tabs.slice(1)) await keepRuntime(tab, site.servers);
    const outcomes = await Promise.all(tabs.map((tab) => obtain(tab, manifest)));
    for (const { value, error } of outcomes) assert.equal(value, bytes.length, JSON.stringify(error));
    assert.deepEqual(new Set(chunkDeliveries(server.requests, site.model)), new Set([1]));
    fault.saw('three tabs: each has the model, every chunk left the server once');

    const second = await openDownload(fault, 's7-killed');
    const [slow] = second.servers;
    assert.ok(slow);
    // Slow enough for the leader to be killed in the middle of it.
    let gets = 0;
    slow.inject(({ method }) => (method === 'GET' && ++gets > 4 ? { stallAfter: 1000 } : undefined));
    const others = [await fault.open({ beside: second }), await fault.open({ beside: second })];
    for (const tab of others) await keepRuntime(tab, second.servers);
    await second.page.evaluate((wanted) => {
      void faults.kept.runtime.models.obtain(wanted, 'ort-wasm').catch(() => undefined);
    }, second.model.manifest);
    await slow.seen(({ state }) => state === 'stalled');
    const waiting = others.map((tab) => obtain(tab, second.model.manifest));
    // They wait behind the leader by now, once each has told its store.
    for (const tab of others)
      await tab.page.waitForFunction(async () => ((await navigator.locks.query()).pending ?? []).length >= 2);
    slow.inject();
    const before = slow.requests.length;
    const killedAt = performance.now();
    await second.page.close();
    const next = await slow.seen((request) => slow.requests.indexOf(request) >= before);
    fault.deadline('a follower takes over', performance.now() - killedAt, 1000);
    assert.ok(next);
    for (const { value, error } of await Promise.all(waiting))
      assert.equal(value, second.model.bytes.length, JSON.stringify(error));
    const twice = chunkDeliveries(slow.requests, second.model).filter((count) => count > 1).length;
    // Those that the leader was writing when it was killed: four are under way at a time.
    assert.ok(twice <= 4, `${twice} chunks came twice`);
    fault.saw(
      `the leader's tab closed in mid-download: another goes on, ${twice} chunks came twice, both have the model`,
    );
    await expectRuns(others[0] as (typeof others)[0], second.model.manifest);
  },
};
