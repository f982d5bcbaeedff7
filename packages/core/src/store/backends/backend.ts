import { isNearsideError, messageOf, NearsideError } from '../../errors.ts';

/** Where models are kept: the origin's private files, its Cache storage, or this page's memory. */
export type StorageKind = 'opfs' | 'cache' | 'memory';

/** How a stored file is cut. */
export interface FileShape {
  /** Size in bytes. */
  readonly bytes: number;
  /** Of each chunk but the last, which may be smaller. */
  readonly chunkBytes: number;
}

/**
 * A place to keep models in. It knows files, cut into chunks, and records, small texts; what they mean is the catalogue's
 * affair. It survives being killed at any moment: a chunk that {@link readChunks} names was written whole, and a record
 * that was being written is read as it was before, as it is after, or as a text that is damaged.
 *
 * Names are letters, digits, `-` and `.`; keys of records are any text. One writer at a time for each file: callers hold a
 * lock. Everything rejects with NearsideError 'quota' where the origin has no room left, and 'unsupported' where the place
 * itself failed.
 */
export interface StoreBackend {
  readonly kind: StorageKind;
  /** Indices of the chunks of a file that were written; empty for a file that is not there. */
  readChunks(name: string): Promise<ReadonlySet<number>>;
  /** Opens a file for writing, made where it is missing. The chunks it has stay. */
  openWriter(name: string, shape: FileShape): Promise<ChunkWriter>;
  /** Forgets chunks: they are damaged, and are to be written again. */
  dropChunks(name: string, indices: ReadonlySet<number>): Promise<void>;
  /** One chunk that was written, by reference; undefined where it was not. */
  readChunk(name: string, index: number, shape: FileShape): Promise<Blob | undefined>;
  /** A file whose chunks are all there, by reference; undefined where one is missing or the size is another. */
  readFile(name: string, shape: FileShape): Promise<Blob | undefined>;
  /** Deletes a file; one that is not there is deleted already. */
  deleteFile(name: string): Promise<void>;
  /** Names of the files that are there, whole or not. */
  listFiles(): Promise<string[]>;
  /** The text of a record; undefined where there is none. */
  readRecord(key: string): Promise<string | undefined>;
  writeRecord(key: string, text: string): Promise<void>;
  /** Deletes a record; one that is not there is deleted already. */
  deleteRecord(key: string): Promise<void>;
  /** Keys of the records that are there, also damaged ones. */
  listRecords(): Promise<string[]>;
}

/** A file that is open for writing. */
export interface ChunkWriter {
  /**
   * Writes one chunk, and only then names it as written.
   *
   * @param index Its place.
   * @param bytes All of it; unchanged, and not kept.
   */
  write(index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Gives the file free. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * The error of a place that failed.
 *
 * @param kind Which.
 * @param error What it threw.
 */
export function backendError(kind: StorageKind, error: unknown): NearsideError {
  if (isNearsideError(error)) return error;
  if (error instanceof Error && error.name === 'QuotaExceededError') return quotaError(messageOf(error), error);
  return new NearsideError('unsupported', `storage (${kind}) failed: ${messageOf(error)}`, {
    stage: 'store',
    cause: error,
    // The next try may well find it working: another tab had the file, or the browser was short of something.
    retryable: true,
  });
}

/**
 * The error of an origin that may keep no more.
 *
 * @param message What did not fit.
 * @param cause What the browser threw, where it threw.
 */
export function quotaError(message: string, cause?: unknown): NearsideError {
  return new NearsideError('quota', `no room for the model: ${message}`, {
    stage: 'store',
    ...(cause !== undefined && { cause }),
    hint: 'Delete a model (runtime.models.list() names them), or free room on the disk.',
  });
}
