import { sumBytes } from '../model/model-files.ts';
import { realm } from '../realm.ts';
import { quotaError } from './backends/backend.ts';
import { keyOf } from './commit-record.ts';
import { chooseEvictions } from './eviction.ts';
import { takeUnused, type Shelf } from './shelf.ts';

/** What the browser says of the origin's storage, in bytes. */
export interface StorageEstimate {
  readonly usage: number;
  readonly quota: number;
}

/** Asks the browser; undefined where it does not say. */
export async function estimateStorage(): Promise<StorageEstimate | undefined> {
  const { usage, quota } = (await realm.navigator?.storage?.estimate?.().catch(() => undefined)) ?? {};
  return usage === undefined || quota === undefined ? undefined : { usage, quota };
}

/** What room is made for. */
export interface RoomRequest {
  /** What is about to be written. */
  readonly needBytes: number;
  /** The model it is for, which stays. */
  readonly key: string;
  /** Its files, which stay also where they are not whole. */
  readonly fileNames: readonly string[];
  /** Of the origin. */
  readonly estimate: () => Promise<StorageEstimate | undefined>;
}

/**
 * Sees that the origin may write so much more: downloads that were left unfinished go first, then the models that were used
 * longest ago. A model in use is never taken.
 *
 * @param shelf Where room is made.
 * @param request How much.
 * @returns Keys of the models that were given up.
 * @throws NearsideError 'quota' when there is not enough to give up; then no model was taken.
 */
export async function makeRoom(shelf: Shelf, { needBytes, key, fileNames, estimate }: RoomRequest): Promise<string[]> {
  if (shelf.backend.kind === 'memory' || (await missingRoom(needBytes, estimate)) <= 0) return [];
  // Files of a record that only a later release understands look like nobody's.
  if (!(await shelf.catalogue.hasUnknown())) {
    const names = await shelf.backend.listFiles();
    await shelf.deleteUnowned(names.filter((name) => !fileNames.includes(name)));
  }
  const missingBytes = await missingRoom(needBytes, estimate);
  if (missingBytes <= 0) return [];
  return evict(shelf, missingBytes, needBytes, key);
}

async function missingRoom(needBytes: number, estimate: RoomRequest['estimate']): Promise<number> {
  const room = await estimate();
  return room ? needBytes - (room.quota - room.usage) : 0;
}

async function evict(shelf: Shelf, missingBytes: number, needBytes: number, key: string): Promise<string[]> {
  const records = await shelf.catalogue.list();
  const candidates = await Promise.all(
    records.map(async ({ files, ...record }) => ({
      key: keyOf(record),
      files,
      order: (await shelf.catalogue.usage(keyOf(record))).order,
    })),
  );
  const unused = await takeUnused(
    shelf.locks,
    candidates.map((candidate) => candidate.key).filter((other) => other !== key),
  );
  try {
    const chosen = chooseEvictions(candidates, missingBytes, (other) => !unused.has(other));
    if (!chosen) {
      const keptBytes = sumBytes(candidates.flatMap(({ files }) => files));
      throw quotaError(
        `it needs ${needBytes} bytes, ${missingBytes} more than there are, and of the ${keptBytes} bytes of stored models not enough are out of use`,
      );
    }
    for (const other of chosen) {
      await shelf.deleteModel(other, candidates.find((candidate) => candidate.key === other)?.files ?? []);
    }
    return chosen;
  } finally {
    for (const lock of unused.values()) lock.release();
  }
}
