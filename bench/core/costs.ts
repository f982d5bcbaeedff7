/** What core costs in Chromium: a call, a read from the store, the way back after a reload, the memory that comes back. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { bigModel, type BigModel } from '../../tools/lib/big-model.ts';
import { browserMemoryMib } from '../../tools/lib/browser-memory.ts';
import { bundle } from '../../tools/lib/bundle.ts';
import { serveFaults, type FaultServer } from '../../tools/lib/fault-server.ts';
import { launchChromium } from '../../tools/lib/launch-browser.ts';
import { cacheFolder } from '../../tools/lib/workspace.ts';
import type { Report } from '../lib/report.ts';
import { servePage } from '../lib/serve-page.ts';
import { pairedRatios } from '../lib/statistics.ts';

const workers = join(cacheFolder, 'bench-core');

/** Bundles the workers that the pages start. */
export async function bundleWorkers(): Promise<void> {
  for (const name of ['core-bench.worker.js', 'core-comlink.worker.js'])
    await bundle(join(import.meta.dirname, name), workers);
}

/** How much is measured. */
export interface CoreSize {
  readonly rounds: number;
  readonly calls: number;
  readonly readMib: number;
  readonly memoryRounds: number;
}

/** The time of a call with 8 KiB, in pairs whose order changes. */
export async function measureCalls(report: Report, { rounds, calls }: CoreSize): Promise<void> {
  await withPage('core-calls.js', async (page) => {
    const time = (who: string, count = calls) => call<number>(page, 'time', { who, count });
    for (const who of ['ours', 'comlink']) await time(who); // compiled, and warm
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds * 3; round++) {
      const inOrder = round % 2 === 0;
      if (inOrder) ours.push(await time('ours'));
      theirs.push(await time('comlink'));
      if (!inOrder) ours.push(await time('ours'));
    }
    report.row('a call with 8 KiB', 'ours', 'ms', ours);
    report.row('a call with 8 KiB', 'plain comlink', 'ms', theirs);
    report.row('a call with 8 KiB', 'ours ÷ plain comlink', '×', pairedRatios(ours, theirs), 'call_ratio_comlink');
  });
}

/** The speed of a warm read, likewise. */
export async function measureReads(report: Report, { rounds, readMib }: CoreSize): Promise<void> {
  await withPage('core-store.js', async (page) => {
    await call(page, 'fill', { mib: readMib });
    const read = async (who: string) => (await call<{ mbPerS: number }>(page, 'read', { who })).mbPerS;
    for (const who of ['ours', 'plain']) await read(who);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds * 2; round++) {
      const inOrder = round % 2 === 0;
      if (inOrder) ours.push(await read('ours'));
      theirs.push(await read('plain'));
      if (!inOrder) ours.push(await read('ours'));
    }
    const what = `a warm read of ${readMib} MiB`;
    report.row(what, 'ours', 'MB/s', ours);
    report.row(what, 'getFile().arrayBuffer()', 'MB/s', theirs);
    report.row(what, 'ours ÷ getFile().arrayBuffer()', '×', pairedRatios(ours, theirs), 'store_read_ratio_opfs');
  });
}

/** The way from a reload to the first answer of a model that is stored. */
export async function measureReload(report: Report, { rounds }: CoreSize): Promise<void> {
  await withModel('bench-reload', 16, async (model, server) => {
    await withPage('core-store.js', async (page) => {
      const request = { manifest: model.manifest, origin: server.origin };
      await call(page, 'obtain', request);
      const times: number[] = [];
      for (let round = 0; round < rounds + 1; round++) {
        await page.reload();
        const ms = await call<number>(page, 'create', request);
        if (round > 0) times.push(ms);
      }
      report.row('reload to the first answer of a stored model of 16 MiB', 'ours', 'ms', times, 'reload_to_ready_ms');
    });
  });
}

const afterDestroyMs = 10_000;

/** The memory that `destroy()` gives back, of a model of 128 MiB, a new browser each time. */
export async function measureMemory(report: Report, { memoryRounds }: CoreSize): Promise<void> {
  const ratios: number[] = [];
  const peaks: number[] = [];
  const left: number[] = [];
  await withModel('bench-memory', 128, async (model, server) => {
    for (let round = 0; round < memoryRounds; round++) {
      await withPage('core-store.js', async (page, browser) => {
        const request = { manifest: model.manifest, origin: server.origin };
        await call(page, 'obtain', request);
        await page.reload();
        const session = await page.context().newCDPSession(page);
        await session.send('HeapProfiler.collectGarbage');
        await new Promise((resolve) => setTimeout(resolve, 2000)); // what the download used goes first
        const memory = async () => {
          const mib = await browserMemoryMib(browser);
          if (mib === undefined) throw new Error('this system does not tell the memory of a process');
          return mib;
        };
        const before = await memory();
        let peak = before;
        let isDone = false;
        const created = call(page, 'create', request).finally(() => (isDone = true));
        while (!isDone) peak = Math.max(peak, await memory());
        await created;
        peak = Math.max(peak, await memory());
        await call(page, 'destroy');
        await new Promise((resolve) => setTimeout(resolve, afterDestroyMs));
        const after = await memory();
        ratios.push((peak - after) / (peak - before));
        peaks.push(peak - before);
        left.push(after - before);
      });
    }
  });
  report.row('peak above the memory before create(), model of 128 MiB', 'ours', 'MiB', peaks);
  report.row('left 10 s after destroy()', 'ours', 'MiB', left);
  report.row('memory returned 10 s after destroy()', 'ours', '×', ratios, 'memory_returned_ratio');
}

async function withPage(script: string, measure: (page: Page, browser: Browser) => Promise<void>): Promise<void> {
  const server = await servePage({ script, mounts: { '/workers/': workers } });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await measure(page, browser);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function withModel(
  id: string,
  sizeMib: number,
  measure: (model: BigModel, server: FaultServer) => Promise<void>,
): Promise<void> {
  const files: Record<string, Uint8Array> = {};
  const server = await serveFaults({ files, cors: {} });
  try {
    const model = bigModel(id, { sizeMib, chunkMib: 4, from: [server.origin] });
    files[model.path] = model.bytes;
    await measure(model, server);
  } finally {
    await server.close();
  }
}

function call<T>(page: Page, name: string, argument: object = {}): Promise<T> {
  return page.evaluate(
    async ([method, value]) => {
      while (!('bench' in globalThis)) await new Promise((resolve) => setTimeout(resolve, 5)); // its script is a module
      const { bench } = globalThis as unknown as { bench: Record<string, (request: object) => Promise<never>> };
      return bench[method]?.(value) as Promise<never>;
    },
    [name, argument] as const,
  );
}
