import type { Chunk } from '../chunks.ts';
import type { Clock } from './clock.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import type { RetryEvent } from './retries.ts';

/** What the sources of one file have in common: what is still to come, and where it goes. */
export interface Transfer {
  /** All chunks of the file in order. */
  readonly chunks: readonly Chunk[];
  /** Those that are not committed yet, in order; {@link commit} takes them out. */
  readonly missing: Set<Chunk>;
  readonly policy: FetchPolicy;
  readonly clock: Clock;
  /** Aborted by the caller, and when a commit fails. */
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
  readonly onRetry: ((event: RetryEvent) => void) | undefined;
  /**
   * Hands over a chunk that was verified, and its memory.
   *
   * @throws What the store throws; that ends the download.
   */
  commit(chunk: Chunk, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}
