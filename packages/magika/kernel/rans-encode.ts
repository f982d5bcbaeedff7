import { frequencyBits, lowestState, type SymbolTable } from '../src/kernel/rans.ts';

const total = 1 << frequencyBits;

/**
 * Encodes symbols for `decodeSymbols`.
 *
 * @param symbols In the order in which they are to come out.
 * @param tableOf The table of the symbol at an index.
 */
export function encodeSymbols(symbols: Uint16Array, tableOf: (index: number) => SymbolTable): Uint8Array {
  const reversed: number[] = [];
  let state = lowestState;
  // Last in, first out: the decoder undoes the last step first.
  for (let index = symbols.length - 1; index >= 0; index--) {
    const { frequency, start } = tableOf(index);
    const symbol = symbols[index] as number;
    const slots = frequency[symbol] as number;
    const limit = (lowestState >> frequencyBits) * 256 * slots;
    while (state >= limit) {
      reversed.push(state & 255);
      state = Math.floor(state / 256);
    }
    state = Math.floor(state / slots) * total + (state % slots) + (start[symbol] as number);
  }
  for (let byte = 0; byte < 4; byte++) {
    reversed.push(state & 255);
    state = Math.floor(state / 256);
  }
  return Uint8Array.from(reversed.toReversed());
}

/**
 * Slots for each symbol in proportion to how often it occurs; one that occurs has at least one.
 *
 * @param counts Occurrences of each symbol.
 */
export function frequenciesOf(counts: readonly number[]): Uint16Array {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const slots = counts.map((count) => (count === 0 ? 0 : Math.max(1, Math.round((count / all) * total))));
  // The rounding's rest goes to, or comes from, the most frequent, where it costs least.
  for (let rest = total - slots.reduce((sum, count) => sum + count, 0); rest !== 0; rest -= Math.sign(rest)) {
    const largest = slots.indexOf(Math.max(...slots));
    slots[largest] = (slots[largest] as number) + Math.sign(rest);
  }
  return Uint16Array.from(slots);
}
