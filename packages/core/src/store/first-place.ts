import { isNearsideError, messageOf, type ErrorCode } from '../errors.ts';
import { quotaError } from './backends/backend.ts';
import type { Shelves } from './open-shelves.ts';
import type { Shelf } from './shelf.ts';

/** A model that fitted no disk is kept in memory up to this size, with a warning: 512 MiB. */
const maxMemoryBytes = 512 << 20;

/** What is to be done at the first place where it can be. */
export interface PlaceWork<T> {
  /** That are to be kept there. */
  readonly bytes: number;
  /** Does it. */
  readonly work: (shelf: Shelf) => Promise<T>;
  /** Told why a place was left. */
  readonly warn: (message: string) => void;
  /** Takes away what the work left at a place where it failed. */
  readonly clean?: (shelf: Shelf) => Promise<void>;
}

/**
 * Works at the first place where it succeeds. One that fails in the middle keeps no part of it.
 *
 * @param shelves The places, best first.
 * @throws NearsideError of the last place where none has room; at once what is not the place's fault.
 */
export async function onFirstPlace<T>(shelves: Shelves, { bytes, work, warn, clean }: PlaceWork<T>): Promise<T> {
  let failure: unknown;
  for await (const shelf of shelves.each()) {
    const { kind } = shelf.backend;
    // The other places share the origin's quota: only memory is left then.
    if (codeOf(failure) === 'quota' && kind !== 'memory') {
      shelves.refuse(kind, messageOf(failure));
      continue;
    }
    if (codeOf(failure) === 'quota' && bytes > maxMemoryBytes) continue;
    try {
      const result = await work(shelf);
      shelves.accept(kind);
      return result;
    } catch (error) {
      if (!isStorageFailure(error)) throw error;
      failure = error;
      if (codeOf(error) !== 'busy') await clean?.(shelf).catch(() => undefined);
      shelves.refuse(kind, messageOf(error));
      warn(`${kind} cannot keep the model, the next place is tried: ${messageOf(error)}`);
    }
  }
  throw failure ?? quotaError('there is no place for it');
}

function codeOf(error: unknown): ErrorCode | undefined {
  return isNearsideError(error) ? error.code : undefined;
}

/** Whether the place failed, and not the network, the model or the caller. */
function isStorageFailure(error: unknown): boolean {
  return isNearsideError(error) && error.stage === 'store' && ['quota', 'unsupported', 'busy'].includes(error.code);
}
