import type { LoadProgress } from './model/load-progress.ts';

/** Fires while `create()` loads: the platform's event, with bytes beside its fractions. */
export class DownloadProgressEvent extends Event {
  /** Share that has arrived, 0 to 1. Never falls; 0 and 1 are always reported. */
  readonly loaded: number;
  /** Always 1, as the platform has it. */
  readonly total = 1;
  /** Decoded bytes so far. */
  readonly loadedBytes: number;
  /** Decoded bytes in all. */
  readonly totalBytes: number;

  /** @param progress Bytes so far and in all; `loaded` is their share unless given. */
  constructor({ loadedBytes, totalBytes }: LoadProgress, loaded: number) {
    super('downloadprogress');
    this.loaded = loaded;
    this.loadedBytes = loadedBytes;
    this.totalBytes = totalBytes;
  }
}

/** What `create({ monitor })` is handed before anything starts. */
export interface CreateMonitor {
  /**
   * As on any `EventTarget`.
   *
   * @param type The one event there is.
   * @param listener Called with each progress, first with 0 and last with 1.
   * @param options Of the platform.
   */
  addEventListener(
    type: 'downloadprogress',
    listener: (event: DownloadProgressEvent) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
}

/** The form of the `monitor` option. */
export type MonitorCallback = (monitor: CreateMonitor) => void;

/** Turns the progress of a start into the monitor's events. */
export class MonitorFeed {
  readonly #target = new EventTarget();
  #last: DownloadProgressEvent | undefined;
  /** Of the latest progress, also one that fired no event. */
  #totalBytes = 0;

  /** @param callback The caller's; may add listeners to what it is handed. */
  constructor(callback: MonitorCallback) {
    callback(this.#target as unknown as CreateMonitor);
  }

  /** @param progress Bytes so far and in all. */
  progress(progress: LoadProgress): void {
    this.#totalBytes = progress.totalBytes;
    if (!this.#last) this.#fire({ ...progress, loadedBytes: 0 }, 0);
    const share = progress.totalBytes === 0 ? 0 : progress.loadedBytes / progress.totalBytes;
    // The total grows when a provider failed and the next one needs more: the share waits rather than falls.
    const loaded = Math.max(share, this.#last?.loaded ?? 0);
    // 1 is for the end alone.
    if (loaded > (this.#last?.loaded ?? 0) && loaded < 1) this.#fire(progress, loaded);
  }

  /** Everything has arrived, or was here already. */
  done(): void {
    const totalBytes = this.#totalBytes;
    if (!this.#last) this.#fire({ loadedBytes: 0, totalBytes }, 0);
    this.#fire({ loadedBytes: totalBytes, totalBytes }, 1);
  }

  #fire(progress: LoadProgress, loaded: number): void {
    this.#last = new DownloadProgressEvent(progress, loaded);
    this.#target.dispatchEvent(this.#last);
  }
}
