import { NearsideError } from '../../errors.ts';
import { backendError, type StoreBackend } from './backend.ts';
import { joinChunks } from './memory.ts';

// Keys of a cache are URLs. Nothing is ever fetched from these; the host is one that cannot exist.
const filesUrl = 'https://nearside.invalid/files/';
const recordsUrl = 'https://nearside.invalid/records/';

/**
 * Keeps models in the origin's Cache storage: each chunk and each record is an entry, and an entry is put whole or not at all.
 *
 * @param cacheName Another one is another store.
 * @returns Once it has been shown to work.
 * @throws NearsideError 'unsupported' where there is no Cache storage, or it may not be used.
 */
export async function openCacheBackend(cacheName = 'nearside-models'): Promise<StoreBackend> {
  if (!globalThis.caches) {
    throw new NearsideError('unsupported', 'there is no Cache storage here', { stage: 'store' });
  }
  const cache = await guarded(() => caches.open(cacheName));
  const keys = async (prefix: string) =>
    (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(prefix));
  const indicesOf = async (name: string) =>
    (await keys(`${filesUrl}${name}/`)).map((url) => Number(url.slice(url.lastIndexOf('/') + 1)));
  const recordUrl = (key: string) => recordsUrl + encodeURIComponent(key);

  return {
    kind: 'cache',
    readChunks: (name) => guarded(async () => new Set(await indicesOf(name))),
    openWriter: async (name) => ({
      write: (index, bytes) => guarded(() => cache.put(`${filesUrl}${name}/${index}`, new Response(new Blob([bytes])))),
      close: async () => undefined,
    }),
    dropChunks: (name, indices) =>
      guarded(async () => {
        for (const index of indices) await cache.delete(`${filesUrl}${name}/${index}`);
      }),
    readChunk: (name, index) => guarded(async () => (await cache.match(`${filesUrl}${name}/${index}`))?.blob()),
    readFile: (name, shape) =>
      guarded(async () => {
        const chunks = new Map<number, Blob>();
        for (let index = 0; index * shape.chunkBytes < shape.bytes; index++) {
          const response = await cache.match(`${filesUrl}${name}/${index}`);
          if (response) chunks.set(index, await response.blob());
        }
        return joinChunks(chunks, shape);
      }),
    deleteFile: (name) =>
      guarded(async () => {
        for (const url of await keys(`${filesUrl}${name}/`)) await cache.delete(url);
      }),
    listFiles: () =>
      guarded(async () => [
        ...new Set((await keys(filesUrl)).map((url) => url.slice(filesUrl.length).split('/')[0] as string)),
      ]),
    readRecord: (key) => guarded(async () => (await cache.match(recordUrl(key)))?.text()),
    writeRecord: (key, text) => guarded(() => cache.put(recordUrl(key), new Response(text))),
    deleteRecord: (key) => guarded(async () => void (await cache.delete(recordUrl(key)))),
    listRecords: () =>
      guarded(async () => (await keys(recordsUrl)).map((url) => decodeURIComponent(url.slice(recordsUrl.length)))),
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw backendError('cache', error);
  }
}
