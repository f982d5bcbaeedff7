/** Reads a stream in pieces of the size that is asked for, whatever the sizes it arrives in. */
export class PieceReader {
  readonly #read: () => Promise<ReadableStreamReadResult<Uint8Array>>;
  #rest: Uint8Array = new Uint8Array();

  /** @param read What gives the next bytes: a reader's `read`, perhaps with a limit to its silence. */
  constructor(read: () => Promise<ReadableStreamReadResult<Uint8Array>>) {
    this.#read = read;
  }

  /**
   * Fills `piece` as far as the stream goes.
   *
   * @param piece Overwritten from its beginning.
   * @param onBytes Called with the count of bytes each time some arrive.
   * @returns How many bytes it got: all it can hold, fewer only at the end of the stream.
   * @throws What `read` throws.
   */
  async readInto(piece: Uint8Array, onBytes?: (count: number) => void): Promise<number> {
    let filled = 0;
    while (filled < piece.length && !(await this.atEnd())) {
      const part = this.#rest.subarray(0, piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
      this.#rest = this.#rest.subarray(part.length);
      onBytes?.(part.length);
    }
    return filled;
  }

  /**
   * Passes over bytes without keeping them.
   *
   * @param count How many.
   * @returns How many there were: fewer only at the end of the stream.
   */
  async skip(count: number): Promise<number> {
    let skipped = 0;
    while (skipped < count && !(await this.atEnd())) {
      const part = Math.min(this.#rest.length, count - skipped);
      skipped += part;
      this.#rest = this.#rest.subarray(part);
    }
    return skipped;
  }

  /** Whether nothing is left: waits for the next byte or the end. */
  async atEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#read();
      if (done) return true;
      this.#rest = value;
    }
    return false;
  }
}
