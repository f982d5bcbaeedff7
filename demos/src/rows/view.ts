import { pathOf, type Verdict } from './row.ts';

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

/** The group a row counts under. */
export function groupOf({ identification }: Verdict): string {
  return identification?.group ?? failedGroup;
}

/** The rows that pass a filter, in their order. */
export function filterVerdicts(verdicts: readonly Verdict[], { text, groups, onlyMismatches }: Filter): Verdict[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return verdicts.filter(
    (verdict) =>
      (!onlyMismatches || verdict.mismatch !== undefined) &&
      (groups.size === 0 || groups.has(groupOf(verdict))) &&
      (words.length === 0 || includesAll(searchText(verdict), words)),
  );
}

/** A new array in the order asked for; rows that are equal in it keep theirs, and rows without an answer come last. */
export function sortVerdicts(verdicts: readonly Verdict[], sorting: Sorting | undefined): Verdict[] {
  if (!sorting) return [...verdicts];
  const compare = comparators[sorting.column];
  const sign = sorting.descending ? -1 : 1;
  return verdicts.toSorted((a, b) => {
    const failed = Number(a.row.kind === 'failed') - Number(b.row.kind === 'failed');
    return sorting.column === 'name' ? sign * compare(a, b) : failed || sign * compare(a, b);
  });
}

/** Counts the groups, largest first. */
export function totalsOf(verdicts: readonly Verdict[]): GroupTotal[] {
  const counts = new Map<string, number>();
  for (const group of verdicts.map(groupOf)) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts]
    .map(([group, count]) => ({ group, count }))
    .toSorted((a, b) => b.count - a.count || collator.compare(a.group, b.group));
}

const collator = new Intl.Collator(undefined, { numeric: true });

const comparators: Record<SortColumn, (a: Verdict, b: Verdict) => number> = {
  name: (a, b) => collator.compare(a.row.name, b.row.name) || collator.compare(a.row.folder, b.row.folder),
  type: byText((one) => one.identification?.description),
  mimeType: byText((one) => one.identification?.mimeType),
  group: byText(groupOf),
  score: (a, b) => (a.identification?.score ?? 0) - (b.identification?.score ?? 0),
};

function byText(read: (verdict: Verdict) => string | undefined): (a: Verdict, b: Verdict) => number {
  return (a, b) => collator.compare(read(a) ?? '', read(b) ?? '');
}

function includesAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function searchText({ row, identification }: Verdict): string {
  const { label = '', description = '', mimeType = '', group = failedGroup } = identification ?? {};
  return [pathOf(row), label, description, mimeType, group].join('\n').toLowerCase();
}
