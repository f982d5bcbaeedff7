import { isNearsideError } from '../../errors.ts';
import { brokenOff, wrongDigest, wrongSize } from '../../model/fetch-errors.ts';
import { sha256Of } from '../../sha256.ts';
import type { Chunk } from '../chunks.ts';
import { PieceReader } from '../piece-reader.ts';
import type { ChunkRoom } from './chunk-room.ts';
import type { Clock } from './clock.ts';
import { orStalled } from './stall.ts';

/** The body of an answer, read in chunks that are verified before anybody sees them. */
export class ChunkReader {
  readonly #url: string;
  readonly #pieces: PieceReader;

  /**
   * @param url Named in errors.
   * @param response Its body is read.
   * @param wantBytes Size that the body should have; for errors.
   * @param clock Measures how long the server is silent.
   */
  constructor(url: string, response: Response, wantBytes: number, clock: Clock) {
    const reader = response.body?.getReader();
    let got = 0;
    this.#url = url;
    this.#pieces = new PieceReader(async () => {
      if (!reader) return { done: true, value: undefined };
      try {
        // Not raced with any signal: an abort of the request ends its body too.
        const result = await orStalled(reader.read(), url, clock);
        got += result.value?.length ?? 0;
        return result;
      } catch (error) {
        throw isNearsideError(error) ? error : brokenOff(url, got, wantBytes, error);
      }
    });
  }

  /**
   * Reads what its room lacks of the chunk that comes next. The room is cleared of what turns out to be wrong; it keeps what
   * came before the connection broke.
   *
   * @param room Filled, and verified.
   * @param isLast Whether the body must end with it.
   * @throws NearsideError 'integrity' when it is something else, 'network' when the connection broke off or fell silent.
   */
  async read(room: ChunkRoom, isLast: boolean): Promise<void> {
    const { chunk } = room;
    const name = nameOf(this.#url, chunk);
    try {
      await this.#pieces.readInto(room.rest, (count) => room.add(count));
      if (room.filled < chunk.bytes) throw wrongSize(name, chunk.bytes, room.filled);
      const digest = await sha256Of(room.bytes);
      if (digest !== chunk.sha256) throw wrongDigest(name, chunk.sha256, digest);
      if (isLast && !(await this.#pieces.atEnd())) throw wrongSize(name, chunk.bytes, 'more');
    } catch (error) {
      const mayGoOn = isNearsideError(error) && error.code === 'network' && room.filled < chunk.bytes;
      if (!mayGoOn) room.clear();
      throw error;
    }
  }

  /**
   * Passes over a chunk that is here already.
   *
   * @throws NearsideError as {@link read}.
   */
  async skip(chunk: Chunk): Promise<void> {
    const got = await this.#pieces.skip(chunk.bytes);
    if (got < chunk.bytes) throw wrongSize(nameOf(this.#url, chunk), chunk.bytes, got);
  }

  /** Whether nothing is left. */
  atEnd(): Promise<boolean> {
    return this.#pieces.atEnd();
  }
}

function nameOf(url: string, { start, bytes }: Chunk): string {
  return `${url} (bytes ${start}-${start + bytes - 1})`;
}
