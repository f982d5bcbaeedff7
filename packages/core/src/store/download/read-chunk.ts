import { isNearsideError } from '../../errors.ts';
import { brokenOff, wrongDigest, wrongSize } from '../../fetch-errors.ts';
import { sha256Of } from '../../sha256.ts';
import type { Chunk } from '../chunks.ts';
import { PieceReader } from '../piece-reader.ts';
import type { Clock } from './clock.ts';
import { orStalled } from './stall.ts';

/** The body of an answer, read in chunks that are verified before anybody sees them. */
export class ChunkReader {
  readonly #url: string;
  readonly #pieces: PieceReader;
  readonly #onBytes: (count: number) => void;

  /**
   * @param url Named in errors.
   * @param response Its body is read.
   * @param clock Measures how long the server is silent.
   * @param onBytes Told of decoded bytes as they arrive; with a negative count of those that turned out to be wrong.
   */
  constructor(url: string, response: Response, clock: Clock, onBytes: (count: number) => void) {
    const reader = response.body?.getReader();
    this.#url = url;
    this.#onBytes = onBytes;
    this.#pieces = new PieceReader(
      // Not raced with any signal: an abort of the request ends its body too.
      async () => (reader ? orStalled(reader.read(), url, clock) : { done: true, value: undefined }),
    );
  }

  /**
   * Reads the chunk that comes next.
   *
   * @param chunk What it should be.
   * @param isLast Whether the body must end with it.
   * @returns New memory.
   * @throws NearsideError 'integrity' when it is something else, 'network' when the connection broke off or fell silent.
   */
  async read(chunk: Chunk, isLast: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const name = nameOf(this.#url, chunk);
    const bytes = new Uint8Array(chunk.bytes);
    let got = 0;
    const count = (some: number) => {
      got += some;
      this.#onBytes(some);
    };
    try {
      await this.#reading(
        name,
        chunk.bytes,
        () => got,
        () => this.#pieces.readInto(bytes, count),
      );
      if (got < chunk.bytes) throw wrongSize(name, chunk.bytes, got);
      const digest = await sha256Of(bytes);
      if (digest !== chunk.sha256) throw wrongDigest(name, chunk.sha256, digest);
      if (
        isLast &&
        !(await this.#reading(
          name,
          chunk.bytes,
          () => got,
          () => this.#pieces.atEnd(),
        ))
      ) {
        throw wrongSize(name, chunk.bytes, 'more');
      }
      return bytes;
    } catch (error) {
      this.#onBytes(-got);
      throw error;
    }
  }

  /**
   * Passes over a chunk that is here already.
   *
   * @throws NearsideError as {@link read}.
   */
  async skip(chunk: Chunk): Promise<void> {
    const name = nameOf(this.#url, chunk);
    const got = await this.#reading(
      name,
      chunk.bytes,
      () => 0,
      () => this.#pieces.skip(chunk.bytes),
    );
    if (got < chunk.bytes) throw wrongSize(name, chunk.bytes, got);
  }

  /** Whether nothing is left. */
  atEnd(): Promise<boolean> {
    return this.#pieces.atEnd();
  }

  async #reading<T>(name: string, want: number, got: () => number, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw isNearsideError(error) ? error : brokenOff(name, got(), want, error);
    }
  }
}

function nameOf(url: string, { start, bytes }: Chunk): string {
  return `${url} (bytes ${start}-${start + bytes - 1})`;
}
