import { describe, expect, it } from 'vitest';
import { validatorOf } from './validator.ts';

describe('validatorOf', () => {
  it.each([
    { headers: { etag: '"a"', 'last-modified': 'then' }, validator: '"a"' },
    { headers: { etag: 'W/"a"', 'last-modified': 'then' }, validator: 'then' },
    { headers: { etag: 'W/"a"' }, validator: undefined },
    { headers: {}, validator: undefined },
  ])('of $headers is $validator', ({ headers, validator }) =>
    expect(validatorOf(new Headers(headers))).toBe(validator),
  );
});
