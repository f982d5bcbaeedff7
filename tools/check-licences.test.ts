import { expect, it } from 'vitest';
import { closureOf, findRefused, isPermissive } from './check-licences.ts';

it('reads SPDX expressions', () => {
  expect(['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND ISC'].map(isPermissive)).toEqual([true, true, true]);
  expect(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'UNLICENSED'].map(isPermissive)).toEqual([false, false, false]);
});

it('follows dependencies', () => {
  const locked = { 'node_modules/a': { dependencies: { b: '1' } }, 'node_modules/b': { dependencies: { a: '1' } } };
  expect([...closureOf(['a'], locked)]).toEqual(['a', 'b']);
});

it('is stricter with what users install', () => {
  const licences = new Map([
    ['comlink', 'Apache-2.0'],
    ['axe-core', 'MPL-2.0'],
    ['mediabunny', 'MPL-2.0'],
    ['lightningcss', 'MPL-2.0'],
    ['readline', 'GPL-3.0-only'],
    ['mystery', undefined],
  ]);
  expect(findRefused(licences, new Set(['comlink', 'mediabunny', 'lightningcss']))).toEqual([
    'lightningcss: MPL-2.0, and users install it',
    'readline: GPL-3.0-only',
    'mystery: states no licence',
  ]);
});
