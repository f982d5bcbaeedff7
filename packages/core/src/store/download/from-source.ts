import { isNearsideError } from '../../errors.ts';
import { followSignals } from '../../abort/on-abort.ts';
import type { Chunk } from '../chunks.ts';
import type { Source } from './ask.ts';
import { ChunkRoom } from './chunk-room.ts';
import { ChunkReader } from './read-chunk.ts';
import { Retries } from './retries.ts';
import { Server } from './server.ts';
import type { Transfer } from './transfer.ts';

/** How many chunks are fetched at a time, and at most held in memory. */
export const parallel = 4;

/** What a connection must bring before it breaks, to be worth a fresh count of attempts: 64 KiB. */
const minProgressBytes = 64 << 10;

/** How a source can be asked, as far as it is known: chunk by chunk, or for the whole file in one answer. */
type Mode = 'unknown' | 'chunks' | 'file';

/**
 * Fetches from one source all that is missing.
 *
 * @param source Whom to ask.
 * @param transfer What is missing; shrinks as chunks are committed.
 * @throws NearsideError why this source cannot give it; the signal's reason on abort. Nothing is under way any more then.
 */
export async function fetchFrom(source: Source, transfer: Transfer): Promise<void> {
  await new SourceDownload(source, transfer).run();
}

class SourceDownload {
  readonly #transfer: Transfer;
  readonly #fileBytes: number;
  readonly #server: Server;
  readonly #fileRetries: Retries;
  #mode: Mode;
  #hasGivenFile = false;

  constructor(source: Source, transfer: Transfer) {
    const { chunks, policy, clock } = transfer;
    this.#transfer = transfer;
    this.#fileBytes = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#server = new Server(source, this.#fileBytes, policy, clock);
    this.#fileRetries = this.#retries(transfer.signal);
    this.#mode = chunks.length === 1 ? 'file' : 'unknown';
  }

  async run(): Promise<void> {
    while (this.#transfer.missing.size > 0) {
      if (this.#wantsFile()) await this.#fetchFile(this.#fileRetries);
      // The first chunk alone: it shows whether the server knows ranges, before four requests get the whole file each.
      else if (this.#mode === 'unknown') await this.#fetchChunks([...this.#transfer.missing].slice(0, 1));
      else await this.#fetchChunks([...this.#transfer.missing]);
    }
  }

  async #fetchChunks(chunks: readonly Chunk[]): Promise<void> {
    const failed = new AbortController();
    const { signal, stop } = followSignals(this.#transfer.signal, failed.signal);
    // One iterator for all: each lane takes the next chunk that nobody has taken.
    const queue = chunks.values();
    const lane = async () => {
      for (const chunk of queue) {
        await this.#fetchChunk(chunk, signal, chunks.length === 1);
        if (this.#wantsFile()) return;
      }
    };
    const lanes = Array.from({ length: Math.min(parallel, chunks.length) }, lane);
    // Waited for to the last: a chunk in the middle of its commit must not be asked for again elsewhere.
    await Promise.allSettled(lanes.map((one) => one.catch((error: unknown) => failed.abort(error))));
    stop();
    signal.throwIfAborted();
  }

  /** Fetches one chunk, unless the server gives nothing but the whole file; where it is `alone`, that is taken. */
  async #fetchChunk(chunk: Chunk, signal: AbortSignal, alone: boolean): Promise<void> {
    const retries = this.#retries(signal);
    const room = new ChunkRoom(chunk, this.#transfer.onBytes);
    try {
      // Another lane may find out meanwhile that it has to be the whole.
      while (this.#transfer.missing.has(chunk) && !this.#wantsFile()) {
        await this.#tryChunk(room, retries, signal, alone);
      }
    } finally {
      room.clear();
    }
  }

  async #tryChunk(room: ChunkRoom, retries: Retries, signal: AbortSignal, alone: boolean): Promise<void> {
    const { answers } = this.#server;
    const { filled } = room;
    try {
      await this.#server.request(signal, async (own) => {
        const answer = await this.#server.askChunk(room.chunk, room.filled, own);
        if (answer.kind !== 'chunk') this.#mode = 'file';
        else if (this.#mode === 'unknown') this.#mode = 'chunks';
        if (answer.kind === 'chunk') await this.#takeChunk(room, answer.response);
        else if (answer.kind === 'file' && alone) await this.#takeFile(answer.response, this.#fileRetries);
      });
    } catch (error) {
      if (room.filled - filled >= minProgressBytes) retries.progressed();
      await (this.#wantsFile() ? this.#fileRetries : retries).after(error);
      if (this.#server.answers === answers && this.#mayBeCoded()) await this.#fetchFile(retries);
    }
  }

  /**
   * A browser hides the answer where a server codes ranges though it was asked not to (a bucket that holds files gzip-coded):
   * it looks like a lost connection, and only the whole can be had. That is tried where it costs nothing that is here.
   */
  #mayBeCoded(): boolean {
    const { chunks, missing } = this.#transfer;
    return this.#mode === 'unknown' && (this.#hasGivenFile || missing.size === chunks.length);
  }

  async #fetchFile(retries: Retries): Promise<void> {
    try {
      await this.#server.request(this.#transfer.signal, async (own) =>
        this.#takeFile(await this.#server.askFile(own), retries),
      );
    } catch (error) {
      await retries.after(error);
    }
  }

  #wantsFile(): boolean {
    return this.#mode === 'file';
  }

  async #takeChunk(room: ChunkRoom, response: Response): Promise<void> {
    await this.#reader(response, room.chunk.bytes - room.filled).read(room, true);
    await this.#transfer.commit(room.chunk, room.handOver());
  }

  /** Picks what is missing out of an answer with the whole file, a chunk at a time; a damaged one ends it only at the end. */
  async #takeFile(response: Response, retries: Retries): Promise<void> {
    const { chunks, missing, onBytes } = this.#transfer;
    this.#hasGivenFile = true;
    const reader = this.#reader(response, this.#fileBytes);
    let damage: unknown;
    for (const chunk of chunks) {
      if (missing.size === 0) return;
      if (!missing.has(chunk)) {
        await reader.skip(chunk);
        continue;
      }
      const room = new ChunkRoom(chunk, onBytes);
      try {
        await reader.read(room, chunk === chunks.at(-1));
      } catch (error) {
        room.clear();
        if (!isNearsideError(error) || error.code !== 'integrity' || (await reader.atEnd())) throw error;
        damage ??= error;
        continue;
      }
      await this.#transfer.commit(chunk, room.handOver());
      retries.progressed();
    }
    if (damage !== undefined) throw damage;
  }

  #reader(response: Response, wantBytes: number): ChunkReader {
    return new ChunkReader(this.#server.source.url, response, wantBytes, this.#transfer.clock);
  }

  #retries(signal: AbortSignal): Retries {
    const { clock, onRetry } = this.#transfer;
    return new Retries({ url: this.#server.source.url, clock, quiet: this.#server.quiet, signal, onRetry });
  }
}
