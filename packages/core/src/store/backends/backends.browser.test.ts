import { wrap, type Remote } from 'comlink';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backendError, type StoreBackend } from './backend.ts';
import { describeBackend } from './backend-contract.ts';
import { openCacheBackend } from './cache-api.ts';
import { memoryBackend } from './memory.ts';
import { openFile } from './opfs-file.ts';
import { openOpfsBackend } from './opfs.ts';

/** The private file system as a worker has it. */
async function openInWorker(): Promise<StoreBackend> {
  const worker = new Worker(new URL('../../fixtures/opfs-backend.worker.ts', import.meta.url), { type: 'module' });
  onTestFinished(() => worker.terminate());
  const remote = await wrap<{ open(): Promise<StoreBackend> }>(worker).open();
  return remote as unknown as Remote<StoreBackend> & StoreBackend;
}

describeBackend('memory', async () => memoryBackend());
describeBackend('Cache API', openCacheBackend);
describeBackend('private files, by streams', openOpfsBackend);
describeBackend('private files, by sync access handles', openInWorker);

describe('private files', () => {
  const shape = { bytes: 8, chunkBytes: 4 };
  const bytes = Uint8Array.of(1, 2, 3, 4);

  it('are the same for a page and its worker', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const writer = await (await openInWorker()).openWriter(name, shape);
    await writer.write(1, bytes);
    await writer.close();
    const page = await openOpfsBackend();
    expect(await page.readChunks(name)).toEqual(new Set([1]));
    await page.deleteFile(name);
  });

  it('keep the chunks that were written when their writer is killed', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const worker = new Worker(new URL('../../fixtures/opfs-backend.worker.ts', import.meta.url), { type: 'module' });
    const remote = (await wrap<{ open(): Promise<StoreBackend> }>(worker).open()) as unknown as StoreBackend;
    const writer = await remote.openWriter(name, shape);
    await writer.write(1, bytes);
    worker.terminate();
    const page = await openOpfsBackend();
    expect(await page.readChunks(name)).toEqual(new Set([1]));
    expect(await page.readFile(name, shape)).toBeUndefined();
    await page.deleteFile(name);
  });

  it('S3 wait for the handle of a tab that is just closing it', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const [first, second] = [await openInWorker(), await openInWorker()];
    const held = await first.openWriter(name, shape);
    const waiting = second.openWriter(name, shape);
    await held.write(0, bytes);
    await held.close();
    const writer = await waiting;
    await writer.write(1, bytes);
    await writer.close();
    expect(await second.readChunks(name)).toEqual(new Set([0, 1]));
    await second.deleteFile(name);
  });

  it('S3 say that a handle is refused when that lasts', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const [first, second] = [await openInWorker(), await openInWorker()];
    const held = await first.openWriter(name, shape);
    await expect(second.openWriter(name, shape)).rejects.toThrow('storage (opfs) failed');
    await held.close();
    await second.deleteFile(name);
  });

  it('pass over a journal entry that is torn or damaged', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const page = await openOpfsBackend();
    const writer = await page.openWriter(name, shape);
    await writer.write(0, bytes);
    await writer.close();
    const root = await navigator.storage.getDirectory();
    const files = await (await root.getDirectoryHandle('nearside')).getDirectoryHandle('files');
    const journal = await openFile(await files.getFileHandle(`${name}.journal`));
    await journal.write(Uint8Array.of(1, 0, 0, 0, 7), journal.size);
    await journal.close();
    expect(await page.readChunks(name)).toEqual(new Set([0]));
    // The next entry takes the torn one's place.
    const again = await page.openWriter(name, shape);
    await again.write(1, bytes);
    await again.close();
    expect(await page.readChunks(name)).toEqual(new Set([0, 1]));
    await page.deleteFile(name);
  });

  it('come back after the user has cleared them', async () => {
    const page = await openOpfsBackend();
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('nearside', { recursive: true });
    expect(await page.listRecords()).toEqual([]);
    await page.writeRecord('a', 'b');
    expect(await page.readRecord('a')).toBe('b');
    await page.deleteRecord('a');
  });
});

describe('an error of a place', () => {
  it('is quota where the browser says so, and else tells the place', () => {
    expect(backendError('cache', new DOMException('full', 'QuotaExceededError'))).toMatchObject({ code: 'quota' });
    expect(backendError('opfs', new DOMException('?', 'UnknownError'))).toMatchObject({
      code: 'unsupported',
      stage: 'store',
      retryable: true,
    });
  });
});
