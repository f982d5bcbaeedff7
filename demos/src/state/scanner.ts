import { signal, type ReadonlySignal } from '@preact/signals';
import { race } from '@nearside/core';
import type { Magika } from '@nearside/magika';
import type { Found } from '../intake/found.ts';
import { toFailure } from '../rows/failure.ts';
import type { Row } from '../rows/row.ts';
import type { Engine } from './engine.ts';
import { FrameBatch } from './frame-batch.ts';
import { WorkQueue } from './work-queue.ts';

/** How far a scan is. */
export interface ScanProgress {
  /** `blocked`: the model could not be loaded; what was found waits for a retry. */
  readonly state: 'idle' | 'running' | 'blocked' | 'cancelled';
  /** Files answered, of this scan. */
  readonly done: number;
  /** Files found so far. */
  readonly found: number;
  /** Whether folders are still walked, so that `found` grows. */
  readonly isDiscovering: boolean;
  /** Of the first answer, in `performance.now()` milliseconds; undefined before it. */
  readonly firstAnswerMs: number | undefined;
}

const idle: ScanProgress = { state: 'idle', done: 0, found: 0, isDiscovering: false, firstAnswerMs: undefined };

/** Takes what was found through the model, in order, while more may be added. */
export class Scanner {
  readonly #engine: Engine;
  readonly #progress = signal(idle);
  readonly #queue = new WorkQueue<Found>();
  readonly #batch: FrameBatch<Row | 'found'>;
  #stop = new AbortController();
  #running = false;
  #nextId = 1;

  /**
   * @param engine Loaded when the first file comes.
   * @param onRows Called at most once a frame, and with the last rows before the progress says it is over.
   */
  constructor(engine: Engine, onRows: (rows: readonly Row[]) => void) {
    this.#engine = engine;
    this.#batch = new FrameBatch((events) => {
      const rows = events.filter((event) => event !== 'found');
      if (rows.length > 0) onRows(rows);
      const { done, found, firstAnswerMs } = this.#progress.value;
      this.#update({
        done: done + rows.length,
        found: found + events.length - rows.length,
        isDiscovering: this.#queue.isFilling,
        firstAnswerMs: firstAnswerMs ?? (rows.length > 0 ? performance.now() : undefined),
      });
    });
  }

  /** For the page to show. */
  get progress(): ReadonlySignal<ScanProgress> {
    return this.#progress;
  }

  /** Scans a source, after what is being scanned already. */
  add(source: AsyncIterable<Found>): void {
    if (this.#stop.signal.aborted || (!this.#running && this.#queue.isFinished)) {
      this.#stop = new AbortController();
      this.#progress.value = idle;
    }
    void this.#queue.fill(source, this.#stop.signal, () => this.#batch.add('found'));
    void this.#run();
  }

  /** Goes on after the model could not be loaded. */
  retry(): void {
    void this.#run();
  }

  /** Ends the scan. What was answered stays. */
  cancel(): void {
    this.#stop.abort();
    this.#queue.clear();
    this.#batch.flush();
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
      while (!this.#queue.isFinished) await this.#identifyQueued(magika, stopped);
    } catch {
      // The engine shows why; a cancelled scan needs no explanation.
      outcome = stopped.aborted ? 'cancelled' : 'blocked';
    }
    this.#running = false;
    this.#finish(outcome);
    // Added between the cancel and its end.
    if (stopped.aborted && !this.#stop.signal.aborted) void this.#run();
  }

  async #identifyQueued(magika: Magika, stopped: AbortSignal): Promise<void> {
    const explanation = magika.explain();
    const taken: Found[] = [];
    for await (const settled of magika.identifyAll(this.#open(taken, stopped), { signal: stopped, scores: true })) {
      const { name, folder } = taken[settled.index] as Found;
      if (settled.error) {
        this.#addFailure({ name, folder }, settled.error);
      } else {
        const { scores, ...identification } = settled.result;
        const file = settled.input;
        this.#batch.add({
          kind: 'answered',
          id: this.#nextId++,
          name,
          folder,
          file,
          identification,
          scores,
          explanation,
        });
      }
    }
  }

  /** Opens what is queued, one after the other; what cannot be opened gets its row here. */
  async *#open(taken: Found[], stopped: AbortSignal): AsyncGenerator<File> {
    for (;;) {
      const found = await this.#queue.take(stopped);
      if (!found) return;
      try {
        const file = await found.open();
        taken.push(found);
        yield file;
      } catch (error) {
        this.#addFailure(found, error);
      }
    }
  }

  #addFailure({ name, folder }: Pick<Found, 'name' | 'folder'>, error: unknown): void {
    this.#batch.add({ kind: 'failed', id: this.#nextId++, name, folder, failure: toFailure(error) });
  }

  #finish(state: ScanProgress['state']): void {
    this.#batch.flush();
    this.#update({ state, isDiscovering: false });
  }

  #update(changes: Partial<ScanProgress>): void {
    this.#progress.value = { ...this.#progress.value, ...changes };
  }
}
