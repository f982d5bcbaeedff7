import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** More calls than anybody can answer at once. */
export const c3: FaultRow = {
  id: 'C3',
  title: '1,000 calls at once; queue bound reached',
  injected: 'calls of 64 KiB each, 1,000 and then 20,000 in one turn of the page',
  inEveryTest: true,
  async run(fault) {
    const { page } = await fault.open();
    const seen = await page.evaluate(async () => {
      const taken = await faults.started();
      const argument = new Uint8Array(64 << 10);
      const many = (count: number) => Array.from({ length: count }, () => taken.call('echo', argument));
      const thousand = await faults.settleAll(many(1000));
      const flood = await faults.settleAll(many(20_000));
      return { thousand, flood, next: await taken.call('echo', 'next') };
    });
    assert.deepEqual(seen.thousand.outcomes, { answered: 1000 });
    fault.saw(`1,000 at once: all answered, the last after ${Math.round(seen.thousand.longestMs)} ms`);
    assert.ok((seen.flood.outcomes['busy'] ?? 0) > 0, `20,000 at once: ${JSON.stringify(seen.flood.outcomes)}`);
    assert.deepEqual(Object.keys(seen.flood.outcomes).toSorted(), ['answered', 'busy']);
    fault.saw(
      `20,000 at once: ${seen.flood.outcomes['answered']} answered, ${seen.flood.outcomes['busy']} rejected with busy`,
    );
    assert.equal(seen.next, 'next');
  },
};
