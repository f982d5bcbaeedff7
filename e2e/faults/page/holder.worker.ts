/** Holds a sync handle on every file of the store that it can have. */
export {};

interface SyncFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<unknown>;
}

const held: unknown[] = [];

async function hold(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const handle of (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values()) {
    if (handle instanceof FileSystemDirectoryHandle) await hold(handle);
    else {
      const sync = await (handle as SyncFile).createSyncAccessHandle().catch(() => undefined);
      if (sync) held.push(sync);
    }
  }
}

await hold(await navigator.storage.getDirectory());
postMessage(held.length);
