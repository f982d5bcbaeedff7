/** How the rows are looked at. Every function here is made to be called with 100,000 of them. */
import type { Identification, PredictionMode } from '@nearside/magika/decide';
import type { Row } from './row.ts';

/** A column that the table can be sorted by. */
export type SortColumn = 'name' | 'type' | 'mimeType' | 'group' | 'score';

/** By which column, and which way. */
export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** What the table is narrowed to. */
export interface Filter {
  /** Each of its words must be in path, label, description, MIME type or group; upper and lower case alike. */
  readonly text: string;
  /** Groups to show; none means all. */
  readonly groups: ReadonlySet<string>;
  /** Only names that disagree with their content. */
  readonly onlyMismatches: boolean;
}

/** The group that files without an answer are counted under. */
export const failedGroup = 'not read';

/** How many files there are of a group. */
export interface GroupTotal {
  readonly group: string;
  readonly count: number;
}

/** Compares two rows, as `Array.sort` asks. */
export type Compare = (a: Row, b: Row) => number;

/** The group a row counts under in a mode. */
export function groupOf(row: Row, mode: PredictionMode): string {
  return identificationOf(row, mode)?.group ?? failedGroup;
}

/** Whether a row's name disagrees with its content, in a mode. */
export function isMismatch(row: Row, mode: PredictionMode): boolean {
  return row.kind === 'answered' && row.decisions[mode].mismatch !== undefined;
}

/** The rows that pass a filter, in their order; the same array where all do. */
export function filterRows(
  rows: readonly Row[],
  mode: PredictionMode,
  { text, groups, onlyMismatches }: Filter,
): readonly Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && groups.size === 0 && !onlyMismatches) return rows;
  const tests = words.map((word) => wordTest(word, mode));
  return rows.filter(
    (row) =>
      (!onlyMismatches || isMismatch(row, mode)) &&
      (groups.size === 0 || groups.has(groupOf(row, mode))) &&
      tests.every((test) => test(row)),
  );
}

/**
 * The order asked for; rows without an answer come last in all but names.
 *
 * @param mode Has no part in an order by name.
 */
export function compareBy({ column, descending }: Sorting, mode: PredictionMode): Compare {
  const compare = comparators[column];
  const sign = descending ? -1 : 1;
  if (column === 'name') return (a, b) => sign * compare(a, b, mode);
  return (a, b) => Number(a.kind === 'failed') - Number(b.kind === 'failed') || sign * compare(a, b, mode);
}

/** Counts the groups, largest first. */
export function totalsOf(rows: readonly Row[], mode: PredictionMode): GroupTotal[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const group = groupOf(row, mode);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts]
    .map(([group, count]) => ({ group, count }))
    .toSorted((a, b) => b.count - a.count || collator.compare(a.group, b.group));
}

const collator = new Intl.Collator(undefined, { numeric: true });

type CompareInMode = (a: Row, b: Row, mode: PredictionMode) => number;

const comparators: Record<SortColumn, CompareInMode> = {
  name: (a, b) => collator.compare(a.name, b.name) || compareTexts(a.folder, b.folder),
  type: byText((one) => one?.description),
  mimeType: byText((one) => one?.mimeType),
  group: byText((one) => one?.group),
  score: (a, b, mode) => (identificationOf(a, mode)?.score ?? 0) - (identificationOf(b, mode)?.score ?? 0),
};

function byText(read: (identification: Identification | undefined) => string | undefined): CompareInMode {
  return (a, b, mode) => compareTexts(read(identificationOf(a, mode)) ?? '', read(identificationOf(b, mode)) ?? '');
}

/** Rows share most of these texts, so that they are mostly one and the same. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : collator.compare(a, b);
}

/** A word has no white space, so it lies in the path or in one of the type's texts; of types there are few. */
function wordTest(word: string, mode: PredictionMode): (row: Row) => boolean {
  const typesWithIt = new Map<string, boolean>();
  return (row) => {
    if (row.searchPath.includes(word)) return true;
    const { label = '', description = '', mimeType = '', group = failedGroup } = identificationOf(row, mode) ?? {};
    let isInType = typesWithIt.get(label);
    if (isInType === undefined) {
      isInType = [label, description, mimeType, group].some((text) => text.toLowerCase().includes(word));
      typesWithIt.set(label, isInType);
    }
    return isInType;
  };
}

function identificationOf(row: Row, mode: PredictionMode): Identification | undefined {
  return row.kind === 'failed' ? undefined : row.decisions[mode].identification;
}
