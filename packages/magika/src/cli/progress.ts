/** What progress needs of a stream: standard error, when it is a terminal. */
export interface Terminal {
  readonly columns?: number;
  write(text: string): unknown;
}

const redrawMs = 100;

/** A line on a terminal that says how far a run is; it appears only once the run is a long one. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #total: number | undefined;
  readonly #delayMs: number;
  readonly #now: () => number;
  readonly #startMs: number;
  #drawnMs = -Infinity;
  #isShown = false;

  /**
   * @param terminal Where it is drawn.
   * @param options Count of files, where it is known; the age of a run, in ms, at which the line appears; a clock in ms.
   */
  constructor(
    terminal: Terminal,
    {
      total,
      delayMs = 500,
      now = () => performance.now(),
    }: { readonly total?: number | undefined; readonly delayMs?: number; readonly now?: () => number } = {},
  ) {
    this.#terminal = terminal;
    this.#total = total;
    this.#delayMs = delayMs;
    this.#now = now;
    this.#startMs = now();
  }

  /** Draws, if it is time to. */
  update(done: number): void {
    const nowMs = this.#now();
    const elapsedMs = nowMs - this.#startMs;
    if (elapsedMs < this.#delayMs || nowMs - this.#drawnMs < redrawMs) return;
    this.#drawnMs = nowMs;
    this.#isShown = true;
    // Some terminals do not know their width, and say 0.
    const width = this.#terminal.columns || 80;
    const line = progressLine(done, this.#total, elapsedMs);
    this.#terminal.write(`\r${line.slice(0, width - 1)}\u001B[K`);
  }

  /** Clears the line, to write something else or because the run is over. */
  hide(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#terminal.write('\r\u001B[K');
  }
}

/**
 * The words of progress.
 *
 * @param done Count of files.
 * @param total Of all, where it is known.
 * @param elapsedMs Since the start, above 0.
 */
export function progressLine(done: number, total: number | undefined, elapsedMs: number): string {
  const rate = done / (elapsedMs / 1000);
  const pace = `${grouped(rate)} a second`;
  if (total === undefined) return `${grouped(done)} ${done === 1 ? 'file' : 'files'}, ${pace}`;
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : '';
  return `${grouped(done)} of ${grouped(total)} files, ${pace}${left}`;
}

function grouped(count: number): string {
  return Math.round(count).toLocaleString('en');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
