import assert from 'node:assert/strict';
import { expectRuns, keepRuntime, openDownload } from '../harness/download.ts';
import type { FaultContext, FaultPage, FaultRow } from '../harness/row.ts';

/** An abort at every stage: rejects within 100 ms with the signal's reason (P6). */
export const c1: FaultRow = {
  id: 'C1',
  title:
    'abort: before start, in lock wait, fetch, verify, write, compile, session creation, warm-up, queue, run, stream; twice; after the end',
  injected: "a signal of the page's, aborted when the stage is reached",
  inEveryTest: true,
  async run(fault) {
    const models = await fault.serveModels({ files: { '/tiny.onnx': new Uint8Array(1000) } });
    const { page } = await fault.open({ connect: [models.origin] });
    const expectReason = (stage: string, { error, ms }: { error?: { name: string; message: string }; ms: number }) => {
      assert.equal(error?.message, `enough: ${stage}`, `${stage}: ${JSON.stringify(error)}`);
      fault.deadline(stage, ms, 100);
    };

    const before = await page.evaluate(() =>
      faults.attempt(() =>
        faults.started({ signal: AbortSignal.abort(new Error('enough: before start')) }).then(() => undefined),
      ),
    );
    expectReason('before start', before);

    models.inject(() => ({ silent: true }));
    const inFetch = page.evaluate((url) => {
      const controller = new AbortController();
      Object.assign(faults.kept, { controller });
      const runtime = faults.runtimeFor([new URL(url).origin]);
      const options = faults.tiny([faults.ortWasm], {
        modelFiles: { 'tiny.onnx': url },
        runtime,
        signal: controller.signal,
      });
      return faults.sinceAbort(controller.signal, () => faults.started(options).then(() => undefined));
    }, `${models.origin}/tiny.onnx`);
    const fetched = await models.seen(({ path }) => path === '/tiny.onnx');
    await page.evaluate(() => (faults.kept['controller'] as AbortController).abort(new Error('enough: fetch')));
    expectReason('fetch', await inFetch);
    await models.seen((request) => request === fetched && request.state === 'closed');
    fault.saw('the request itself is cancelled');
    models.inject();

    for (const [stage, hang] of [
      ['session creation', 'load'],
      ['warm-up', 'run'],
    ] as const) {
      const outcome = await page.evaluate(
        ([name, where]) => {
          const controller = new AbortController();
          new BroadcastChannel('faults').onmessage = ({ data }) => {
            if (data === where) controller.abort(new Error(`enough: ${name}`));
          };
          const options = faults.tiny([faults.liar(`hangs in ${where}`)], { signal: controller.signal });
          return faults.sinceAbort(controller.signal, () => faults.started(options).then(() => undefined));
        },
        [stage, hang] as const,
      );
      expectReason(stage, outcome);
      const abortedMs = performance.now();
      while (page.workers().length > 0)
        await page
          .workers()[0]
          ?.waitForEvent('close')
          .catch(() => undefined);
      fault.deadline(`the worker itself is gone after an abort in ${stage}`, performance.now() - abortedMs, 1000);
    }

    await inTheStore(fault, expectReason);

    await page.evaluate(async () => void (faults.kept.lease = await faults.started(faults.tiny())));
    const inRun = await page.evaluate(async () => {
      const controller = new AbortController();
      const waiting = faults.sinceAbort(controller.signal, () =>
        faults.kept.lease.call('wait', undefined, { signal: controller.signal }),
      );
      await faults.kept.lease.call('echo', 1);
      controller.abort(new Error('enough: run'));
      controller.abort(new Error('twice'));
      return waiting;
    });
    expectReason('run', inRun);
    fault.saw('an abort that comes twice counts once');

    const inQueue = await page.evaluate(async () => {
      const end = new AbortController();
      const holders = Array.from({ length: 16 }, () =>
        faults.kept.lease.call('wait', undefined, { signal: end.signal }).catch(() => undefined),
      );
      const controller = new AbortController();
      const queued = faults.sinceAbort(controller.signal, () =>
        faults.kept.lease.call('echo', 1, { signal: controller.signal }),
      );
      controller.abort(new Error('enough: queue'));
      const outcome = await queued;
      end.abort();
      await Promise.all(holders);
      return outcome;
    });
    expectReason('queue', inQueue);

    const inStream = await page.evaluate(async () => {
      const controller = new AbortController();
      return faults.sinceAbort(controller.signal, async () => {
        for await (const item of faults.kept.lease.stream('count', 1e9, { signal: controller.signal }))
          if (item === 5) controller.abort(new Error('enough: stream'));
      });
    });
    expectReason('stream', inStream);
    const produced = await page.evaluate(() => faults.kept.lease.call('counted', undefined));
    assert.ok(produced < 10_000, `the producer stops: it made ${produced}`);

    const after = await page.evaluate(async () => {
      const controller = new AbortController();
      const value = await faults.kept.lease.call('echo', 'kept', { signal: controller.signal });
      controller.abort();
      return value;
    });
    assert.equal(after, 'kept');
    assert.equal(await page.evaluate(() => faults.runTiny()), 'right');
    fault.saw('an abort after the end changes nothing; the lease goes on');
  },
};

/** A signal that is aborted while the store fetches, verifies and writes, and while it waits for another tab. */
async function inTheStore(
  fault: FaultContext,
  expectReason: (stage: string, outcome: { error?: { name: string; message: string }; ms: number }) => void,
): Promise<void> {
  const site = await openDownload(fault, 'c1');
  const [server] = site.servers;
  assert.ok(server);
  const obtainUntil = ({ page }: Pick<FaultPage, 'page'>, stage: string, abortAtBytes: number) =>
    page.evaluate(
      ([manifest, name, most]) => {
        const controller = new AbortController();
        Object.assign(faults.kept, { controller });
        const onBytes = (loadedBytes: number) => {
          if (loadedBytes >= most) controller.abort(new Error(`enough: ${name}`));
        };
        return faults.sinceAbort(controller.signal, () =>
          faults.kept.runtime.models
            .obtain(manifest, 'ort-wasm', { signal: controller.signal, onBytes })
            .then((held) => held.release()),
        );
      },
      [site.model.manifest, stage, abortAtBytes] as const,
    );
  const abort = ({ page }: Pick<FaultPage, 'page'>, stage: string) =>
    page.evaluate((name) => (faults.kept['controller'] as AbortController).abort(new Error(`enough: ${name}`)), stage);

  // Told of a chunk's last bytes, so it is being verified or written.
  expectReason('verify and write', await obtainUntil(site, 'verify and write', 3 << 20));

  server.inject(({ method }) => (method === 'GET' ? { stallAfter: 1000 } : undefined));
  const leading = obtainUntil(site, 'fetch, by the store', Infinity);
  await server.seen(({ state }) => state === 'stalled');
  const follower = await fault.open({ beside: site });
  await keepRuntime(follower, site.servers);
  const following = obtainUntil(follower, 'lock wait', Infinity);
  await follower.page.waitForFunction(async () =>
    ((await navigator.locks.query()).pending ?? []).some(({ name }) => !name?.includes('worker')),
  );
  await abort(follower, 'lock wait');
  expectReason('lock wait', await following);
  await abort(site, 'fetch, by the store');
  expectReason('fetch, by the store', await leading);
  server.inject();
  await expectRuns(site, site.model.manifest);
  fault.saw('what was verified by then is used by the next try');
}
