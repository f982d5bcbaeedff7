import type { ModelFile } from '../manifest/manifest.ts';
import { sumBytes } from '../model/model-files.ts';
import { traced } from '../trace/tracer.ts';
import { keyOf, type CommitRecord } from './commit-record.ts';
import type { Shelf } from './shelf.ts';
import { findDamage, isSampleWhole, shapeOf } from './verify-stored.ts';

/** A model's form that somebody wants, as its manifest has it. */
export interface WantedModel {
  readonly id: string;
  readonly provider: string;
  readonly form: string;
  readonly version: string;
  readonly licence: string;
  readonly files: readonly ModelFile[];
}

/**
 * A stored model, if it is there and sound as far as a quick look tells: its record, the size of every file, and one chunk
 * of each. Where that fails the model exists no more; what is sound of its files is used when it is fetched again.
 *
 * @param shelf Where to look.
 * @param wanted Its form names the digests: others are another model.
 * @returns The files by path, by reference.
 */
export function readStored(shelf: Shelf, wanted: WantedModel): Promise<Record<string, Blob> | undefined> {
  return traced('store-read', { attributes: { model: wanted.id } }, () => readSound(shelf, wanted));
}

async function readSound(shelf: Shelf, wanted: WantedModel): Promise<Record<string, Blob> | undefined> {
  const record = await shelf.catalogue.read(keyOf(wanted));
  if (!record) return undefined;
  const blobs = await readFiles(shelf, record);
  if (blobs && (await areSamplesWhole(record, blobs))) return blobs;
  await shelf.catalogue.uncommit(keyOf(record));
  return undefined;
}

/**
 * The files of a record; undefined where one is missing or of another size.
 *
 * @param shelf Where they are.
 * @param record Names them.
 */
export async function readFiles(
  { backend }: Shelf,
  { files }: Pick<CommitRecord, 'files'>,
): Promise<Record<string, Blob> | undefined> {
  const blobs: Record<string, Blob> = {};
  for (const file of files) {
    const content = await backend.readFile(file.at, shapeOf(file));
    if (!content) return undefined;
    blobs[file.path] = content;
  }
  return blobs;
}

async function areSamplesWhole({ files }: CommitRecord, blobs: Record<string, Blob>): Promise<boolean> {
  for (const file of files) if (!(await isSampleWhole(file, blobs[file.path] as Blob))) return false;
  return true;
}

/** How a stored model is hashed. */
export interface VerifyOptions {
  /** Its abort rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told the bytes of each chunk that was hashed. */
  readonly onBytes?: (count: number) => void;
}

/** What a full check of a stored model found. */
export interface Verification {
  /** Whether every byte is what it should be. */
  readonly isWhole: boolean;
  /** Chunks that were not, or all of a file that is gone. They are fetched again when the model is used next. */
  readonly damagedChunks: number;
  /** Bytes that were hashed. */
  readonly bytes: number;
}

/**
 * Hashes every byte of a stored model. A damaged one exists no more, and its damaged chunks are dropped.
 *
 * @param shelf Where it is.
 * @param record Its record.
 * @param options Signal, and what is told the bytes that were hashed.
 * @throws The signal's reason on abort.
 */
export function verifyStored(shelf: Shelf, record: CommitRecord, options: VerifyOptions = {}): Promise<Verification> {
  const bytes = sumBytes(record.files);
  return traced('verify', { bytes, attributes: { model: record.id } }, () => verify(shelf, record, options));
}

async function verify(shelf: Shelf, record: CommitRecord, options: VerifyOptions): Promise<Verification> {
  const key = keyOf(record);
  let damagedChunks = 0;
  let bytes = 0;
  for (const file of record.files) {
    const content = await shelf.backend.readFile(file.at, shapeOf(file));
    const damaged = content && (await findDamage(file, content, options));
    const isGone = !damaged;
    if (!isGone && damaged.size === 0) {
      bytes += file.bytes;
      continue;
    }
    // First of all: from here on nobody finds the model.
    await shelf.catalogue.uncommit(key);
    if (!isGone) await shelf.backend.dropChunks(file.at, damaged);
    damagedChunks += isGone ? Math.ceil(file.bytes / shapeOf(file).chunkBytes) : damaged.size;
  }
  if (damagedChunks === 0) await shelf.catalogue.markVerified(key, Date.now());
  return { isWhole: damagedChunks === 0, damagedChunks, bytes };
}
