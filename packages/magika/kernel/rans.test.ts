import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSymbols, symbolTable } from '../src/kernel/rans.ts';
import { encodeSymbols, frequenciesOf } from './rans-encode.ts';

const tableFor = (symbols: readonly number[], kinds: number) =>
  symbolTable(
    frequenciesOf(Array.from({ length: kinds }, (_, kind) => symbols.filter((symbol) => symbol === kind).length)),
  );

describe('the entropy coder', () => {
  it('gives back every sequence of symbols', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(180), { minLength: 1, maxLength: 2000 }), (symbols) => {
        const table = tableFor(symbols, 181);
        const bytes = encodeSymbols(Uint16Array.from(symbols), () => table);
        expect([...decodeSymbols(bytes, symbols.length, () => table)]).toEqual(symbols);
      }),
    );
  });

  it('comes within a hundredth of the entropy', () => {
    // Triangular, so that a table for another distribution costs visibly more.
    const symbols = Array.from({ length: 50_000 }, (_, index) => ((index * 7919) % 13) + ((index * 104_729) % 17));
    const counts = Array.from({ length: 29 }, (_, kind) => symbols.filter((symbol) => symbol === kind).length);
    const bits = counts.reduce(
      (sum, count) => (count === 0 ? sum : sum - count * Math.log2(count / symbols.length)),
      0,
    );
    const table = tableFor(symbols, 29);
    expect(encodeSymbols(Uint16Array.from(symbols), () => table).length * 8).toBeLessThan(bits * 1.01 + 64);
  });

  it('gives each symbol that occurs a slot, and 4,096 in all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100_000), { minLength: 1, maxLength: 300 }).filter((counts) => counts.some(Boolean)),
        (counts) => {
          const slots = frequenciesOf(counts);
          expect(slots.reduce((sum, count) => sum + count, 0)).toBe(4096);
          expect(counts.every((count, symbol) => (count === 0) === (slots[symbol] === 0))).toBe(true);
        },
      ),
    );
  });
});
