import { once } from 'node:events';

/** Standard output, at the reader's pace. */
export class Writer {
  readonly #stream: NodeJS.WriteStream;
  #isClosed = false;

  /** @param stream Standard output. */
  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // `… | head` has read enough: that is the end of the work, not a failure.
      if (error.code !== 'EPIPE') throw error;
      this.#isClosed = true;
    });
  }

  /** Whether nobody reads any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the reader has kept up. */
  async write(text: string): Promise<void> {
    if (this.#isClosed || this.#stream.write(text)) return;
    await once(this.#stream, 'drain').catch(() => undefined);
  }
}
