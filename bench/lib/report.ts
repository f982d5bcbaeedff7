/** Collects what a benchmark measured: figures with their rows, and for what could not be had a note that says why. */
import { writeOutcome } from '../../tools/lib/outcome.ts';
import { median, pairedRatios, toRow, type Row } from './statistics.ts';

/** A benchmark's result while it grows. */
export class Report {
  readonly #suite: string;
  /** In their fixed order; undefined until measured. */
  readonly #figures: Map<string, number | null | undefined>;
  readonly #rows: Row[] = [];
  readonly #notes: string[] = [];
  #failures = 0;

  /** @param figures Every name that the result will have, in this order. */
  constructor(suite: string, figures: readonly string[]) {
    this.#suite = suite;
    this.#figures = new Map(figures.map((name) => [name, undefined]));
  }

  /** Adds a row, and its median as a figure where it is one. */
  row(what: string, who: string, unit: string, values: readonly number[], figure?: string): void {
    const row = toRow(what, who, unit, values);
    this.#rows.push(row);
    if (figure !== undefined) this.#figures.set(figure, row.median);
    console.error(`nearside: ${who}: ${what}: ${show(row.median)} ${unit}`);
  }

  /** Adds theirs ÷ ours, pair by pair; the median is the figure. */
  ratio(figure: string, what: string, who: string, theirs: readonly number[], ours: readonly number[]): void {
    const ratios = pairedRatios(theirs, ours);
    this.#rows.push(toRow(what, `${who} ÷ ours`, '×', ratios));
    this.#figures.set(figure, median(ratios));
    console.error(`nearside: ${who} ÷ ours: ${what}: ${show(median(ratios))}`);
  }

  /** Says what a figure means, or what else a reader must know. */
  note(text: string): void {
    this.#notes.push(text);
    console.error(`nearside: note: ${text}`);
  }

  /** A figure that cannot be had here. */
  missing(figure: string, why: string): void {
    this.#figures.set(figure, null);
    this.note(`${figure}: ${why}`);
  }

  /** Something of ours that should have been measured and could not: the command fails, its figures are null. */
  fail(part: string, error: unknown): void {
    this.#failures += 1;
    this.note(`${part} failed: ${error instanceof Error ? error.message : error}`);
  }

  /** Prints the figures, writes the file that was asked for and sets the exit code. */
  finish(file: string | undefined): void {
    const figures = [...this.#figures].map(([name, value]) => [name, value ?? null] as const);
    for (const [name, value] of this.#figures) if (value === undefined) this.note(`${name}: its part failed`);
    writeOutcome(file, {
      suite: this.#suite,
      figures: Object.fromEntries(figures),
      rows: this.#rows,
      notes: this.#notes,
    });
    for (const [name, value] of figures) console.log(`${name} ${value === null ? 'null' : show(value)}`);
    const had = figures.filter(([, value]) => value !== null).length;
    console.log(`${this.#suite}: ${had} figures, ${figures.length - had} null, ${this.#failures} failed`);
    process.exitCode = this.#failures === 0 ? 0 : 1;
  }
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}
