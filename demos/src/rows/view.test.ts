import { describe, expect, it } from 'vitest';
import { verdict } from './testing.ts';
import { pathOf } from './row.ts';
import { filterVerdicts, sortVerdicts, totalsOf, type Filter } from './view.ts';

const all: Filter = { text: '', groups: new Set(), onlyMismatches: false };
const verdicts = [
  verdict('src/walk.py', 'python', 0.9),
  verdict('img10.png', 'png', 0.99),
  verdict('gone.bin'),
  verdict('img9.png', 'png', 0.98),
  verdict('invoice.pdf', 'pebin', 0.95),
];
const paths = (list: typeof verdicts): string[] => list.map(({ row }) => pathOf(row));

describe('filter', () => {
  it.each([
    ['everything', {}, 5],
    ['a folder', { text: 'src/' }, 1],
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
    expect(filterVerdicts(verdicts, { ...all, ...filter })).toHaveLength(count);
  });
});

describe('sort', () => {
  it('leaves the order of the answers, in a new array', () => {
    expect(sortVerdicts(verdicts, undefined)).toEqual(verdicts);
    expect(sortVerdicts(verdicts, undefined)).not.toBe(verdicts);
  });

  it('counts in names', () => {
    const sorted = paths(sortVerdicts(verdicts, { column: 'name', descending: false }));
    expect(sorted).toEqual(['gone.bin', 'img9.png', 'img10.png', 'invoice.pdf', 'src/walk.py']);
  });

  it.each([false, true])('puts what could not be read last (descending: %s)', (descending) => {
    expect(paths(sortVerdicts(verdicts, { column: 'score', descending })).at(-1)).toBe('gone.bin');
  });

  it('keeps the order of equal rows, either way', () => {
    const down = paths(sortVerdicts(verdicts, { column: 'group', descending: true }));
    expect(down.indexOf('img10.png')).toBeLessThan(down.indexOf('img9.png'));
  });
});

it('counts groups, largest first', () => {
  expect(totalsOf(verdicts)).toEqual([
    { group: 'image', count: 2 },
    { group: 'code', count: 1 },
    { group: 'executable', count: 1 },
    { group: 'not read', count: 1 },
  ]);
});
