import { sumBytes } from '../model/model-files.ts';
import type { StorageKind } from './backends/backend.ts';
import { keyOf, type CommitRecord } from './commit-record.ts';
import type { Shelves } from './open-shelves.ts';
import { useLockOf, type Shelf } from './shelf.ts';

/** A stored model in one of its forms. */
export interface StoredModel extends CommitRecord {
  /** Where it is. */
  readonly storage: StorageKind;
  /** All its files, in bytes. */
  readonly bytes: number;
  /** When all of it was last hashed, in milliseconds since 1970 by this device's clock; 0 for never. */
  readonly verifiedAtMs: number;
  /** When its files were last given out to be used, likewise; 0 for never. */
  readonly usedAtMs: number;
  /** Whether somebody uses it just now, in any tab. */
  readonly isInUse: boolean;
}

/** Names a stored model; without a provider all its forms. */
export interface ModelName {
  readonly id: string;
  readonly provider?: string | undefined;
}

/**
 * The forms of a model that are stored, each with its place.
 *
 * @param shelves Places.
 * @param name Without a provider: all forms.
 */
export async function findModels(
  shelves: Shelves,
  { id, provider }: ModelName,
): Promise<{ shelf: Shelf; record: CommitRecord }[]> {
  const found: { shelf: Shelf; record: CommitRecord }[] = [];
  for (const shelf of await shelves.openedWithBest()) {
    for (const record of await shelf.catalogue.list()) {
      if (record.id === id && (provider ?? record.provider) === record.provider) found.push({ shelf, record });
    }
  }
  return found;
}

/**
 * Describes a stored model to a person.
 *
 * @param shelf Where it is.
 * @param record Its own.
 */
export async function describeModel(shelf: Shelf, record: CommitRecord): Promise<StoredModel> {
  const key = keyOf(record);
  const { verifiedAtMs, usedAtMs } = await shelf.catalogue.usage(key);
  const lock = await shelf.locks.tryTake(useLockOf(key));
  lock?.release();
  const { kind } = shelf.backend;
  return {
    ...record,
    storage: kind,
    bytes: sumBytes(record.files),
    verifiedAtMs,
    usedAtMs,
    isInUse: lock === undefined,
  };
}
