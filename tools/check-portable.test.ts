import { expect, it } from 'vitest';
import { findUnportable } from './check-portable.ts';

// Put together here, or this file would be found by the rule it tests.
const home = ['', 'home', 'ada', 'nearside'].join('/');
const host = ['https:', '', 'registry.example.org'].join('/');

it('finds paths of a machine and registry hosts', () => {
  expect(findUnportable(`one\nconst x = '${home}';\nsee ${host}/x`)).toEqual([
    '2: a path of a machine',
    '3: a registry host',
  ]);
});

it('leaves other paths and hosts alone', () => {
  expect(findUnportable('/usr/bin/chromium https://example.org/home/x ~/.cache packages/home/x')).toEqual([]);
});
