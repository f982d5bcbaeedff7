import { describe, expect, it } from 'vitest';
import type { FileShape, StoreBackend } from './backend.ts';

const shape: FileShape = { bytes: 10, chunkBytes: 4 };
const chunks = [Uint8Array.of(0, 1, 2, 3), Uint8Array.of(4, 5, 6, 7), Uint8Array.of(8, 9)];

/** A name that no other test has: real places keep what they are given. */
const fresh = (): string => `test-${Math.random().toString(36).slice(2)}`;

async function write(backend: StoreBackend, name: string, indices: readonly number[]): Promise<void> {
  const writer = await backend.openWriter(name, shape);
  for (const index of indices) await writer.write(index, chunks[index] as Uint8Array<ArrayBuffer>);
  await writer.close();
}

const bytesOf = async (blob: Blob | undefined): Promise<number[] | undefined> =>
  blob && [...new Uint8Array(await blob.arrayBuffer())];

/**
 * What every place for models keeps.
 *
 * @param name Of the place.
 * @param open Opens it; two that are opened see the same, but those in memory.
 */
export function describeBackend(name: string, open: () => Promise<StoreBackend>): void {
  describe(`${name}: the contract of a place for models`, () => {
    it('gives back a file that was written chunk by chunk, in any order', async () => {
      const backend = await open();
      const file = fresh();
      await write(backend, file, [2, 0]);
      expect(await backend.readChunks(file)).toEqual(new Set([0, 2]));
      expect(await backend.readFile(file, shape)).toBeUndefined();
      await write(backend, file, [1]);
      expect(await bytesOf(await backend.readFile(file, shape))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      await backend.deleteFile(file);
    });

    it('takes chunks several at a time', async () => {
      const backend = await open();
      const file = fresh();
      const writer = await backend.openWriter(file, shape);
      await Promise.all(chunks.map((bytes, index) => writer.write(index, bytes)));
      await writer.close();
      await writer.close();
      expect(await backend.readChunks(file)).toEqual(new Set([0, 1, 2]));
      expect((await backend.readFile(file, shape))?.size).toBe(10);
      await backend.deleteFile(file);
    });

    it('gives one chunk, and none that was not written', async () => {
      const backend = await open();
      const file = fresh();
      await write(backend, file, [1, 2]);
      expect(await bytesOf(await backend.readChunk(file, 1, shape))).toEqual([4, 5, 6, 7]);
      expect(await bytesOf(await backend.readChunk(file, 2, shape))).toEqual([8, 9]);
      expect(await backend.readChunk(file, 0, shape)).toBeUndefined();
      await backend.deleteFile(file);
    });

    it('does not give a file of another size', async () => {
      const backend = await open();
      const file = fresh();
      await write(backend, file, [0, 1, 2]);
      expect(await backend.readFile(file, { bytes: 11, chunkBytes: 4 })).toBeUndefined();
      await backend.deleteFile(file);
    });

    it('drops chunks, and takes them again', async () => {
      const backend = await open();
      const file = fresh();
      await write(backend, file, [0, 1, 2]);
      await backend.dropChunks(file, new Set([1]));
      expect(await backend.readChunks(file)).toEqual(new Set([0, 2]));
      expect(await backend.readFile(file, shape)).toBeUndefined();
      await write(backend, file, [1]);
      expect((await backend.readFile(file, shape))?.size).toBe(10);
      await backend.deleteFile(file);
    });

    it('keeps the bytes of its caller as they are', async () => {
      const backend = await open();
      const file = fresh();
      const bytes = Uint8Array.of(1, 2, 3, 4);
      const writer = await backend.openWriter(file, { bytes: 4, chunkBytes: 4 });
      await writer.write(0, bytes);
      bytes.fill(9);
      await writer.close();
      expect(await bytesOf(await backend.readFile(file, { bytes: 4, chunkBytes: 4 }))).toEqual([1, 2, 3, 4]);
      await backend.deleteFile(file);
    });

    it('lists and deletes files, also one that is not there', async () => {
      const backend = await open();
      const [one, other] = [fresh(), fresh()];
      await write(backend, one, [0]);
      await write(backend, other, [0, 1, 2]);
      expect(await backend.listFiles()).toEqual(expect.arrayContaining([one, other]));
      await backend.deleteFile(one);
      await backend.deleteFile(one);
      expect(await backend.listFiles()).not.toContain(one);
      expect(await backend.readChunks(one)).toEqual(new Set());
      expect(await backend.readFile(one, shape)).toBeUndefined();
      await backend.deleteFile(other);
    });

    it('keeps records of any key, replaced whole', async () => {
      const backend = await open();
      const key = `model a/b ü#? ${fresh()}`;
      expect(await backend.readRecord(key)).toBeUndefined();
      await backend.writeRecord(key, 'a longer text, ä and all');
      await backend.writeRecord(key, 'short');
      expect(await backend.readRecord(key)).toBe('short');
      expect(await backend.listRecords()).toContain(key);
      await backend.deleteRecord(key);
      await backend.deleteRecord(key);
      expect(await backend.readRecord(key)).toBeUndefined();
      expect(await backend.listRecords()).not.toContain(key);
    });

    it('holds to a Blob that was given before the file was deleted, or says that it is gone', async () => {
      const backend = await open();
      const file = fresh();
      await write(backend, file, [0, 1, 2]);
      const blob = await backend.readFile(file, shape);
      await backend.deleteFile(file);
      const read = await bytesOf(blob).catch((error: unknown) => (error as Error).name);
      expect([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'NotFoundError', 'NotReadableError']).toContainEqual(read);
    });
  });
}
