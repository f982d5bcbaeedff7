import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** A client that is destroyed at a bad time. */
export const c2: FaultRow = {
  id: 'C2',
  title: 'destroy in flight; destroy twice; call after destroy',
  injected: 'calls of a client',
  inEveryTest: true,
  async run(fault) {
    const { page } = await fault.open();
    const outcome = await page.evaluate(async () => {
      const taken = await faults.started(faults.tiny());
      const calls: Promise<unknown>[] = [
        taken.call('wait', undefined),
        ...Array.from({ length: 40 }, () => taken.call('run', [1, 2, 3, 4])),
        (async () => {
          for await (const _ of taken.stream('count', 1e9)) continue;
        })(),
      ];
      await taken.call('echo', 1);
      const settled = faults.settleAll(calls);
      const startMs = performance.now();
      taken.release();
      taken.release();
      const { outcomes } = await settled;
      const ms = performance.now() - startMs;
      const late = await faults.attempt(() => taken.call('echo', 1));
      const starting = faults.lease(faults.tiny([faults.ortWasm], { options: { name: 'starting' } }));
      const start = faults.attempt(() => starting.start({}));
      starting.release();
      return { outcomes, ms, late, start: await start };
    });
    const { answered, ...rejected } = outcome.outcomes;
    assert.deepEqual(Object.keys(rejected), ['destroyed']);
    fault.saw(`in flight: ${rejected['destroyed']} rejected with destroyed, ${answered ?? 0} were answered before`);
    fault.deadline('all of them settle', outcome.ms, 1000);
    assert.equal(outcome.late.error?.code, 'destroyed');
    assert.equal(outcome.start.error?.code, 'destroyed', JSON.stringify(outcome.start));
    fault.saw('a call after it, and a start under way: destroyed; destroying twice does nothing');
    await page.waitForFunction(() => true);
    assert.equal(await page.evaluate(async () => faults.runTiny(await faults.started(faults.tiny()))), 'right');
  },
};
