import { describe, expect, it } from 'vitest';
import { isNearsideError, messageOf, NearsideError } from './errors.ts';

describe('NearsideError', () => {
  it('carries code, stage, hint and cause', () => {
    const cause = new TypeError('below');
    const error = new NearsideError('network', 'cannot fetch', { stage: 'fetch', hint: 'connect', cause });
    expect(error).toMatchObject({ name: 'NearsideError', code: 'network', stage: 'fetch', hint: 'connect', cause });
  });

  it('is retryable by its code unless it says otherwise', () => {
    expect(new NearsideError('timeout', '').retryable).toBe(true);
    expect(new NearsideError('invalid-input', '').retryable).toBe(false);
    expect(new NearsideError('network', '', { retryable: false }).retryable).toBe(false);
  });

  it('has no own cause where none was given', () => {
    expect(Object.hasOwn(new NearsideError('busy', ''), 'cause')).toBe(false);
  });

  it('is recognised from another copy of the class', () => {
    const foreign = Object.assign(new Error('x'), { name: 'NearsideError', code: 'busy' });
    expect(isNearsideError(foreign)).toBe(true);
    expect(isNearsideError(new Error('x'))).toBe(false);
    expect(isNearsideError({ name: 'NearsideError', code: 'busy' })).toBe(false);
  });

  it('has a message of anything thrown', () => {
    expect(messageOf(new Error('a'))).toBe('a');
    expect(messageOf('b')).toBe('b');
  });
});
