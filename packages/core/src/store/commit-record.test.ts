import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, keyOf, parseKey } from './commit-record.ts';

describe('a record as text', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual(JSON.parse(JSON.stringify(record)));
      }),
    );
  });

  it('is nothing when it was cut off, changed, or is some other text', () => {
    const text = encodeRecord({ schema: 1, id: 'a model', files: [{ path: 'x', bytes: 3 }] });
    for (let length = 0; length < text.length; length++) expect(decodeRecord(text.slice(0, length))).toBeUndefined();
    fc.assert(fc.property(fc.string(), (other) => decodeRecord(other) === undefined));
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
        fc.pre(letter !== text[at]);
        expect(decodeRecord(text.slice(0, at) + letter + text.slice(at + 1))).toBeUndefined();
      }),
    );
    expect(decodeRecord(undefined)).toBeUndefined();
  });

  it('has a key that names its model, provider and form, whatever they are called', () => {
    const name = fc.record({ id: fc.string(), provider: fc.string(), form: fc.string() });
    fc.assert(
      fc.property(name, (names) => {
        expect(parseKey(keyOf(names))).toEqual(names);
      }),
    );
  });
});
