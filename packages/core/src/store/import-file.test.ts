import { describe, expect, it } from 'vitest';
import { memoryBackend } from './backends/memory.ts';
import { importFiles, sweepImports } from './import-file.ts';
import { RealmLocks } from './locks.ts';
import { Shelf } from './shelf.ts';

const request = { id: 'mine', provider: 'p', form: '', version: '', licence: '' };
const tools = { estimate: async () => undefined, signal: new AbortController().signal, onProgress: () => undefined };

async function shelfWithRest(name: string) {
  const shelf = new Shelf(memoryBackend(), new RealmLocks());
  const writer = await shelf.backend.openWriter(name, { bytes: 4, chunkBytes: 4 });
  await writer.write(0, Uint8Array.of(1, 2, 3, 4));
  await writer.close();
  return shelf;
}

describe('what is left of an import', () => {
  it('is swept, and nothing else', async () => {
    const shelf = await shelfWithRest('import-left');
    await importFiles(shelf, { ...request, files: { 'a.bin': new Blob(['abc']) } }, tools);
    await sweepImports(shelf);
    expect(await shelf.backend.listFiles()).toEqual((await shelf.catalogue.list())[0]?.files.map(({ at }) => at));
  });

  it('is swept as soon as the worker that began it lets go of it', async () => {
    const shelf = await shelfWithRest('import-left');
    const dying = await shelf.locks.take(shelf.lockOf('import-left'));
    const swept = sweepImports(shelf);
    expect(await shelf.backend.listFiles()).toEqual(['import-left']);
    dying.release();
    await swept;
    expect(await shelf.backend.listFiles()).toEqual([]);
  });
});
