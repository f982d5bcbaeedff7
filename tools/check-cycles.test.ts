import { describe, expect, it } from 'vitest';
import { findCycles, findLayerBreaks } from './check-cycles.ts';

describe('findCycles', () => {
  it('accepts a diamond', () => {
    const graph = new Map([
      ['src/a.ts', ['./b.ts', './c.ts', 'comlink']],
      ['src/b.ts', ['./d.ts']],
      ['src/c.ts', ['./d.ts']],
      ['src/d.ts', []],
    ]);
    expect(findCycles(graph)).toEqual([]);
  });

  it('names the files of a cycle', () => {
    const graph = new Map([
      ['src/a.ts', ['./wire/b.ts']],
      ['src/wire/b.ts', ['../c.ts']],
      ['src/c.ts', ['./wire/b.ts']],
    ]);
    expect(findCycles(graph)).toEqual(['src/wire/b.ts -> src/c.ts -> src/wire/b.ts']);
  });
});

describe('findLayerBreaks', () => {
  const entries = new Set(['@nearside/core', '@nearside/core/worker', '@nearside/magika']);
  const check = (file: string, specifier: string) => findLayerBreaks(new Map([[file, [specifier]]]), entries);

  it.each([
    ['packages/magika/src/index.ts', '@nearside/core/worker'],
    ['packages/magika/src/index.ts', './decide.ts'],
    ['packages/magika/src/decide.test.ts', '../../../models/magika/golden.ts'],
    ['demos/src/main.ts', '@nearside/magika'],
    ['demos/src/main.ts', 'preact'],
  ])('%s may import %s', (file, specifier) => expect(check(file, specifier)).toEqual([]));

  it.each([
    ['packages/llm/src/index.ts', '@nearside/magika', 'a task package imports another'],
    ['packages/core/src/index.ts', '@nearside/magika', 'core imports a package of ours'],
    ['packages/magika/src/index.ts', '../../core/src/lease.ts', 'a package reaches outside its folder'],
    ['demos/src/main.ts', '../../packages/magika/src/decide.ts', 'the inside of a package is imported'],
    ['demos/src/main.ts', '@nearside/magika/src/decide', 'no public entry of a package'],
  ])('%s may not import %s', (file, specifier, problem) => {
    expect(check(file, specifier)).toEqual([`${file}: ${problem}: ${specifier}`]);
  });
});
