import { signal, type ReadonlySignal } from '@preact/signals';
import { race } from '@nearside/core';
import type { Magika } from '@nearside/magika';
import type { Finds, Found } from '../intake/found.ts';
import { toFailure } from '../rows/failure.ts';
import { answeredRow, failedRow, type Row } from '../rows/row.ts';
import type { Engine } from './engine.ts';
import { Pace } from './pace.ts';
import { Refresh } from './refresh.ts';
import { WorkQueue } from './work-queue.ts';

/** How far a scan is. */
export interface ScanProgress {
  /** `blocked`: the model could not be loaded; what was found waits for a retry. */
  readonly state: 'idle' | 'running' | 'paused' | 'blocked' | 'cancelled';
  /** Files answered, of this scan. */
  readonly done: number;
  /** Files found so far. */
  readonly found: number;
  /** Whether folders are still walked, so that `found` grows. */
  readonly isDiscovering: boolean;
  /** Files answered per second, of late; undefined until it can be told. */
  readonly perSecond: number | undefined;
}

const idle: ScanProgress = { state: 'idle', done: 0, found: 0, isDiscovering: false, perSecond: undefined };

/** Files that are opened, read and asked about at once: their ways through the browser overlap. The core takes 16 calls. */
const lanes = 12;

/** Whether a scan has begun and is not over. */
export function isUnderWay({ state }: ScanProgress): boolean {
  return state === 'running' || state === 'paused';
}

/** Takes what was found through the model while more may be added. */
export class Scanner {
  readonly #engine: Engine;
  readonly #onRows: (rows: readonly Row[]) => void;
  readonly #progress = signal(idle);
  readonly #queue = new WorkQueue<Found>();
  readonly #pace = new Pace();
  readonly #refresh = new Refresh(() => this.#show());
  #stop = new AbortController();
  #running = false;
  /** While the scan is paused: what waits for its end. */
  #pause: { readonly over: Promise<void>; readonly end: () => void } | undefined;
  #nextId = 1;
  #done = 0;
  #found = 0;
  #shown = 0;
  #newRows: Row[] = [];

  /**
   * @param engine Loaded when the first file comes.
   * @param onRows Called at most once a frame, and with the last rows before the progress says it is over.
   */
  constructor(engine: Engine, onRows: (rows: readonly Row[]) => void) {
    this.#engine = engine;
    this.#onRows = onRows;
  }

  /** For the page to show. */
  get progress(): ReadonlySignal<ScanProgress> {
    return this.#progress;
  }

  /** Scans a source, after what is being scanned already. */
  add(source: Finds): void {
    if (this.#stop.signal.aborted || (!this.#running && this.#queue.isFinished)) {
      this.#stop = new AbortController();
      this.#done = 0;
      this.#found = 0;
      this.#pace.stop();
      this.#progress.value = idle;
    }
    void this.#queue.fill(source, this.#stop.signal, (count) => {
      this.#found += count;
      this.#refresh.request();
    });
    void this.#run();
  }

  /** Asks about no more files until it goes on; the few that are under way are answered. Folders are walked to their end. */
  pause(): void {
    if (this.#progress.value.state !== 'running') return;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.#pause = { over, end };
    this.#pace.stop();
    this.#update({ state: 'paused', perSecond: undefined });
  }

  /** Goes on after a pause. */
  resume(): void {
    this.#endPause();
    if (this.#progress.value.state === 'paused') this.#update({ state: 'running' });
  }

  /** Goes on after the model could not be loaded. */
  retry(): void {
    void this.#run();
  }

  /** Ends the scan. What was answered stays. */
  cancel(): void {
    this.#stop.abort();
    this.#queue.clear();
    this.#endPause();
    this.#refresh.now();
    if (this.#engine.state.value.kind !== 'ready') this.#engine.unload();
    if (!this.#running) this.#finish('cancelled');
  }

  /** Forgets how the last scan went; one that is under way goes on. */
  forget(): void {
    if (!this.#running) this.#progress.value = idle;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const { signal: stopped } = this.#stop;
    this.#update({ state: 'running', isDiscovering: this.#queue.isFilling });
    let outcome: ScanProgress['state'] = 'idle';
    try {
      const magika = await race(this.#engine.ensure(), stopped);
      // More may be added while the last answers come.
      while (!this.#queue.isFinished) {
        await Promise.all(Array.from({ length: lanes }, () => this.#work(magika, stopped)));
        stopped.throwIfAborted();
      }
    } catch {
      // The engine shows why; a cancelled scan needs no explanation.
      outcome = stopped.aborted ? 'cancelled' : 'blocked';
    }
    this.#running = false;
    this.#finish(outcome);
    // Added between the cancel and its end.
    if (stopped.aborted && !this.#stop.signal.aborted) void this.#run();
  }

  /** One lane: a file after the other, until there is none. */
  async #work(magika: Magika, stopped: AbortSignal): Promise<void> {
    const explanation = magika.explain();
    for (;;) {
      const found = await this.#queue.take(stopped);
      await this.#pause?.over;
      if (!found || stopped.aborted) return;
      const { name, folder, open } = found;
      const id = this.#nextId++;
      try {
        const file = await open();
        const answer = await magika.identify(file, { signal: stopped, scores: true });
        this.#addRow(answeredRow({ id, name, folder, sizeBytes: file.size, open }, answer, explanation));
      } catch (error) {
        if (stopped.aborted) return;
        this.#addRow(failedRow({ id, name, folder }, toFailure(error)));
      }
    }
  }

  #addRow(row: Row): void {
    this.#newRows.push(row);
    this.#done += 1;
    this.#refresh.request();
  }

  /** Hands over what is new. Lanes pass each other by a few files: rows that come together stand as they were found. */
  #show(): number {
    const rows = this.#newRows.toSorted((a, b) => a.id - b.id);
    this.#newRows = [];
    this.#shown += rows.length;
    if (rows.length > 0) this.#onRows(rows);
    if (this.#progress.value.state === 'running' && this.#done > 0) this.#pace.add(this.#done, performance.now());
    this.#update({
      done: this.#done,
      found: this.#found,
      isDiscovering: this.#queue.isFilling,
      perSecond: this.#pace.perSecond,
    });
    return this.#shown;
  }

  #endPause(): void {
    this.#pause?.end();
    this.#pause = undefined;
  }

  #finish(state: ScanProgress['state']): void {
    this.#endPause();
    this.#refresh.now();
    this.#update({ state, isDiscovering: false });
  }

  #update(changes: Partial<ScanProgress>): void {
    this.#progress.value = { ...this.#progress.value, ...changes };
  }
}
