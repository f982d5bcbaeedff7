import { quotaError } from './backend.ts';

/** A file of the origin that is open for writing at any place. */
export interface OpenFile {
  /** How long it is now. */
  readonly size: number;
  /** Writes all of `bytes`, or rejects. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** What was written is on the disk, as far as the browser can tell. Safe to call twice. */
  close(): Promise<void>;
}

/** How often a handle is asked for that another tab still has, and how long after the last time: 2 s in all. */
const maxTries = 20;
const retryMs = 100;

/** The part of `FileSystemSyncAccessHandle` that is used; only workers have it. */
interface SyncHandle {
  getSize(): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
  close(): void;
}

/**
 * Opens a file by a sync access handle where this realm has them (a worker), else by a writable stream, which writes into
 * a copy that replaces the file on close.
 *
 * @param handle Of the file.
 */
export async function openFile(handle: FileSystemFileHandle): Promise<OpenFile> {
  const sync = (handle as { createSyncAccessHandle?: () => Promise<SyncHandle> }).createSyncAccessHandle;
  return sync ? openSync(await patiently(() => sync.call(handle))) : openStream(handle);
}

/**
 * A file has one sync handle at a time, and cannot be removed while it has one. Whoever asks holds the file's lock, so
 * another handle is that of a tab that has just died, or our own that the browser has not closed yet: a moment later it is.
 *
 * @param work Opens or removes the file.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const isTaken = error instanceof Error && error.name === 'NoModificationAllowedError';
      if (!isTaken || tries === maxTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

function openSync(handle: SyncHandle): OpenFile {
  let isClosed = false;
  return {
    get size() {
      return handle.getSize();
    },
    async write(bytes, at) {
      // Over quota Chromium's write does not throw: it returns 4294967288, -8 as an unsigned number. So the count tells.
      const count = handle.write(bytes, { at });
      if (count !== bytes.byteLength) throw quotaError(`a write of ${bytes.byteLength} bytes returned ${count}`);
    },
    truncate: async (bytes) => handle.truncate(bytes),
    async close() {
      if (isClosed) return;
      isClosed = true;
      try {
        handle.flush();
      } finally {
        handle.close();
      }
    },
  };
}

async function openStream(handle: FileSystemFileHandle): Promise<OpenFile> {
  const { size } = await handle.getFile();
  const stream = await handle.createWritable({ keepExistingData: true });
  let isClosed = false;
  return {
    size,
    write: (data, position) => stream.write({ type: 'write', position, data }),
    truncate: (bytes) => stream.truncate(bytes),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await stream.close();
    },
  };
}
