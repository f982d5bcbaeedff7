import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';
import { workerOf } from '../harness/workers.ts';

/** A worker that has no more time for anybody. */
export const x3: FaultRow = {
  id: 'X3',
  title: 'endless loop in a run; heartbeat lost while idle',
  injected: 'a method of the service loops; the debugger makes an idle worker loop',
  inEveryTest: true,
  async run(fault) {
    const { page } = await fault.open();
    await page.evaluate(async () => void (faults.kept.lease = await faults.started(faults.tiny())));
    const budgetMs = 1000; // of the probe's methods
    const { error, ms } = await page.evaluate(() => faults.attempt(() => faults.kept.lease.call('spin', undefined)));
    assert.equal(error?.code, 'timeout', JSON.stringify(error));
    fault.deadline('after the budget of 1 s', ms - budgetMs, 2000);
    assert.equal(await page.evaluate(() => faults.runTiny()), 'right');
    fault.saw('timeout, and the next call is answered by a fresh worker with its model');

    // Nobody calls it, so only the heartbeat can tell.
    const worker = await workerOf(page, 'probe.worker.js');
    const identity = await page.evaluate(() => faults.kept.lease.call('identity', undefined));
    // Chromium itself takes two seconds to end a thread that loops: what counts is when it is told to.
    const ended = page.evaluate(() => {
      const { terminate } = Worker.prototype;
      return new Promise<number>((resolve) => {
        Worker.prototype.terminate = function () {
          Worker.prototype.terminate = terminate;
          terminate.call(this);
          resolve(Date.now());
        };
      });
    });
    await worker.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    const loopsAt = Date.now();
    const idleMs = 3000; // the probe's heart is asked every second, once it was idle for one, and may take one
    fault.deadline('heartbeat lost, after intervals and budget of 3 s', (await ended) - loopsAt - idleMs, 2000);
    fault.saw('a worker that loops while nobody calls it is ended by its heartbeat, and the next call has a fresh one');
    const next = await page.evaluate(() => faults.attempt(() => faults.kept.lease.call('identity', undefined)));
    assert.notEqual(next.value ?? identity, identity, JSON.stringify(next));
    assert.equal(await page.evaluate(() => faults.runTiny()), 'right');
  },
};
