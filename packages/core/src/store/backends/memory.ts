import type { FileShape, StoreBackend } from './backend.ts';

/**
 * Keeps models in memory, as long as this realm lives: where nothing else is to be had, and in Node.
 */
export function memoryBackend(): StoreBackend {
  const files = new Map<string, Map<number, Blob>>();
  const records = new Map<string, string>();
  const open = (name: string) => {
    const file = files.get(name) ?? new Map<number, Blob>();
    files.set(name, file);
    return file;
  };
  return {
    kind: 'memory',
    readChunks: async (name) => new Set(files.get(name)?.keys()),
    async openWriter(name) {
      const file = open(name);
      return {
        // A Blob is a copy, and browsers keep large ones outside the page's own memory.
        write: async (index, bytes) => void file.set(index, new Blob([bytes])),
        close: async () => undefined,
      };
    },
    async dropChunks(name, indices) {
      for (const index of indices) files.get(name)?.delete(index);
    },
    readChunk: async (name, index) => files.get(name)?.get(index),
    readFile: async (name, shape) => joinChunks(files.get(name), shape),
    deleteFile: async (name) => void files.delete(name),
    listFiles: async () => [...files.keys()],
    readRecord: async (key) => records.get(key),
    writeRecord: async (key, text) => void records.set(key, text),
    deleteRecord: async (key) => void records.delete(key),
    listRecords: async () => [...records.keys()],
  };
}

/**
 * One Blob of all chunks, by reference; undefined where one is missing or the size is another.
 *
 * @param chunks By index.
 * @param shape What they should make.
 */
export function joinChunks(
  chunks: ReadonlyMap<number, Blob> | undefined,
  { bytes, chunkBytes }: FileShape,
): Blob | undefined {
  const count = Math.ceil(bytes / chunkBytes);
  const parts = Array.from({ length: count }, (_, index) => chunks?.get(index));
  if (parts.some((part) => part === undefined)) return undefined;
  const whole = new Blob(parts as Blob[]);
  return whole.size === bytes ? whole : undefined;
}
