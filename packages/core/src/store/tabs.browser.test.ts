import { proxy, wrap } from 'comlink';
import { describe, expect, it, onTestFinished } from 'vitest';
import { overrideQuota } from '../fixtures/override-quota.ts';
import { chunkBytes, networkOf, testModel, type TestModel } from '../fixtures/stored-model.ts';
import type { ModelFile } from '../manifest/manifest.ts';
import type { StoreTab } from '../fixtures/store-tab.worker.ts';
import { race } from '../abort/race.ts';
import { openOpfsBackend } from './backends/opfs.ts';
import { fileNameOf } from './shelf.ts';
import type { StoreReport } from './store-contract.ts';
import { StoreService, type ServiceOptions } from './store-service.ts';

const defaultSizes = [4 * chunkBytes + 7];
const chunkCount = 5;
const fresh = () => `test-${crypto.randomUUID()}`;

/** A tab: a realm of its own that can be killed, and whose network goes on when the test says so. */
function openTab(id: string, sizes: readonly number[] = defaultSizes) {
  const worker = new Worker(new URL('../fixtures/store-tab.worker.ts', import.meta.url), { type: 'module' });
  onTestFinished(() => worker.terminate());
  const tab = wrap<StoreTab>(worker);
  const asked: number[] = [];
  const reports: StoreReport[] = [];
  let open: () => void;
  let isOpen = false;
  let wake: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => (open = resolve));
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => wake.push(resolve));
  };
  const stir = () => {
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  /** Chunks that are let through before the network stops. */
  let letThrough = 0;
  const gate = async (_path: string, index: number) => {
    asked.push(index);
    stir();
    if (isOpen || asked.length <= letThrough) return;
    await opened;
  };
  return {
    asked,
    reports,
    until,
    obtain(options: Parameters<StoreTab['obtain']>[1] = {}, through = Infinity): Promise<Record<string, Blob>> {
      letThrough = through;
      const hear = (report: StoreReport) => {
        reports.push(report);
        stir();
      };
      return tab.obtain({ id, sizes }, options, proxy(gate), proxy(hear)) as Promise<Record<string, Blob>>;
    },
    open: () => {
      isOpen = true;
      open();
    },
    kill: () => worker.terminate(),
  };
}

/** Of this page: to see what is there. */
const here = () => new StoreService({ storage: 'opfs' });

async function expectWhole(id: string, files: Record<string, Blob>): Promise<void> {
  const { contents } = await testModel(id, defaultSizes);
  const bytes = await (files['part-0'] as Blob).arrayBuffer();
  expect(new Uint8Array(bytes)).toEqual(contents['part-0']);
}

describe('several tabs', () => {
  it('S7 P5 download a model once, with progress in all of them', async () => {
    const id = fresh();
    const tabs = [openTab(id), openTab(id), openTab(id)];
    const obtaining = tabs.map((tab) => tab.obtain({}, 2));
    // One has got two chunks, and the others have heard of it.
    await Promise.all(tabs.map((tab) => tab.until(() => tab.asked.length === 3 || hasProgress(tab.reports))));
    for (const tab of tabs) tab.open();
    for (const files of await Promise.all(obtaining)) await expectWhole(id, files);
    expect(tabs.flatMap(({ asked }) => asked).sort()).toEqual([0, 1, 2, 3, 4]);
    await here().remove({ id });
  });

  it('S7 a follower takes over in under a second when the leader is killed, and fetches no chunk twice', async () => {
    const id = fresh();
    const leader = openTab(id);
    leader.obtain({}, 3).catch(() => undefined);
    await leader.until(() => leader.asked.length === 4);
    const follower = openTab(id);
    const obtaining = follower.obtain();
    await follower.until(() => hasProgress(follower.reports));
    const killedAtMs = performance.now();
    leader.kill();
    await follower.until(() => follower.asked.length > 0);
    // The promise's deadline, three times, as the machine is shared.
    expect(performance.now() - killedAtMs).toBeLessThan(3000);
    await expectWhole(id, await obtaining);
    expect(follower.asked).toEqual([3, 4]);
    await here().remove({ id });
  });

  it('S4 one that is killed before the commit record leaves no model, and its chunks are used', async () => {
    const id = fresh();
    const tab = openTab(id);
    tab.obtain({}, chunkCount - 1).catch(() => undefined);
    await tab.until(() => tab.asked.length === chunkCount);
    expect((await here().list()).filter((model) => model.id === id)).toEqual([]);
    tab.kill();
    const next = openTab(id);
    await expectWhole(id, await next.obtain());
    expect(next.asked).toEqual([chunkCount - 1]);
    await here().remove({ id });
  });

  it('S3 one that is frozen does not hold the others up: they take memory, and say so', async () => {
    const id = fresh();
    const { request } = await testModel(id, defaultSizes);
    // What a frozen tab leaves: a lock that is held by somebody who says nothing.
    let release: () => void = () => undefined;
    const name = `nearside-file opfs ${request.files[0]?.sha256}.${chunkBytes}`;
    void navigator.locks.request(name, () => new Promise<void>((resolve) => (release = resolve)));
    const tab = openTab(id);
    await expectWhole(id, await tab.obtain({ patienceTicks: 2 }));
    expect(tab.reports).toContainEqual({ type: 'warning', message: expect.stringContaining('no sign of life') });
    release();
    await here().remove({ id });
  });
});

describe('an abort', () => {
  /** Aborts when `moment` has come, and returns how long the rejection took. */
  async function abortAt(
    model: TestModel,
    moment: (reached: () => void) => Pick<ServiceOptions, 'download'>,
  ): Promise<number> {
    const controller = new AbortController();
    const reason = new Error('enough');
    let options: ServiceOptions = {};
    const reached = new Promise<void>((resolve) => (options = { storage: 'opfs', ...moment(resolve) }));
    const { sources, policy, ...wanted } = model.request;
    const argument = { wanted, sources, allowedOrigins: policy.allowedOrigins, asksHeaders: false };
    const service = new StoreService(options);
    const obtaining = service.obtain(argument, { signal: controller.signal, report: () => undefined });
    await reached;
    const abortedAtMs = performance.now();
    controller.abort(reason);
    await expect(obtaining).rejects.toBe(reason);
    return performance.now() - abortedAtMs;
  }

  const never = () => new Promise<never>(() => undefined);

  it.each<{ stage: string; moment: (model: TestModel, reached: () => void) => ServiceOptions }>([
    {
      stage: 'while it waits for another tab',
      moment: (model, reached) => {
        const name = `nearside-file opfs ${fileNameOf(model.request.files[0] as ModelFile)}`;
        void navigator.locks.request(name, () => {
          // The service asks a moment later; it cannot tell us that it waits.
          setTimeout(reached);
          return never();
        });
        return { download: never };
      },
    },
    {
      stage: 'while it fetches',
      moment: (_, reached) => ({ download: ({ signal }) => (reached(), race(never(), signal)) }),
    },
    {
      stage: 'while it writes',
      moment: (model, reached) => ({
        download: networkOf([model], (_path, index) => (index === 2 ? reached() : undefined)),
      }),
    },
  ])('P6 C1 $stage rejects with its reason within 100 ms', async ({ moment }) => {
    const model = await testModel(fresh(), defaultSizes);
    // The promise's deadline, three times, as the machine is shared.
    expect(await abortAt(model, (reached) => moment(model, reached))).toBeLessThan(300);
    expect((await here().list()).filter(({ id }) => id === model.request.id)).toEqual([]);
  });
});

describe('a tab whose disk is full', () => {
  it('S1 sees that a sync handle wrote nothing, takes memory and leaves no part behind', async () => {
    const id = fresh();
    const { request } = await testModel(id, [1 << 20]);
    await overrideQuota(200_000);
    const tab = openTab(id, [1 << 20]);
    const files = await tab.obtain();
    expect(files['part-0']?.size).toBe(1 << 20);
    // Whichever step finds the disk full first: other tests share this origin's.
    const full = expect.stringMatching(/a write of|exceed its storage quota/);
    expect(tab.reports).toContainEqual({ type: 'warning', message: full });
    const left = await (await openOpfsBackend()).listFiles();
    expect(request.files.some((file) => left.includes(fileNameOf(file)))).toBe(false);
  });
});

describe('a store that is damaged while a page is open', () => {
  it('S5 is filled again after the user has cleared it', async () => {
    const id = fresh();
    const tab = openTab(id);
    await tab.obtain();
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('nearside', { recursive: true });
    await expectWhole(id, await tab.obtain());
    expect(tab.asked).toHaveLength(2 * chunkCount);
    await here().remove({ id });
  });

  it('S6 P2 is healed where a byte has rotted: that chunk alone is fetched', async () => {
    const id = fresh();
    const tab = openTab(id);
    await tab.obtain();
    const [record] = (await here().list()).filter((model) => model.id === id);
    const { at = '' } = record?.files[0] ?? {};
    const backend = await openOpfsBackend();
    const writer = await backend.openWriter(at, { bytes: defaultSizes[0] as number, chunkBytes });
    await writer.write(2, new Uint8Array(chunkBytes));
    await writer.close();
    const context = { signal: new AbortController().signal, report: () => undefined };
    expect(await here().verify({ id }, context)).toMatchObject({ isWhole: false, damagedChunks: 1 });
    expect((await here().list()).filter((model) => model.id === id)).toEqual([]);
    await expectWhole(id, await tab.obtain());
    expect(tab.asked.slice(chunkCount)).toEqual([2]);
    await here().remove({ id });
  });
});

function hasProgress(reports: readonly StoreReport[]): boolean {
  return reports.some((report) => report.type === 'progress' && report.loadedBytes > 0);
}
