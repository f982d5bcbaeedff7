import { signal, type ReadonlySignal } from '@preact/signals';
import { toFailure, type Failure } from '../rows/failure.ts';
import { Pace } from '../state/pace.ts';

/** What is done to a model. */
export type JobKind = 'import' | 'download' | 'verify';

/** How far it is. */
export interface JobProgress {
  /** `paused`: a download that the user stopped; what came is kept. */
  readonly state: 'waiting' | 'running' | 'paused' | 'failed';
  readonly loadedBytes: number;
  /** Of late; undefined until it can be told. */
  readonly bytesPerSecond: number | undefined;
  /** Why it failed. */
  readonly failure?: Failure;
}

/** What a job does: its bytes are told as they are done; ended by the signal. */
export type Work = (signal: AbortSignal, onBytes: (loadedBytes: number) => void) => Promise<void>;

const atStart: JobProgress = { state: 'waiting', loadedBytes: 0, bytesPerSecond: undefined };

/** A piece of work on one model that takes a while, and can be stopped and tried again. */
export class Job {
  readonly kind: JobKind;
  /** As the page calls the model. */
  readonly name: string;
  readonly totalBytes: number;
  readonly #work: Work;
  readonly #progress = signal(atStart);
  #abort = new AbortController();

  /** @param what Kind, name, size and work; nothing begins before `run()`. */
  constructor(what: { kind: JobKind; name: string; totalBytes: number; work: Work }) {
    this.kind = what.kind;
    this.name = what.name;
    this.totalBytes = what.totalBytes;
    this.#work = what.work;
  }

  /** For the page to show. */
  get progress(): ReadonlySignal<JobProgress> {
    return this.#progress;
  }

  /**
   * Does it, from the start or from where it was stopped.
   *
   * @returns Whether it was done; never rejects: a failure is shown.
   */
  async run(): Promise<boolean> {
    const abort = (this.#abort = new AbortController());
    const pace = new Pace();
    const { loadedBytes } = this.#progress.value;
    this.#progress.value = { ...atStart, loadedBytes, state: 'running' };
    try {
      await this.#work(abort.signal, (bytes) => {
        if (abort.signal.aborted) return;
        pace.add(bytes, performance.now());
        this.#progress.value = { state: 'running', loadedBytes: bytes, bytesPerSecond: pace.perSecond };
      });
      return true;
    } catch (error) {
      if (this.#abort !== abort) return false;
      const isStopped = abort.signal.aborted;
      this.#progress.value = {
        ...atStart,
        loadedBytes: this.#progress.value.loadedBytes,
        state: isStopped ? 'paused' : 'failed',
        ...(!isStopped && { failure: toFailure(error) }),
      };
      return false;
    }
  }

  /** Stops it; what a download brought is kept for the next `run()`. */
  stop(): void {
    this.#abort.abort();
  }
}
