import { describe, expect, it } from 'vitest';
import { row } from './testing.ts';
import { pathOf, type Row } from './row.ts';
import { compareBy, filterRows, totalsOf, type Filter, type Sorting } from './view.ts';

const all: Filter = { text: '', groups: new Set(), onlyMismatches: false };
const mode = 'high_confidence';
const rows = [
  row('src/walk.py', 'python', 0.9),
  row('img10.png', 'png', 0.99),
  row('gone.bin'),
  row('img9.png', 'png', 0.98),
  row('invoice.pdf', 'pebin', 0.95),
];
const sorted = (sorting: Sorting): string[] => paths(rows.toSorted(compareBy(sorting, mode)));
const paths = (list: readonly Row[]): string[] => list.map(pathOf);

describe('filter', () => {
  it.each([
    ['everything', {}, 5],
    ['a folder', { text: 'src/' }, 1],
    ['folder and name at once', { text: 'src/wa' }, 1],
    ['upper case', { text: 'PNG' }, 2],
    ['a description', { text: 'python source' }, 1],
    ['a MIME type', { text: 'image/png' }, 2],
    ['words in any order', { text: 'png img9' }, 1],
    ['what could not be read', { text: 'not read' }, 1],
    ['a group', { groups: new Set(['image']) }, 2],
    ['two groups', { groups: new Set(['image', 'code']) }, 3],
    ['mismatches', { onlyMismatches: true }, 1],
    ['nothing', { text: 'zzz' }, 0],
  ])('%s', (_, filter, count) => {
    expect(filterRows(rows, mode, { ...all, ...filter })).toHaveLength(count);
  });

  it('looks at the mode', () => {
    const unsure = [row('notes', 'python', 0.4)];
    expect(filterRows(unsure, mode, { ...all, text: 'python' })).toHaveLength(0);
    expect(filterRows(unsure, 'best_guess', { ...all, text: 'python' })).toHaveLength(1);
  });
});

describe('sort', () => {
  it('counts in names', () => {
    expect(sorted({ column: 'name', descending: false })).toEqual([
      'gone.bin',
      'img9.png',
      'img10.png',
      'invoice.pdf',
      'src/walk.py',
    ]);
  });

  it.each([false, true])('puts what could not be read last (descending: %s)', (descending) => {
    expect(sorted({ column: 'score', descending }).at(-1)).toBe('gone.bin');
  });

  it('keeps the order of equal rows, either way', () => {
    const down = sorted({ column: 'group', descending: true });
    expect(down.indexOf('img10.png')).toBeLessThan(down.indexOf('img9.png'));
  });
});

it('counts groups, largest first', () => {
  expect(totalsOf(rows, mode)).toEqual([
    { group: 'image', count: 2 },
    { group: 'code', count: 1 },
    { group: 'executable', count: 1 },
    { group: 'not read', count: 1 },
  ]);
});
