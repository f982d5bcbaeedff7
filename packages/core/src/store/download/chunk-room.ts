import type { Chunk } from '../chunks.ts';

/** Memory for one chunk, and how much of it has come: what a broken connection brought stays for the next one. */
export class ChunkRoom {
  readonly chunk: Chunk;
  /** All of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #onBytes: (count: number) => void;
  #filled = 0;

  /**
   * @param chunk What it is for.
   * @param onBytes Told of bytes as they arrive; with a negative count of those that are given up.
   */
  constructor(chunk: Chunk, onBytes: (count: number) => void) {
    this.chunk = chunk;
    this.bytes = new Uint8Array(chunk.bytes);
    this.#onBytes = onBytes;
  }

  /** Bytes that have come. */
  get filled(): number {
    return this.#filled;
  }

  /** What is still to be filled: a view. */
  get rest(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(this.#filled);
  }

  /** @param count Bytes at the beginning of the rest that have just come. */
  add(count: number): void {
    this.#filled += count;
    this.#onBytes(count);
  }

  /** The chunk, which is complete: what has come cannot be given up any more. */
  handOver(): Uint8Array<ArrayBuffer> {
    this.#filled = 0;
    return this.bytes;
  }

  /** Gives up what has come. */
  clear(): void {
    if (this.#filled > 0) this.#onBytes(-this.#filled);
    this.#filled = 0;
  }
}
