/** Five faults that were seen in peers' current releases, each injected alike at them and at us. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright';
import type { FaultServer } from '../../../tools/lib/fault-server.ts';
import { bigModel } from '../../../tools/lib/big-model.ts';
import { chunkDeliveries, keepRuntime, obtain } from '../harness/download.ts';
import { destroyDevice, onGpu, runOnGpu, startOnGpu } from '../harness/gpu.ts';
import type { FaultContext, FaultPage } from '../harness/row.ts';
import type { FaultPeers } from './bring.ts';

/** What became of both. */
export interface Seen {
  readonly theirs: string;
  readonly ours: string;
}

/** A fault. */
export interface PeerScenario {
  readonly title: string;
  readonly peer: (versions: FaultPeers['versions']) => string;
  readonly run: (fault: FaultContext, peers: FaultPeers, tiny: Uint8Array) => Promise<Seen>;
}

/** As much of comlink as is called; the page has it by its import map. */
interface Comlink {
  wrap(worker: Worker): { echo(value: number): Promise<number> };
}

const config = Buffer.from(JSON.stringify({ model_type: 'bert', architectures: ['BertModel'] }));

/** A server whose folders `good` and `bad` have the shape of a model of Transformers.js, and our model beside them. */
async function open(fault: FaultContext, { mounts }: FaultPeers, browser = {}) {
  const files: Record<string, Uint8Array> = {};
  const server = await fault.serveModels({ files, cors: { expose: 'etag, content-range, content-length' } });
  const model = bigModel('peers', { from: [server.origin] });
  files[model.path] = model.bytes;
  for (const folder of ['good', 'bad']) {
    files[`/${folder}/config.json`] = config;
    files[`/${folder}/onnx/model.onnx`] = folder === 'good' ? model.bytes : Buffer.from('this is no model');
  }
  // Without a policy: theirs needs more than production's.
  const opened = await fault.open({ connect: [server.origin], hasPolicy: false, mounts, browser });
  await keepRuntime(opened, [server]);
  return { ...opened, server, model };
}

/** Loads a folder with Transformers.js and runs it once: `right`, or what came instead. */
function loadTheirs(page: Page, server: FaultServer, folder: string): Promise<string> {
  return page.evaluate(
    async ([host, name]) => {
      const { value, error } = await faults.attempt(async () => {
        const { AutoModel, env, Tensor } = await import('/peers/transformers/transformers.min.js' as string);
        env.allowLocalModels = false;
        env.remoteHost = `${host}/`;
        env.remotePathTemplate = '{model}/';
        env.backends.onnx.wasm.wasmPaths = '/peers/transformers-ort/';
        const model = await AutoModel.from_pretrained(name, { dtype: 'fp32', device: 'wasm' });
        const [session] = Object.values(model.sessions) as [
          { run: (feeds: object) => Promise<{ y: { data: Float32Array } }> },
        ];
        const x = new Tensor('float32', Float32Array.of(1, 2, 3, 4), [1, 4]);
        const { y } = await session.run({ x: x.ort_tensor });
        return y.data.length === 3 ? 'right' : 'wrong';
      }, 60_000);
      return value ?? `fails: ${error?.message.slice(0, 120)}`;
    },
    [server.origin, folder] as const,
  );
}

const transformers: PeerScenario['peer'] = (versions) => `Transformers.js ${versions.transformers}`;

/** All of them. */
export const scenarios: readonly PeerScenario[] = [
  {
    title: 'three tabs load the same model of 12 MB at once',
    peer: transformers,
    async run(fault, peers) {
      const first = await open(fault, peers);
      const { server, model } = first;
      const tabs: FaultPage[] = [first, await fault.open({ beside: first }), await fault.open({ beside: first })];
      for (const tab of tabs.slice(1)) await keepRuntime(tab, [server]);
      const theirs = await Promise.all(tabs.map(({ page }) => loadTheirs(page, server, 'good')));
      const isWhole = ({ path, sentBytes }: { path: string; sentBytes: number }) =>
        path === '/good/onnx/model.onnx' && sentBytes >= model.bytes.length;
      const downloads = server.requests.filter(isWhole).length;
      const ours = await Promise.all(tabs.map((tab) => obtain(tab, model.manifest)));
      assert.ok(
        ours.every(({ value }) => value === model.bytes.length),
        JSON.stringify(ours),
      );
      const most = Math.max(...chunkDeliveries(server.requests, model));
      return {
        theirs: `${downloads} downloads (${[...new Set(theirs)].join(', ')})`,
        ours: `${most} download, all three have it`,
      };
    },
  },
  {
    title: 'a captive portal answers once with its page, then all is well',
    peer: transformers,
    async run(fault, peers) {
      const opened = await open(fault, peers);
      const { server, page, model } = opened;
      server.inject(({ path }) => (path.endsWith('model.onnx') ? { page: true } : undefined));
      const during = await loadTheirs(page, server, 'good');
      const oursDuring = await obtain(opened, model.manifest);
      server.inject();
      const after = await loadTheirs(page, server, 'good');
      const oursAfter = await obtain(opened, model.manifest);
      await page.reload();
      await page.waitForFunction(() => 'faults' in globalThis);
      const reloaded = await loadTheirs(page, server, 'good');
      assert.equal(oursAfter.value, model.bytes.length, JSON.stringify(oursAfter));
      return {
        theirs: `${during}; once it is well: ${after}; after a reload: ${reloaded}`,
        ours: `fails: ${oursDuring.error?.code}; once it is well: it loads, without a reload`,
      };
    },
  },
  {
    title: 'a bad model, then a good one',
    peer: transformers,
    async run(fault, peers) {
      const { server, page, site } = await open(fault, peers);
      const bad = await loadTheirs(page, server, 'bad');
      const good = await loadTheirs(page, server, 'good');
      site.inject((path) => (path === '/bad.onnx' ? { status: 200, body: 'this is no model' } : undefined));
      const ours = await page.evaluate(async () => {
        const manifest = faults.tinyManifest(['ort-wasm'], new TextEncoder().encode('this is no model'));
        const options = { ...faults.tiny(), modelFiles: { 'tiny.onnx': '/bad.onnx' }, options: { manifest } };
        const { error } = await faults.attempt(() => faults.started(options).then(() => undefined));
        return { bad: error?.code, good: await faults.runTiny(await faults.started(faults.tiny())) };
      });
      assert.equal(ours.good, 'right');
      return { theirs: `${bad}; the good one: ${good}`, ours: `fails: ${ours.bad}; the good one: right` };
    },
  },
  {
    title: 'the GPU device is lost',
    peer: (versions) => `ONNX Runtime Web ${versions.onnxRuntime}`,
    async run(fault, peers, tiny) {
      const { page } = await open(fault, peers, onGpu.browser);
      const theirs = await page.evaluate(
        async (bytes) => {
          const ort = await import('/peers/onnxruntime/ort.webgpu.bundle.min.mjs' as string);
          ort.env.wasm.wasmPaths = '/peers/onnxruntime/';
          const create = () => ort.InferenceSession.create(Uint8Array.from(bytes), { executionProviders: ['webgpu'] });
          const x = () => ({ x: new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [1, 4]) });
          const outcome = async (work: () => Promise<unknown>) => {
            const { error } = await faults.attempt(work, 15_000);
            return error ? `fails (${error.name === 'pending' ? error.message : error.message.slice(0, 80)})` : 'works';
          };
          const session = await create();
          await session.run(x());
          (await ort.env.webgpu.device).destroy();
          const run = await outcome(() => session.run(x()));
          const next: { session?: typeof session } = {};
          const created = await outcome(async () => void (next.session = await create()));
          const again = next.session ? await outcome(() => next.session.run(x())) : 'cannot be tried';
          return `the run ${run}; a new session: create ${created}, its run ${again}`;
        },
        [...tiny],
      );
      const started = await startOnGpu(page);
      assert.equal(started.value, 'ort-webgpu', JSON.stringify(started));
      await destroyDevice(page);
      const run = await runOnGpu(page);
      const next = await runOnGpu(page);
      assert.match(next.value ?? '', /^right/);
      return { theirs, ours: `the run: ${run.value ?? run.error?.code}; the next one: ${next.value}` };
    },
  },
  {
    title: "the worker's script is a 404",
    peer: (versions) => `comlink ${versions.comlink}`,
    async run(fault, peers) {
      const { page, site } = await open(fault, peers);
      site.inject((path) => (path.endsWith('missing.worker.js') ? { status: 404 } : undefined));
      const theirs = await page.evaluate(async () => {
        const { wrap } = (await import('comlink' as string)) as Comlink;
        const worker = new Worker('/faults/missing.worker.js', { type: 'module' });
        const api = wrap(worker);
        const { value, error } = await faults.attempt(() => api.echo(1), 10_000);
        worker.terminate();
        return value === undefined ? `${error?.name}: ${error?.message}` : 'answers';
      });
      const ours = await page.evaluate(() =>
        faults.attempt(() => faults.started({ worker: '/faults/missing.worker.js' }).then(() => undefined)),
      );
      assert.equal(ours.error?.code, 'worker-failed');
      return { theirs, ours: `rejects with worker-failed after ${Math.round(ours.ms)} ms` };
    },
  },
];
