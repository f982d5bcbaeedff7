import { race } from '../abort/race.ts';
import { NearsideError } from '../errors.ts';
import { sumBytes } from '../model/model-files.ts';
import type { CallContext } from '../task.ts';
import { keyOf } from './commit-record.ts';
import { downloadFile, type DownloadRequest } from './download/download-file.ts';
import { onFirstPlace } from './first-place.ts';
import { HeaderQuestions, type HeaderAnswer } from './header-questions.ts';
import { importFiles, sweepImports, type ImportRequest } from './import-file.ts';
import { originLocks } from './locks.ts';
import { estimateStorage, type StorageEstimate } from './make-room.ts';
import { obtainModel, type ObtainTools } from './obtain-model.ts';
import { Shelves } from './open-shelves.ts';
import { readFiles, readStored, verifyStored, type Verification, type WantedModel } from './read-stored.ts';
import type { StoreOptions } from './service-options.ts';
import { fileNameOf, takeUnused } from './shelf.ts';
import { openStoreChannel } from './store-channel.ts';
import type { Inspection, ObtainArgument, StoreReport, StoreState } from './store-contract.ts';
import { describeModel, findModels, type ModelName, type StoredModel } from './stored-model.ts';

/** Milliseconds between the signs of life of a call that waits. */
const aliveMs = 5000;

/** How the service is set up. */
export interface ServiceOptions extends StoreOptions {
  /** Fetches one file. Default: over the network. */
  readonly download?: (request: DownloadRequest) => Promise<void>;
  /** What the browser says of the origin's storage. */
  readonly estimate?: () => Promise<StorageEstimate | undefined>;
  /** See `takeTurn`. */
  readonly patienceTicks?: number;
}

/** What the store's worker does: everything but asking the user. It runs in the page as well. */
export class StoreService {
  readonly #shelves: Shelves;
  readonly #download: (request: DownloadRequest) => Promise<void>;
  readonly #estimate: () => Promise<StorageEstimate | undefined>;
  readonly #patienceTicks: number | undefined;
  readonly #channel = openStoreChannel();
  readonly #headers = new HeaderQuestions();

  /** @param options Where to begin; and what it works with, for tests. */
  constructor({ storage, download = downloadFile, estimate = estimateStorage, patienceTicks }: ServiceOptions = {}) {
    this.#shelves = new Shelves(storage, originLocks());
    this.#download = download;
    this.#estimate = estimate;
    this.#patienceTicks = patienceTicks;
  }

  /** What is known of a model, without reading it. */
  async inspect(wanted: WantedModel): Promise<Inspection> {
    for (const shelf of await this.#shelves.openedWithBest()) {
      const record = await shelf.catalogue.read(keyOf(wanted));
      const isStored = record !== undefined && (await readFiles(shelf, record)) !== undefined;
      if (isStored) return { isStored, isDownloading: false, missingBytes: 0 };
    }
    const shelf = await this.#shelves.best();
    let missingBytes = 0;
    let isDownloading = false;
    for (const file of wanted.files) {
      const name = fileNameOf(file);
      const lock = await shelf.locks.tryTake(shelf.lockOf(name));
      lock?.release();
      isDownloading ||= lock === undefined;
      const have = (await shelf.backend.readChunks(name)).size;
      missingBytes += Math.max(0, file.bytes - have * (file.chunks?.bytes ?? file.bytes));
    }
    return { isStored: false, isDownloading, missingBytes };
  }

  /**
   * The files of a model that is stored, whatever place has it; undefined where none does.
   *
   * @throws The signal's reason on abort.
   */
  async stored(wanted: WantedModel, { signal }: CallContext): Promise<Record<string, Blob> | undefined> {
    for (const shelf of await this.#shelves.openedWithBest()) {
      const files = await race(readStored(shelf, wanted), signal).catch(onlyAbort(signal));
      if (!files) continue;
      // Not waited for: nobody's reading depends on it, and a full disk must not keep anybody from it.
      void shelf.catalogue.touch(keyOf(wanted), { usedAtMs: Date.now() }).catch(() => undefined);
      return files;
    }
    return undefined;
  }

  /**
   * The files of a model, from the store or the network.
   *
   * @throws NearsideError as `obtainModel`; the signal's reason on abort.
   */
  async obtain(argument: ObtainArgument, { signal, report }: CallContext): Promise<Record<string, Blob>> {
    const { wanted, sources, allowedOrigins, asksHeaders } = argument;
    const send = (message: StoreReport) => report(message);
    const warn = (message: string) => send({ type: 'warning', message });
    const onProgress = throttled((loadedBytes) => send({ type: 'progress', loadedBytes }));
    const headersFor = (url: string) => this.#headers.ask(url, send, signal);
    const request = { ...wanted, sources, policy: { allowedOrigins, ...(asksHeaders && { headersFor }) } };
    const stored = await this.stored(wanted, { signal, report });
    if (stored) return stored;
    const tools: ObtainTools = {
      download: this.#download,
      channel: this.#channel,
      estimate: this.#estimate,
      signal,
      onProgress,
      warn,
      ...(this.#patienceTicks !== undefined && { patienceTicks: this.#patienceTicks }),
    };
    // It may wait for another tab, or for a server that asks for patience: a sign of life for whoever watches it.
    const living = setInterval(() => send({ type: 'alive' }), aliveMs);
    try {
      return await onFirstPlace(this.#shelves, {
        bytes: sumBytes(wanted.files),
        work: (shelf) => race(obtainModel(shelf, request, tools), signal),
        warn,
        clean: async (shelf) => shelf.deleteUnowned(wanted.files.map(fileNameOf)),
      });
    } finally {
      clearInterval(living);
    }
  }

  /**
   * Stores what the user brings.
   *
   * @throws NearsideError as `importFiles`; the signal's reason on abort.
   */
  async import(request: ImportRequest, { signal, report }: CallContext): Promise<StoredModel> {
    const send = (message: StoreReport) => report(message);
    const onProgress = throttled((loadedBytes) => send({ type: 'progress', loadedBytes }));
    const tools = { estimate: this.#estimate, signal, onProgress };
    return onFirstPlace(this.#shelves, {
      bytes: sumBytes(Object.values(request.files).map(({ size }) => ({ bytes: size }))),
      work: async (shelf) => {
        const record = await race(importFiles(shelf, request, tools), signal);
        this.#channel.post({ type: 'change', id: record.id });
        return describeModel(shelf, record);
      },
      warn: (message) => send({ type: 'warning', message }),
    });
  }

  /** Every model that is there. */
  async list(): Promise<StoredModel[]> {
    const models: StoredModel[] = [];
    for (const shelf of await this.#shelves.openedWithBest()) {
      for (const record of await shelf.catalogue.list()) models.push(await describeModel(shelf, record));
    }
    return models;
  }

  /**
   * The files of a stored model, whatever its manifest was.
   *
   * @returns Undefined where it is not there.
   */
  async read(name: ModelName): Promise<Record<string, Blob> | undefined> {
    for (const { shelf, record } of await findModels(this.#shelves, name)) {
      const blobs = await readStored(shelf, record);
      if (blobs) return blobs;
    }
    return undefined;
  }

  /**
   * Deletes a model.
   *
   * @returns Whether it was there.
   * @throws NearsideError 'busy' when it is in use; then all of it stays.
   */
  async remove(name: ModelName): Promise<boolean> {
    const found = await findModels(this.#shelves, name);
    const keys = found.map(({ record }) => keyOf(record));
    const unused = await takeUnused(originLocks(), keys);
    try {
      if (keys.some((key) => !unused.has(key))) {
        throw new NearsideError('busy', `${name.id} is in use`, {
          stage: 'store',
          hint: 'Destroy the clients that use it, also in other tabs, and try again.',
        });
      }
      for (const { shelf, record } of found) await shelf.deleteModel(keyOf(record), record.files);
    } finally {
      for (const lock of unused.values()) lock.release();
    }
    if (found.length > 0) this.#channel.post({ type: 'change', id: name.id });
    return found.length > 0;
  }

  /**
   * Hashes every byte of a model.
   *
   * @throws NearsideError 'invalid-input' where it is not there; the signal's reason on abort.
   */
  async verify(name: ModelName, { signal, report }: CallContext): Promise<Verification> {
    const found = await findModels(this.#shelves, name);
    if (found.length === 0) {
      throw new NearsideError('invalid-input', `${name.id} is not stored here`, { stage: 'store' });
    }
    let loadedBytes = 0;
    const onBytes = (count: number) => report({ type: 'progress', loadedBytes: (loadedBytes += count) });
    const results: Verification[] = [];
    for (const { shelf, record } of found) results.push(await verifyStored(shelf, record, { signal, onBytes }));
    this.#channel.post({ type: 'change', id: name.id });
    return {
      isWhole: results.every(({ isWhole }) => isWhole),
      damagedChunks: results.reduce((sum, { damagedChunks }) => sum + damagedChunks, 0),
      bytes: sumBytes(results),
    };
  }

  /** Where models are kept. */
  async state(): Promise<StoreState> {
    const { backend } = await this.#shelves.inUse();
    return { storage: backend.kind, refused: [...this.#shelves.refused] };
  }

  /** The page's answer to a request for headers. */
  async answerHeaders(answer: HeaderAnswer): Promise<void> {
    this.#headers.hear(answer);
  }

  /** Clears what killed tabs left behind. */
  async sweep(): Promise<void> {
    await sweepImports(await this.#shelves.best()).catch(() => undefined);
  }
}

/** A place that cannot be read has nothing. */
function onlyAbort(signal: AbortSignal): (error: unknown) => undefined {
  return () => {
    signal.throwIfAborted();
    return undefined;
  };
}

/** At most every 50 ms: a download has thousands of pieces, and each report is a message. */
function throttled(report: (loadedBytes: number) => void): (loadedBytes: number) => void {
  let toldAtMs = -Infinity;
  return (loadedBytes) => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < 50) return;
    toldAtMs = nowMs;
    report(loadedBytes);
  };
}
