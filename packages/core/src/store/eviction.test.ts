import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseEvictions, type EvictionCandidate } from './eviction.ts';

const model = (key: string, order: number, ...files: [string, number][]): EvictionCandidate => ({
  key,
  order,
  files: files.map(([at, bytes]) => ({ at, bytes })),
});
const nobody = () => false;

describe('chooseEvictions', () => {
  it.each([
    { name: 'nothing where nothing is needed', need: 0, pinned: [], want: [] },
    { name: 'the one that was used longest ago', need: 1, pinned: [], want: ['old'] },
    { name: 'as many as it takes', need: 11, pinned: [], want: ['old', 'middle'] },
    { name: 'none in use', need: 1, pinned: ['old'], want: ['middle'] },
    { name: 'none at all where all would not do', need: 100, pinned: [], want: undefined },
    { name: 'none at all where too much is in use', need: 25, pinned: ['middle'], want: undefined },
  ])('takes $name', ({ need, pinned, want }) => {
    const models = [model('new', 3, ['c', 10]), model('old', 1, ['a', 10]), model('middle', 2, ['b', 10])];
    expect(chooseEvictions(models, need, (key) => pinned.includes(key))).toEqual(want);
  });

  it('counts a file that several have with the last of them', () => {
    const models = [model('a', 1, ['shared', 10]), model('b', 2, ['shared', 10], ['own', 1]), model('c', 3, ['c', 10])];
    expect(chooseEvictions(models, 10, nobody)).toEqual(['a', 'b']);
    expect(chooseEvictions(models, 10, (key) => key === 'b')).toEqual(['a', 'c']);
  });

  it('never takes a pinned one, and frees enough or takes none', () => {
    const models = fc.uniqueArray(
      fc.record({
        key: fc.string(),
        order: fc.nat(),
        files: fc.array(fc.record({ at: fc.constantFrom('a', 'b', 'c', 'd'), bytes: fc.constant(5) }), {
          maxLength: 3,
        }),
      }),
      { selector: ({ key }) => key },
    );
    fc.assert(
      fc.property(models, fc.nat({ max: 30 }), fc.func(fc.boolean()), (candidates, need, isPinned) => {
        const chosen = chooseEvictions(candidates, need, isPinned);
        const left = candidates.filter(({ key }) => !chosen?.includes(key));
        const names = (list: readonly EvictionCandidate[]) =>
          new Set(list.flatMap(({ files }) => files.map(({ at }) => at)));
        const freed = [...names(candidates)].filter((at) => !names(left).has(at)).length * 5;
        expect(chosen?.some((key) => isPinned(key)) ?? false).toBe(false);
        expect(chosen === undefined || freed >= need).toBe(true);
      }),
    );
  });
});
