import { isNearsideError, NearsideError } from '../../errors.ts';
import type { ModelFile } from '../../manifest/manifest.ts';
import { followSignals } from '../../abort/on-abort.ts';
import { race } from '../../abort/race.ts';
import { chunksOf, type Chunk } from '../chunks.ts';
import type { Source } from './ask.ts';
import { systemClock, type Clock } from './clock.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import { fetchFrom } from './from-source.ts';
import type { RetryEvent } from './retries.ts';
import type { Transfer } from './transfer.ts';

export type { FetchPolicy, RetryEvent, Source };

/** A file to be fetched, and where its chunks go. */
export interface DownloadRequest {
  /** As its manifest writes it. */
  readonly file: ModelFile;
  /** Where it is to be had: best first, then mirrors. */
  readonly urls: readonly Source[];
  /** Indices of the chunks that are stored and verified already: they are not fetched again. */
  readonly have: ReadonlySet<number>;
  /** Whom the page lets us contact. */
  readonly policy: FetchPolicy;
  /** Its abort rejects with its reason at once and ends all requests; a commit that is under way is not waited for. */
  readonly signal: AbortSignal;
  /** Told of decoded bytes as they arrive; with a negative count of those that are thrown away. */
  readonly onBytes: (count: number) => void;
  /**
   * Stores a verified chunk, whose memory is its own. Waited for before that lane fetches more, so that never more than four
   * chunks are held. What it throws ends the download.
   */
  readonly commitChunk: (index: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Told of each failure that is followed by another attempt, here or at the next source. */
  readonly onRetry?: (event: RetryEvent) => void;
  /** For tests. Default: the real one. */
  readonly clock?: Clock;
}

/**
 * Fetches the chunks of a file that are missing: several at a time, each verified before it is committed. A failed request is
 * made again after a while, damage once at once; then it is the next source's turn.
 *
 * @param request What, where from, where to.
 * @throws NearsideError 'integrity' when the sources give something else, 'policy' when they may not be contacted, 'network'
 * when they cannot be reached; what `commitChunk` threw; the signal's reason on abort. What was committed stays good.
 */
export async function downloadFile(request: DownloadRequest): Promise<void> {
  request.signal.throwIfAborted();
  const storeFailed = new AbortController();
  const { signal, stop } = followSignals(request.signal, storeFailed.signal);
  try {
    await race(fromSources(request.urls, makeTransfer(request, signal, storeFailed)), signal);
  } finally {
    stop();
  }
}

function makeTransfer(request: DownloadRequest, signal: AbortSignal, storeFailed: AbortController): Transfer {
  const chunks = chunksOf(request.file);
  const missing = new Set(chunks.filter(({ index }) => !request.have.has(index)));
  return {
    chunks,
    missing,
    policy: request.policy,
    clock: request.clock ?? systemClock,
    signal,
    onBytes: (count) => {
      if (!signal.aborted) request.onBytes(count);
    },
    onRetry: request.onRetry,
    async commit(chunk: Chunk, bytes: Uint8Array<ArrayBuffer>) {
      signal.throwIfAborted();
      try {
        await request.commitChunk(chunk.index, bytes);
      } catch (error) {
        storeFailed.abort(error);
        throw error;
      }
      missing.delete(chunk);
    },
  };
}

async function fromSources(sources: readonly Source[], transfer: Transfer): Promise<void> {
  const failures: NearsideError[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      return await fetchFrom(source, transfer);
    } catch (error) {
      transfer.signal.throwIfAborted();
      if (!isNearsideError(error)) throw error;
      failures.push(error);
      const next = sources[index + 1];
      if (next) transfer.onRetry?.({ url: next.url, attempt: 1, delayMs: 0, reason: error });
    }
  }
  throw summarize(failures);
}

/** One error for all sources: damage first (somebody should know), else what may pass, else what the best source said. */
function summarize(failures: readonly NearsideError[]): NearsideError {
  const main =
    failures.find(({ code }) => code === 'integrity') ?? failures.find(({ retryable }) => retryable) ?? failures[0];
  if (!main) return new NearsideError('invalid-input', 'no URL was given for the model file', { stage: 'fetch' });
  if (failures.length === 1) return main;
  return new NearsideError(main.code, `none of ${failures.length} sources has the file: ${main.message}`, {
    ...(main.stage !== undefined && { stage: main.stage }),
    ...(main.hint !== undefined && { hint: main.hint }),
    retryable: failures.some(({ retryable }) => retryable),
    cause: new AggregateError(failures, 'each source in turn'),
  });
}
