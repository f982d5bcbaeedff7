import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** Readers that do not read, and callbacks that fail. */
export const c4: FaultRow = {
  id: 'C4',
  title: 'reader that stops; reader that cancels; callback that throws',
  injected: 'a loop over a stream of a thousand million items',
  inEveryTest: true,
  async run(fault) {
    const { page } = await fault.open();
    await page.evaluate(async () => void (faults.kept.lease = await faults.started()));
    const stopped = await page.evaluate(async () => {
      const items = faults.kept.lease.stream('count', 1e9);
      for (let read = 0; read < 10; read++) await items.next();
      // Others are served meanwhile, often enough for a producer without bounds to run far ahead.
      for (let calls = 0; calls < 2000; calls++) await faults.kept.lease.call('echo', calls);
      const produced = await faults.kept.lease.call('counted', undefined);
      await items.return(undefined);
      return produced;
    });
    assert.ok(stopped <= 100, `the producer is ${stopped} items ahead of a reader that took 10`);
    fault.saw(`a reader that took 10 and stopped: the producer made ${stopped}, while 2,000 other calls were answered`);

    const cancelled = await page.evaluate(async () => {
      for await (const item of faults.kept.lease.stream('count', 1e9)) if (item === 100) break;
      const first = await faults.kept.lease.call('counted', undefined);
      for (let calls = 0; calls < 500; calls++) await faults.kept.lease.call('echo', calls);
      return { first, later: await faults.kept.lease.call('counted', undefined) };
    });
    assert.equal(cancelled.later, cancelled.first, 'nothing is produced for a reader that left');
    fault.saw(`a reader that left after 100: the producer stopped at ${cancelled.later}`);

    const uncaught: string[] = [];
    page.on('pageerror', (error) => uncaught.push(error.message));
    const thrown = await page.evaluate(async () => {
      const taken = faults.lease(faults.tiny([faults.ortWasm], { options: { name: 'thrower' } }));
      let told = 0;
      await taken.start({
        onProgress: () => {
          told += 1;
          throw new Error('thrown by the callback');
        },
      });
      return { told, answer: await faults.runTiny(taken) };
    });
    assert.ok(thrown.told > 0);
    assert.equal(thrown.answer, 'right');
    fault.saw(`a progress callback that throws each time (${thrown.told}): the start goes on`);
    assert.equal(await page.evaluate(() => faults.healthy()), 'healthy');
  },
};
