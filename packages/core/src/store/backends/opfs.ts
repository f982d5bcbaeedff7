import { NearsideError } from '../../errors.ts';
import { decodeJournal, encodeEntry, encodeJournal, nextEntryAt } from '../journal.ts';
import { backendError, type ChunkWriter, type FileShape, type StoreBackend } from './backend.ts';
import { openFile, patiently, type OpenFile } from './opfs-file.ts';

const journalSuffix = '.journal';

/**
 * Keeps models in the origin's private file system, in the folders `files` and `records`. Beside each file lies its
 * journal: a chunk is written before the journal names it.
 *
 * @param root Name of the folder that all is under; another one is another store.
 * @returns Once it has been shown to work.
 * @throws NearsideError 'unsupported' where there is none, or it may not be used.
 */
export async function openOpfsBackend(root = 'nearside'): Promise<StoreBackend> {
  const storage = globalThis.navigator?.storage;
  if (!storage?.getDirectory) {
    throw new NearsideError('unsupported', 'there is no private file system here', { stage: 'store' });
  }
  // Asked for each time: a user may clear the site's data while the page is open, and the folders with it.
  const open = async (name: string) => {
    const ours = await (await storage.getDirectory()).getDirectoryHandle(root, { create: true });
    return ours.getDirectoryHandle(name, { create: true });
  };
  const files = () => open('files');
  const records = () => open('records');
  await guarded(files);

  return {
    kind: 'opfs',
    readChunks: (name) => guarded(async () => new Set(await readJournal(await files(), name))),
    openWriter: (name, shape) => guarded(async () => openWriter(await files(), name, shape)),
    dropChunks: (name, indices) =>
      guarded(async () => {
        const folder = await files();
        const left = [...(await readJournal(folder, name))].filter((index) => !indices.has(index));
        await replace(folder, name + journalSuffix, encodeJournal(left));
      }),
    readChunk: (name, index, { chunkBytes }) =>
      guarded(async () => {
        const folder = await files();
        if (!(await readJournal(folder, name)).has(index)) return undefined;
        return (await read(folder, name))?.slice(index * chunkBytes, (index + 1) * chunkBytes);
      }),
    readFile: (name, shape) =>
      guarded(async () => {
        const folder = await files();
        const file = await read(folder, name);
        const count = (await readJournal(folder, name)).size;
        return file?.size === shape.bytes && count === Math.ceil(shape.bytes / shape.chunkBytes) ? file : undefined;
      }),
    deleteFile: (name) =>
      guarded(async () => {
        const folder = await files();
        // The journal first: a file without one has no chunks.
        await remove(folder, name + journalSuffix);
        await remove(folder, name);
      }),
    listFiles: () =>
      guarded(async () => [
        ...new Set((await list(await files())).map((name) => name.replace(new RegExp(`\\${journalSuffix}$`), ''))),
      ]),
    readRecord: (key) => guarded(async () => (await read(await records(), encodeKey(key)))?.text()),
    writeRecord: (key, text) =>
      guarded(async () => replace(await records(), encodeKey(key), new TextEncoder().encode(text))),
    deleteRecord: (key) => guarded(async () => remove(await records(), encodeKey(key))),
    listRecords: () => guarded(async () => (await list(await records())).map(decodeKey)),
  };
}

async function openWriter(folder: FileSystemDirectoryHandle, name: string, shape: FileShape): Promise<ChunkWriter> {
  const data = await openFile(await folder.getFileHandle(name, { create: true }));
  let journal: OpenFile;
  try {
    journal = await openFile(await folder.getFileHandle(name + journalSuffix, { create: true }));
    // A file of another size is another file: what its journal says is of no use.
    if (data.size > shape.bytes) await data.truncate(shape.bytes);
  } catch (error) {
    await data.close();
    throw error;
  }
  let entryAt = nextEntryAt(journal.size);
  return {
    write: (index, bytes) =>
      guarded(async () => {
        // Taken at once: chunks are written several at a time. Where one fails its place stays empty, and is no entry.
        const entry = encodeEntry(index);
        const place = entryAt;
        entryAt += entry.byteLength;
        await data.write(bytes, index * shape.chunkBytes);
        await journal.write(entry, place);
      }),
    // The data first: where a stream writes, they replace the files only now. Flushed here and not with each chunk, which is
    // slow: a chunk that a journal names is hashed before it is believed, and a commit comes after this.
    close: () => guarded(() => data.close().finally(() => journal.close())),
  };
}

async function readJournal(folder: FileSystemDirectoryHandle, name: string): Promise<Set<number>> {
  const file = await read(folder, name + journalSuffix);
  return decodeJournal(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer()));
}

async function read(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    return ignoreMissing(error);
  }
}

async function replace(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  if (typeof handle.createWritable === 'function') {
    const stream = await handle.createWritable();
    await stream.write(bytes);
    // Swapped in whole.
    return stream.close();
  }
  // Safari before 26: not swapped, so a kill may leave half of it. Records carry a check for that.
  const file = await openFile(handle);
  try {
    await file.truncate(0);
    await file.write(bytes, 0);
  } finally {
    await file.close();
  }
}

async function remove(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await patiently(() => folder.removeEntry(name));
  } catch (error) {
    ignoreMissing(error);
  }
}

async function list(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  // What a browser leaves of a stream that was never closed.
  return names.filter((name) => !name.endsWith('.crswap'));
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && error.name === 'NotFoundError') return undefined;
  throw error;
}

// File names have fewer letters than keys, and some systems do not tell 'A' from 'a': hexadecimal.
function encodeKey(key: string): string {
  return Array.from(new TextEncoder().encode(key), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function decodeKey(name: string): string {
  const bytes = name.match(/../g)?.map((digits) => Number.parseInt(digits, 16)) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw backendError('opfs', error);
  }
}
