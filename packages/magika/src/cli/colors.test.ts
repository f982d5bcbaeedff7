import { NearsideError } from '@nearside/core';
import { describe, expect, it } from 'vitest';
import { withoutModel } from '../decide.ts';
import type { PathIdentification } from '../node/identify-path.ts';
import { paint, wantsColors } from './colors.ts';

describe('wantsColors', () => {
  it.each([
    { env: {}, terminal: true, wanted: true },
    { env: {}, terminal: false, wanted: false },
    { env: { NO_COLOR: '1' }, terminal: true, wanted: false },
    { env: { NO_COLOR: '' }, terminal: true, wanted: false },
    { env: { NO_COLOR: '0' }, terminal: true, wanted: false },
    { env: { CLICOLOR: '0' }, terminal: true, wanted: false },
    { env: { CLICOLOR: '1' }, terminal: false, wanted: false },
    { env: { CLICOLOR_FORCE: '1' }, terminal: false, wanted: true },
    { env: { CLICOLOR_FORCE: '' }, terminal: false, wanted: true },
    { env: { CLICOLOR_FORCE: '0' }, terminal: false, wanted: false },
    { env: { CLICOLOR_FORCE: '1', NO_COLOR: '1' }, terminal: false, wanted: true },
    { env: { CLICOLOR_FORCE: '0', NO_COLOR: '1' }, terminal: true, wanted: false },
  ])('$env on a terminal: $terminal', ({ env, terminal, wanted }) => {
    expect(wantsColors('auto', env, terminal)).toBe(wanted);
  });

  it('obeys the flags first', () => {
    expect(wantsColors('always', { NO_COLOR: '1' }, false)).toBe(true);
    expect(wantsColors('never', { CLICOLOR_FORCE: '1' }, true)).toBe(false);
  });
});

describe('paint', () => {
  const found = (label: string): PathIdentification => ({ path: 'a', status: 'ok', result: withoutModel(label) });

  it('colors by group, in 24 bits where the terminal says it can', () => {
    expect(paint('x', found('python'), undefined)).toBe('\u001B[94mx\u001B[0m');
    expect(paint('x', found('python'), 'truecolor')).toBe('\u001B[38;2;139;92;246mx\u001B[0m');
    expect(paint('x', found('txt'), '24bit')).toBe('\u001B[1;38;2;204;204;204mx\u001B[0m');
  });

  it('goes on after a reset within a name', () => {
    expect(paint('a\u001B[0mb', found('zip'), '')).toBe('\u001B[33ma\u001B[0m\u001B[33mb\u001B[0m');
  });

  it('has red for what could not be read', () => {
    const error = new NearsideError('invalid-input', 'no', { stage: 'read' });
    expect(paint('x', { path: 'a', status: 'unknown', error }, 'truecolor')).toBe('\u001B[1;31mx\u001B[0m');
  });
});
