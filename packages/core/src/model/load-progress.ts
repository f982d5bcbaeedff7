/** How much of what a start needs has arrived. */
export interface LoadProgress {
  /** Decoded bytes so far. */
  readonly loadedBytes: number;
  /** Known before the first byte. It grows only when a provider failed and the next one needs more. */
  readonly totalBytes: number;
}

/** Adds up the bytes of everything that one start fetches, over files and attempts. */
export class ProgressMeter {
  readonly #report: (progress: LoadProgress) => void;
  #loadedBytes = 0;
  #totalBytes = 0;

  /** @param report Called on every change. */
  constructor(report: (progress: LoadProgress) => void) {
    this.#report = report;
  }

  /** @param bytes About to be fetched. What an earlier attempt expected and did not get is forgotten. */
  expect(bytes: number): void {
    this.#totalBytes = this.#loadedBytes + bytes;
    this.#tell();
  }

  /** @param bytes Just arrived. */
  add(bytes: number): void {
    this.#loadedBytes = Math.min(this.#loadedBytes + bytes, this.#totalBytes);
    this.#tell();
  }

  /** Everything is here. */
  done(): void {
    this.#loadedBytes = this.#totalBytes;
    this.#tell();
  }

  #tell(): void {
    this.#report({ loadedBytes: this.#loadedBytes, totalBytes: this.#totalBytes });
  }
}
