import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NearsideError } from '../errors.ts';
import { decodeError, encodeError } from './errors.ts';

const roundTrip = (thrown: unknown) => decodeError(structuredClone(encodeError(thrown)));

describe('errors on the wire', () => {
  it('keep class, code, stage, hint, retryable and the chain of causes', () => {
    const cause = new DOMException('gone', 'NotFoundError');
    const sent = new NearsideError('invalid-input', 'unreadable', {
      stage: 'read',
      hint: 'again',
      retryable: true,
      provider: 'ort-wasm',
      cause,
    });
    const got = roundTrip(sent);
    expect(got).toBeInstanceOf(NearsideError);
    expect(got).toMatchObject({
      code: 'invalid-input',
      stage: 'read',
      hint: 'again',
      retryable: true,
      provider: 'ort-wasm',
      message: 'unreadable',
    });
    expect(got.cause).toBeInstanceOf(DOMException);
    expect(got.cause).toMatchObject({ name: 'NotFoundError', message: 'gone' });
  });

  it('keep AbortError a platform error', () => {
    const got = roundTrip(new DOMException('stop', 'AbortError'));
    expect(got).toBeInstanceOf(DOMException);
    expect(got.name).toBe('AbortError');
  });

  it('keep the name and the stack of where it happened', () => {
    const sent = new RangeError('far');
    expect(roundTrip(sent)).toMatchObject({ name: 'RangeError', message: 'far', stack: sent.stack });
  });

  it('end a cycle of causes', () => {
    const error = new Error('round');
    error.cause = error;
    let depth = 0;
    for (let at: unknown = roundTrip(error); at instanceof Error; at = at.cause) depth += 1;
    expect(depth).toBeLessThan(16);
  });

  it('never throw, whatever is thrown', () => {
    fc.assert(fc.property(fc.anything(), (thrown) => roundTrip(thrown) instanceof Error));
    expect(roundTrip({ toString: null })).toBeInstanceOf(Error);
  });
});
