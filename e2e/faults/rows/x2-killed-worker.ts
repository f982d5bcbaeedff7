import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';
import { killWorkers, workerOf } from '../harness/workers.ts';

const probeWorker = 'probe.worker.js';

/** A worker that is gone without a word. */
export const x2: FaultRow = {
  id: 'X2',
  title: 'worker killed in load, in run, between calls',
  injected: 'the debugger ends the worker; the service ends itself in the call',
  inEveryTest: true,
  async run(fault) {
    const models = await fault.serveModels({ files: { '/tiny.onnx': new Uint8Array(1) } });
    models.inject(() => ({ silent: true }));
    const { page } = await fault.open({ connect: [models.origin] });

    const load = page.evaluate((url) => {
      const runtime = faults.runtimeFor([new URL(url).origin]);
      const options = faults.tiny([faults.ortWasm], { modelFiles: { 'tiny.onnx': url }, runtime });
      return faults.timed(() => faults.started(options).then(() => undefined));
    }, `${models.origin}/tiny.onnx`);
    await models.seen(({ path }) => path === '/tiny.onnx');
    const loadKilledAt = Date.now();
    assert.equal(await killWorkers(page, probeWorker), 1);
    const inLoad = await load;
    assert.equal(inLoad.error?.code, 'worker-failed', JSON.stringify(inLoad));
    fault.deadline('killed in load', inLoad.settledAt - loadKilledAt, 2000);
    assert.equal(await page.evaluate(() => faults.healthy()), 'healthy');

    await page.evaluate(async () => void (faults.kept.lease = await faults.started(faults.tiny())));
    const run = page.evaluate(() => faults.timed(() => faults.kept.lease.call('wait', undefined)));
    await workerOf(page, probeWorker);
    await page.evaluate(() => faults.kept.lease.call('echo', 1)); // the worker holds the other call by now
    const runKilledAt = Date.now();
    await killWorkers(page, probeWorker);
    const inRun = await run;
    assert.equal(inRun.error?.code, 'worker-failed', JSON.stringify(inRun));
    fault.deadline('killed in run', inRun.settledAt - runKilledAt, 2000);
    assert.equal(await page.evaluate(() => faults.runTiny()), 'right');

    await killWorkers(page, probeWorker);
    assert.equal(await page.evaluate(() => faults.runTiny()), 'right');
    fault.saw(
      'load and run reject with worker-failed; the next call has a fresh worker with its model, also after a death between calls',
    );

    const again = await page.evaluate(() =>
      faults.attempt(() => faults.kept.lease.call('die', { key: 'twice', deaths: 1 })),
    );
    assert.equal(again.value, 2, JSON.stringify(again));
    const never = await page.evaluate(() =>
      faults.attempt(() => faults.kept.lease.call('die', { key: 'often', deaths: 9 })),
    );
    assert.equal(never.error?.code, 'worker-failed', JSON.stringify(never));
    const calls = await page.evaluate(() => faults.kept.lease.call('die', { key: 'often', deaths: 0 }));
    assert.equal(calls, 3, 'made, made once more, and asked');
    const once = await page.evaluate(() =>
      faults.attempt(() => faults.kept.lease.call('dieOnce', { key: 'once', deaths: 1 })),
    );
    assert.equal(once.error?.code, 'worker-failed');
    assert.equal(await page.evaluate(() => faults.kept.lease.call('dieOnce', { key: 'once', deaths: 0 })), 2);
    fault.saw('an idempotent call is made once more, and only once; another never');

    const stream = await page.evaluate(async () => {
      const got: number[] = [];
      const { error } = await faults.attempt(async () => {
        for await (const item of faults.kept.lease.stream('countThenDie', 3)) got.push(item);
      });
      return { got, code: error?.code };
    });
    assert.equal(stream.code, 'worker-failed');
    // Each once: what was delivered does not come again.
    assert.ok(stream.got.length > 0);
    assert.deepEqual(stream.got, [...stream.got.keys()]);
    assert.equal(await page.evaluate(() => faults.healthy()), 'healthy');
    fault.saw('a stream that has delivered is not begun again');
  },
};
