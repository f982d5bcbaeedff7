import assert from 'node:assert/strict';
import { expectRuns, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** A server that asks to be left alone for a while. */
export const n3: FaultRow = {
  id: 'N3',
  title: '503; 429 with Retry-After (seconds and date)',
  injected: 'the first answers of the server: 503, 429 with 2 seconds, 429 with a date 3 seconds away',
  inEveryTest: false,
  async run(fault) {
    const inSeconds = (seconds: number) => new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString();
    const cases = {
      '503': { waitMs: 0, answer: () => ({ status: 503 }) },
      '429, Retry-After: 2': { waitMs: 2000, answer: () => ({ status: 429, headers: { 'retry-after': '2' } }) },
      '429, Retry-After: a date': {
        waitMs: 2000,
        answer: () => ({ status: 429, headers: { 'retry-after': inSeconds(3) } }),
      },
    };
    for (const [at, [name, { waitMs, answer }]] of Object.entries(cases).entries()) {
      const site = await openDownload(fault, `n3-${at}`);
      const [server] = site.servers;
      assert.ok(server);
      let refusals = 0;
      server.inject(({ method }) => (method === 'GET' && refusals++ === 0 ? answer() : undefined));
      const { value, error } = await obtain(site, site.model.manifest);
      assert.equal(value, site.model.bytes.length, `${name}: ${JSON.stringify(error)}`);
      const gets = server.requests.filter(({ method }) => method === 'GET');
      const [first] = gets;
      const later = gets.find((one) => one !== first && one.range?.start === first?.range?.start);
      assert.ok(first && later, 'it was asked again');
      const waitedMs = later.atMs - first.atMs;
      assert.ok(waitedMs >= waitMs - 50, `${name}: asked again after ${waitedMs} ms`);
      fault.saw(`${name}: asked again after ${(waitedMs / 1000).toFixed(2)} s, then it came`);
      await expectRuns(site, site.model.manifest);
    }
  },
};
