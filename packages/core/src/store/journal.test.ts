import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJournal, encodeEntry, encodeJournal, nextEntryAt } from './journal.ts';

const indices = fc.uniqueArray(fc.integer({ min: 0, max: 0xffffffff }));

describe('the journal of a file', () => {
  it('names what was entered', () => {
    fc.assert(
      fc.property(indices, (entered) => {
        expect(decodeJournal(encodeJournal(entered))).toEqual(new Set(entered));
      }),
    );
  });

  it('names nothing that was not entered, wherever it is cut off, and goes on from there', () => {
    fc.assert(
      fc.property(indices, fc.nat(), fc.integer({ min: 0, max: 0xffffffff }), (entered, place, next) => {
        const journal = encodeJournal(entered);
        const cut = journal.slice(0, place % (journal.length + 1));
        const kept = decodeJournal(cut);
        expect([...kept]).toEqual(entered.slice(0, kept.size));
        const at = nextEntryAt(cut.length);
        const grown = new Uint8Array(at + 8);
        grown.set(cut.subarray(0, at));
        grown.set(encodeEntry(next), at);
        expect(decodeJournal(grown)).toEqual(new Set([...kept, next]));
      }),
    );
  });

  it('takes no hole of zeros, and no flipped bit, for an entry', () => {
    expect(decodeJournal(new Uint8Array(64))).toEqual(new Set());
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.nat({ max: 63 }), (index, bit) => {
        const entry = encodeEntry(index);
        entry[bit >> 3] = (entry[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(decodeJournal(entry)).toEqual(new Set());
      }),
    );
  });
});
