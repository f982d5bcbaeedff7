import type { ChunkWriter, FileShape, StoreBackend } from './backends/backend.ts';
import { Catalogue } from './catalogue.ts';
import type { StoredFile } from './commit-record.ts';
import type { HeldLock, LockManager } from './locks.ts';
import type { ModelFile } from '../manifest/manifest.ts';
import { shapeOf } from './verify-stored.ts';

/** A place for models with what is in it, and the locks that guard it. */
export class Shelf {
  readonly backend: StoreBackend;
  readonly catalogue: Catalogue;
  readonly locks: LockManager;
  /** Part of its locks' names: tabs share a disk, and each has a memory of its own. */
  readonly #scope: string;

  /**
   * @param backend The place.
   * @param locks Over all that can see it.
   */
  constructor(backend: StoreBackend, locks: LockManager) {
    this.backend = backend;
    this.catalogue = new Catalogue(backend);
    this.locks = locks;
    this.#scope = backend.kind === 'memory' ? `memory-${Math.random().toString(36).slice(2)}` : backend.kind;
  }

  /** The lock of whoever writes a file. */
  lockOf(at: string): string {
    return `nearside-file ${this.#scope} ${at}`;
  }

  /**
   * Deletes files that no model has and nobody writes.
   *
   * @param names Of files.
   */
  async deleteUnowned(names: Iterable<string>): Promise<void> {
    const owned = new Set((await this.catalogue.list()).flatMap(({ files }) => files.map(({ at }) => at)));
    for (const at of names) {
      const lock = owned.has(at) ? undefined : await this.locks.tryTake(this.lockOf(at));
      if (!lock) continue;
      await this.backend.deleteFile(at).finally(() => lock.release());
    }
  }

  /** Deletes a model: from the first step on it does not exist. */
  async deleteModel(key: string, files: readonly StoredFile[]): Promise<void> {
    await this.catalogue.uncommit(key);
    await this.deleteUnowned(files.map(({ at }) => at));
  }
}

/** The lock that readers of a model share, in any tab: while one holds it the model is not evicted. */
export function useLockOf(key: string): string {
  return `nearside-use ${key}`;
}

/**
 * Takes every model that nobody uses, so that none gets into use before it is deleted.
 *
 * @param locks Of the origin.
 * @param keys Of models.
 * @returns The locks by key; of a model in use there is none.
 */
export async function takeUnused(locks: LockManager, keys: readonly string[]): Promise<Map<string, HeldLock>> {
  const taken = new Map<string, HeldLock>();
  for (const key of keys) {
    const lock = await locks.tryTake(useLockOf(key));
    if (lock) taken.set(key, lock);
  }
  return taken;
}

/**
 * The name under which a file of known digest is kept. With its cut: the same file cut in another way has other chunks.
 *
 * @param file As its manifest writes it.
 */
export function fileNameOf(file: ModelFile): string {
  return `${file.sha256}.${shapeOf(file).chunkBytes}`;
}

/**
 * Opens a file for the length of some work.
 *
 * @param shelf Where it is.
 * @param name Of the file.
 * @param shape How it is cut.
 * @param work Given the writer.
 * @throws What the work throws; else what the closing throws, by which some places write.
 */
export async function writing<T>(
  { backend }: Shelf,
  name: string,
  shape: FileShape,
  work: (writer: ChunkWriter) => Promise<T>,
): Promise<T> {
  const writer = await backend.openWriter(name, shape);
  let result: T;
  try {
    result = await work(writer);
  } catch (error) {
    // What could not be written cannot be closed well either, and would say less.
    await writer.close().catch(() => undefined);
    throw error;
  }
  await writer.close();
  return result;
}
