import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { PredictionMode } from '@nearside/magika/decide';
import { verdictOf, type Row, type Verdict } from '../rows/row.ts';
import { filterVerdicts, sortVerdicts, totalsOf, type Filter, type GroupTotal, type Sorting } from '../rows/view.ts';

const everything: Filter = { text: '', groups: new Set(), onlyMismatches: false };

/** The rows, and how they are looked at. */
export class Results {
  readonly #rows = signal<readonly Row[]>([]);
  /** Each mode's verdicts, kept: switching back and forth decides once. */
  readonly #decided = new Map<PredictionMode, WeakMap<Row, Verdict>>();

  readonly mode: Signal<PredictionMode> = signal('high_confidence');
  readonly filter: Signal<Filter> = signal(everything);
  readonly sorting: Signal<Sorting | undefined> = signal(undefined);
  /** Id of the row that the table's cursor is on. */
  readonly currentId: Signal<number | undefined> = signal(undefined);
  readonly areDetailsOpen: Signal<boolean> = signal(false);
  readonly #focusRequests = signal(0);

  /** Every row, decided in the mode of now. */
  readonly verdicts: ReadonlySignal<readonly Verdict[]> = computed(() => {
    const mode = this.mode.value;
    return this.#rows.value.map((row) => this.#decide(row, mode));
  });
  /** What the table shows, in its order. */
  readonly shown: ReadonlySignal<readonly Verdict[]> = computed(() =>
    sortVerdicts(filterVerdicts(this.verdicts.value, this.filter.value), this.sorting.value),
  );
  /** Of all rows, whatever the filter. */
  readonly totals: ReadonlySignal<readonly GroupTotal[]> = computed(() => totalsOf(this.verdicts.value));
  readonly mismatchCount: ReadonlySignal<number> = computed(
    () => this.verdicts.value.filter(({ mismatch }) => mismatch !== undefined).length,
  );
  /** Place of the cursor among the rows shown; -1 without one. */
  readonly currentIndex: ReadonlySignal<number> = computed(() => {
    const id = this.currentId.value;
    return id === undefined ? -1 : this.shown.value.findIndex(({ row }) => row.id === id);
  });
  /** The row under the cursor, also where the filter hides it. */
  readonly current: ReadonlySignal<Verdict | undefined> = computed(() => {
    const id = this.currentId.value;
    return id === undefined ? undefined : this.verdicts.value.find(({ row }) => row.id === id);
  });

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

  #decide(row: Row, mode: PredictionMode): Verdict {
    const decided = this.#decided.get(mode) ?? new WeakMap<Row, Verdict>();
    this.#decided.set(mode, decided);
    const verdict = decided.get(row) ?? verdictOf(row, mode);
    decided.set(row, verdict);
    return verdict;
  }
}
