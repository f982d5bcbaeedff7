import assert from 'node:assert/strict';
import { chunkDeliveries, expectRuns, obtain, openDownload, stored } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

const wrongAt = 3_500_000; // in the fourth chunk

/** A byte that is another one. */
export const n5: FaultRow = {
  id: 'N5',
  title: 'corrupt byte',
  injected: 'the server changes one byte: once, always at the first mirror, always at both',
  inEveryTest: true,
  async run(fault) {
    const once = await openDownload(fault, 'n5-once');
    const [server] = once.servers;
    assert.ok(server);
    const touches = ({ range, method }: { range: { start: number; end: number } | undefined; method: string }) =>
      method === 'GET' && (range?.start ?? 0) <= wrongAt && (range?.end ?? Infinity) > wrongAt;
    let damages = 0;
    server.inject((request) => (touches(request) && damages++ === 0 ? { corruptAt: wrongAt } : undefined));
    const first = await obtain(once, once.model.manifest);
    assert.equal(first.value, once.model.bytes.length, JSON.stringify(first.error));
    const deliveries = chunkDeliveries(server.requests, once.model);
    assert.equal(deliveries[3], 2);
    assert.ok(deliveries.every((count, index) => index === 3 || count <= 2));
    fault.saw('damaged once: that chunk is fetched again, and the model is right');
    await expectRuns(once, once.model.manifest);

    const mirrored = await openDownload(fault, 'n5-mirror', { mirrors: 2 });
    const [bad, good] = mirrored.servers;
    assert.ok(bad && good);
    bad.inject(() => ({ corruptAt: wrongAt }));
    const second = await obtain(mirrored, mirrored.model.manifest);
    assert.equal(second.value, mirrored.model.bytes.length, JSON.stringify(second.error));
    assert.ok(good.requests.some(touches), 'the damaged chunk comes from the mirror');
    fault.saw(
      `damaged always at the first source: ${good.requests.filter(({ method }) => method === 'GET').length} requests to the mirror, the model is right`,
    );

    const hopeless = await openDownload(fault, 'n5-both', { mirrors: 2 });
    for (const one of hopeless.servers) one.inject(() => ({ corruptAt: wrongAt }));
    const third = await obtain(hopeless, hopeless.model.manifest);
    assert.equal(third.error?.code, 'integrity', JSON.stringify(third));
    assert.deepEqual(await stored(hopeless), []);
    fault.saw('damaged everywhere: integrity, nothing is listed');
    for (const one of hopeless.servers) one.inject();
    await expectRuns(hopeless, hopeless.model.manifest);
    fault.saw('repaired: it loads, in the same page');
  },
};
