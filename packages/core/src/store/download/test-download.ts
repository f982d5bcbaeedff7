/** What the tests of the download share: a model on a fault server, a clock that does not wait, and a record of commits. */
import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { serveFaults, type FaultServer, type FaultServerOptions } from '../../../../../tools/lib/fault-server.ts';
import type { ModelFile } from '../../manifest.ts';
import type { Clock } from './clock.ts';
import { downloadFile, type DownloadRequest, type RetryEvent } from './download-file.ts';
import { stallAfterMs } from './stall.ts';

/** Bytes of a chunk here: larger than what one write to a socket takes. */
export const chunkBytes = 100_000;

/** Nine whole chunks and a bit; no two of them are equal. */
export const content: Buffer = Buffer.from(
  Uint32Array.from({ length: 230_001 }, (_, index) => index * 2654435761).buffer,
);

/** Its entry in a manifest. */
export const file: ModelFile = describe(content);

/** The entry of a file that is small enough to be one chunk. */
export const smallFile: ModelFile = (({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))(file);

function describe(bytes: Buffer): ModelFile {
  const sha256 = (part: Buffer) => createHash('sha256').update(part).digest('hex');
  const count = Math.ceil(bytes.length / chunkBytes);
  const parts = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  return {
    path: 'model',
    bytes: bytes.length,
    sha256: sha256(bytes),
    chunks: { bytes: chunkBytes, sha256: parts.map(sha256) },
  };
}

/** A server with the model at `/model`, closed with the test. */
export async function serveModel(options: Partial<FaultServerOptions> = {}): Promise<FaultServer> {
  const server = await serveFaults({ files: { '/model': content }, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** Waits pass at once and are written down; only the patience with a silent server ends when the test says so. */
export class TestClock implements Clock {
  /** Milliseconds of every wait that was not for a silent server, in order. */
  readonly slept: number[] = [];
  readonly #silences = new Set<() => void>();
  #nowMs = 1e12;

  /** @param nowMs What it starts with. */
  constructor(nowMs = 1e12) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  random(): number {
    return 0.5;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms === stallAfterMs) return this.#silence(signal);
    this.slept.push(ms);
    this.#nowMs += ms;
  }

  /** The patience of all who wait for a silent server is over. */
  endPatience(): void {
    for (const end of this.#silences) end();
  }

  #silence(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#silences.add(resolve);
      signal?.addEventListener('abort', () => {
        this.#silences.delete(resolve);
        reject(signal.reason);
      });
    });
  }
}

/** A download, its commits, and what it told on the way. */
export class TestDownload {
  /** Verified chunks by index. */
  readonly committed = new Map<number, Buffer>();
  readonly retries: RetryEvent[] = [];
  readonly clock: TestClock;
  readonly #abort = new AbortController();
  readonly #request: DownloadRequest;
  /** Sum of what `onBytes` was told. */
  loadedBytes = 0;
  /** Chunks that were being committed at the same time, at most. */
  mostHeld = 0;
  #held = 0;

  /**
   * @param origins Servers, best first.
   * @param changes To an ordinary request.
   */
  constructor(origins: readonly string[], changes: Partial<DownloadRequest> & { clock?: TestClock } = {}) {
    this.clock = changes.clock ?? new TestClock();
    this.#request = {
      file,
      urls: origins.map((origin) => ({ url: `${origin}/model` })),
      have: new Set(),
      policy: { allowedOrigins: origins },
      signal: this.#abort.signal,
      onBytes: (count) => void (this.loadedBytes += count),
      commitChunk: (index, bytes) => this.#commit(index, bytes),
      onRetry: (event) => this.retries.push(event),
      ...changes,
      clock: this.clock,
    };
  }

  run(): Promise<void> {
    return downloadFile(this.#request);
  }

  abort(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** The file, when every chunk is there. */
  get bytes(): Buffer {
    const parts = Array.from(this.committed).toSorted(([a], [b]) => a - b);
    return Buffer.concat(parts.map(([, part]) => part));
  }

  async #commit(index: number, bytes: Uint8Array): Promise<void> {
    if (this.committed.has(index)) throw new Error(`chunk ${index} was committed twice`);
    this.#held += 1;
    this.mostHeld = Math.max(this.mostHeld, this.#held);
    // As a store would: the chunk is there only some time after it was handed over.
    await new Promise((resolve) => setImmediate(resolve));
    this.#held -= 1;
    this.committed.set(index, Buffer.from(bytes));
  }
}

/** How often each chunk was asked for by its range. */
export function timesAsked({ requests }: FaultServer): Map<number, number> {
  const times = new Map<number, number>();
  for (const { range } of requests) {
    const index = range ? range.start / chunkBytes : -1;
    times.set(index, (times.get(index) ?? 0) + 1);
  }
  return times;
}
