import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { PredictionMode } from '@nearside/magika/decide';
import { verdictOf, type Row, type Verdict } from '../rows/row.ts';
import {
  compareBy,
  filterRows,
  isMismatch,
  totalsOf,
  type Filter,
  type GroupTotal,
  type Sorting,
} from '../rows/view.ts';
import { RowOrder } from './row-order.ts';

const everything: Filter = { text: '', groups: new Set(), onlyMismatches: false };

/**
 * The rows, and how they are looked at: first ordered, then filtered, so that a key in the filter sorts nothing. What is
 * worked out of all rows anew with each batch of them takes a few milliseconds for 100,000.
 */
export class Results {
  readonly #rows = signal<readonly Row[]>([]);

  readonly mode: Signal<PredictionMode> = signal('high_confidence');
  readonly filter: Signal<Filter> = signal(everything);
  readonly sorting: Signal<Sorting | undefined> = signal(undefined);
  /** Id of the row that the table's cursor is on. */
  readonly currentId: Signal<number | undefined> = signal(undefined);
  readonly areDetailsOpen: Signal<boolean> = signal(false);
  readonly #focusRequests = signal(0);

  readonly #order = new RowOrder(
    this.#rows,
    computed(() => {
      const sorting = this.sorting.value;
      // The mode has no part in an order by name, so that its switch must not start one.
      return sorting && compareBy(sorting, sorting.column === 'name' ? 'high_confidence' : this.mode.value);
    }),
  );

  /** Of all rows. */
  readonly count: ReadonlySignal<number> = computed(() => this.#rows.value.length);
  /** What the table shows, in its order. */
  readonly shown: ReadonlySignal<readonly Row[]> = computed(() =>
    filterRows(this.#order.ordered.value, this.mode.value, this.filter.value),
  );
  /** Of all rows, whatever the filter. */
  readonly totals: ReadonlySignal<readonly GroupTotal[]> = computed(() => totalsOf(this.#rows.value, this.mode.value));
  readonly mismatchCount: ReadonlySignal<number> = computed(() => {
    const mode = this.mode.value;
    return this.#rows.value.reduce((count, row) => count + Number(isMismatch(row, mode)), 0);
  });
  /** Place of the cursor among the rows shown; -1 without one. */
  readonly currentIndex: ReadonlySignal<number> = computed(() => {
    const id = this.currentId.value;
    return id === undefined ? -1 : this.shown.value.findIndex((row) => row.id === id);
  });
  readonly #currentRow = computed(() => {
    const id = this.currentId.value;
    return id === undefined ? undefined : this.#rows.value.find((row) => row.id === id);
  });
  /** The row under the cursor, also where the filter hides it. */
  readonly current: ReadonlySignal<Verdict | undefined> = computed(() => {
    const row = this.#currentRow.value;
    return row && verdictOf(row, this.mode.value);
  });

  /** Whether an order is being worked out, while the old one is shown. */
  get isSorting(): ReadonlySignal<boolean> {
    return this.#order.isSorting;
  }

  /** Counts up when the details should take the focus. */
  get focusRequests(): ReadonlySignal<number> {
    return this.#focusRequests;
  }

  /** Asks the details to take the focus. */
  focusDetails(): void {
    this.#focusRequests.value += 1;
  }

  /** Adds rows at the end. */
  add(rows: readonly Row[]): void {
    this.#rows.value = [...this.#rows.value, ...rows];
  }

  /** Forgets all rows, and the filter with them. */
  clear(): void {
    this.#rows.value = [];
    this.filter.value = everything;
    this.currentId.value = undefined;
    this.areDetailsOpen.value = false;
  }

  /** Shows or hides a group; with none chosen all are shown. */
  toggleGroup(group: string): void {
    const groups = new Set(this.filter.value.groups);
    if (!groups.delete(group)) groups.add(group);
    this.filter.value = { ...this.filter.value, groups };
  }
}
