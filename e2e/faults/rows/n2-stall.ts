import assert from 'node:assert/strict';
import { expectRuns, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** A server that falls silent, and one that hangs up on everybody. */
export const n2: FaultRow = {
  id: 'N2',
  title: 'stall of 30 s; reset',
  injected: 'the server keeps the connection and sends nothing more; it resets every connection',
  inEveryTest: false,
  async run(fault) {
    const site = await openDownload(fault, 'n2');
    const [server] = site.servers;
    assert.ok(server);
    server.inject(({ method, nth }) => (method === 'GET' && nth === 1 ? { stallAfter: 100_000 } : undefined));
    const stalled = await obtain(site, site.model.manifest);
    assert.equal(stalled.value, site.model.bytes.length, JSON.stringify(stalled.error));
    fault.saw(
      `a stall is given up and the chunk asked for again: all of it came after ${(stalled.ms / 1000).toFixed(0)} s`,
    );
    fault.deadline('a stall of 30 s is not waited for', stalled.ms, 30_000);

    const resets = await openDownload(fault, 'n2-reset');
    const [hostile] = resets.servers;
    assert.ok(hostile);
    hostile.inject(({ method }) => (method === 'GET' ? { resetAfter: 1000 } : undefined));
    const { error, ms } = await obtain(resets, resets.model.manifest);
    assert.equal(error?.code, 'network', JSON.stringify(error));
    assert.equal(error.retryable, true);
    const attempts = hostile.requests.filter(({ method }) => method === 'GET').length;
    assert.ok(attempts > 3, `${attempts} attempts`);
    fault.saw(`every connection reset: network, retryable, after ${attempts} requests in ${(ms / 1000).toFixed(1)} s`);
    hostile.inject();
    await expectRuns(resets, resets.model.manifest);
  },
};
