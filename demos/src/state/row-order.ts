import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import type { Row } from '../rows/row.ts';
import { insertSorted, mergeSteps, sortSteps } from '../rows/sorting.ts';
import type { Compare } from '../rows/view.ts';
import { inSlices } from '../slices.ts';

/** Rows that are sorted at once, before the next frame: a few milliseconds by the slowest column. */
const atOnce = 4000;

interface Sorted {
  readonly rows: readonly Row[];
  /** How many of all rows are among them: the first ones. */
  readonly covered: number;
}

const nothing: Sorted = { rows: [], covered: 0 };

/**
 * Keeps rows in an order while more come. New ones are put into their places; a new order of very many is worked out in
 * slices, while the old one is still shown. Rows that have no place yet stand at the end.
 */
export class RowOrder {
  readonly #rows: ReadonlySignal<readonly Row[]>;
  readonly #compare: ReadonlySignal<Compare | undefined>;
  readonly #sorted = signal(nothing);
  readonly #isSorting = signal(false);
  /** What `#sorted` was sorted by; undefined where that is out of date. */
  #sortedBy: Compare | undefined;
  #job: AbortController | undefined;

  /** The rows, in the order of now. */
  readonly ordered: ReadonlySignal<readonly Row[]> = computed(() => {
    const rows = this.#rows.value;
    const { rows: head, covered } = this.#sorted.value;
    if (!this.#compare.value || covered === 0 || covered > rows.length) return rows;
    return covered === rows.length ? head : [...head, ...rows.slice(covered)];
  });

  /**
   * @param rows Grows at its end, or starts afresh.
   * @param compare Undefined for the order of the rows themselves.
   */
  constructor(rows: ReadonlySignal<readonly Row[]>, compare: ReadonlySignal<Compare | undefined>) {
    this.#rows = rows;
    this.#compare = compare;
    effect(() => {
      const isEmpty = rows.value.length === 0;
      const wanted = compare.value;
      untracked(() => this.#follow(isEmpty, wanted));
    });
  }

  /** Whether an order is being worked out. */
  get isSorting(): ReadonlySignal<boolean> {
    return this.#isSorting;
  }

  #follow(isEmpty: boolean, wanted: Compare | undefined): void {
    if (isEmpty || !wanted) {
      this.#stop();
      this.#sorted.value = nothing;
      this.#sortedBy = undefined;
    } else {
      if (this.#job && this.#sortedBy !== wanted) this.#stop();
      this.#advance(wanted);
    }
  }

  #advance(compare: Compare): void {
    if (this.#job) return;
    const { rows: head, covered } = this.#sortedBy === compare ? this.#sorted.value : nothing;
    const all = this.#rows.value;
    const rest = all.slice(covered);
    if (rest.length === 0) return;
    this.#sortedBy = compare;
    if (rest.length <= atOnce) {
      this.#sorted.value = { rows: insertSorted(head, rest.sort(compare), compare), covered: all.length };
      return;
    }
    void this.#sortInSlices({ rows: head, covered }, rest, compare);
  }

  async #sortInSlices({ rows: head, covered }: Sorted, rest: readonly Row[], compare: Compare): Promise<void> {
    const job = new AbortController();
    this.#job = job;
    this.#isSorting.value = true;
    const steps = (function* () {
      return yield* mergeSteps(head, yield* sortSteps(rest, compare), compare);
    })();
    try {
      const rows = await inSlices(steps, { signal: job.signal });
      job.signal.throwIfAborted();
      this.#sorted.value = { rows, covered: covered + rest.length };
    } catch {
      return; // stopped
    }
    this.#job = undefined;
    this.#isSorting.value = false;
    // Those that came meanwhile.
    this.#advance(compare);
  }

  #stop(): void {
    this.#job?.abort();
    this.#job = undefined;
    this.#sortedBy = undefined;
    this.#isSorting.value = false;
  }
}
