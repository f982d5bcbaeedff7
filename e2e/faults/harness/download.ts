/** What the rows about downloads and the store share: a page, a server that fails on demand, a model between them. */
import assert from 'node:assert/strict';
import type { Manifest } from '@nearside/core';
import type { FaultServer, SeenRequest } from '../../../tools/lib/fault-server.ts';
import type { Attempt } from '../page/page.ts';
import { bigModel, type BigModel, type BigModelOptions } from '../../../tools/lib/big-model.ts';
import type { FaultContext, FaultPage, OpenOptions } from './row.ts';

/** A page that may contact the servers, with a runtime kept in it. */
export interface DownloadSite extends FaultPage {
  readonly servers: readonly FaultServer[];
  readonly model: BigModel;
}

/** How it is made. */
export interface DownloadOptions extends OpenOptions {
  /** How many servers have the model, each a mirror of the first (default 1). */
  readonly mirrors?: number;
  readonly model?: Partial<BigModelOptions>;
  /** Of the runtime. */
  readonly storage?: 'opfs' | 'cache' | 'memory';
}

/**
 * Opens a page and serves it a model.
 *
 * @param id Of the model.
 */
export async function openDownload(
  fault: FaultContext,
  id: string,
  options: DownloadOptions = {},
): Promise<DownloadSite> {
  const { mirrors = 1, model: modelOptions, storage, ...open } = options;
  // The content is known before the servers are: where it is served is written into the manifest after.
  const files: Record<string, Uint8Array> = {};
  const servers = await Promise.all(
    Array.from({ length: mirrors }, () =>
      fault.serveModels({ files, cors: { expose: 'etag, retry-after, content-range, date' } }),
    ),
  );
  const model = bigModel(id, { from: servers.map(({ origin }) => origin), ...modelOptions });
  files[model.path] = model.bytes;
  const opened = await fault.open({ connect: servers.map(({ origin }) => origin), ...open });
  await keepRuntime(opened, servers, storage);
  return { ...opened, servers, model };
}

/** Makes the runtime of a page: it may contact the servers, and has leave to download. */
export async function keepRuntime(
  { page }: FaultPage,
  servers: readonly FaultServer[],
  storage?: 'opfs' | 'cache' | 'memory',
) {
  await page.evaluate(
    ([origins, place]) => {
      const said: string[] = [];
      const logger = { warn: (message: string) => void said.push(message) };
      faults.kept.runtime = faults.runtimeFor(origins, { logger, ...(place && { storage: place }) });
      faults.kept['warnings'] = said;
    },
    [servers.map(({ origin }) => origin), storage] as const,
  );
}

/** Obtains the model in the page: its size. */
export function obtain(
  { page }: Pick<FaultPage, 'page'>,
  manifest: Manifest,
  patienceMs = 90_000,
): Promise<Attempt<number>> {
  return page.evaluate(
    ([wanted, patience]) =>
      faults.attempt(async () => {
        const held = await faults.kept.runtime.models.obtain(wanted, 'ort-wasm');
        const { size } = held.files['model.onnx'] as Blob;
        held.release();
        return size;
      }, patience),
    [manifest, patienceMs] as const,
  );
}

/** The healthy call: the model is opened by a task, from the store or the network, and its answer is right. */
export async function expectRuns({ page }: Pick<FaultPage, 'page'>, manifest: Manifest): Promise<void> {
  const { value, error } = await page.evaluate(
    (wanted) =>
      faults.attempt(async () => {
        const taken = await faults.started({ runtime: faults.kept.runtime, options: { manifest: wanted } });
        try {
          return await faults.runTiny(taken);
        } finally {
          taken.release();
        }
      }, 90_000),
    manifest,
  );
  assert.equal(value, 'right', JSON.stringify(error));
}

/** Ids of the models that are stored. */
export function stored({ page }: Pick<FaultPage, 'page'>): Promise<string[]> {
  return page.evaluate(async () => (await faults.kept.runtime.models.list()).map(({ id }) => id));
}

/** Warnings of the page's runtime so far. */
export function warnings({ page }: Pick<FaultPage, 'page'>): Promise<string[]> {
  return page.evaluate(() => faults.kept['warnings'] as string[]);
}

/** How often each chunk left the server whole. */
export function chunkDeliveries(requests: readonly SeenRequest[], { bytes, chunkBytes, path }: BigModel): number[] {
  return Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) => {
    const from = index * chunkBytes;
    const to = Math.min(from + chunkBytes, bytes.length);
    const covers = ({ method, path: asked, range, sentBytes }: SeenRequest) =>
      method === 'GET' && asked === path && (range?.start ?? 0) <= from && (range?.start ?? 0) + sentBytes >= to;
    return requests.filter(covers).length;
  });
}
