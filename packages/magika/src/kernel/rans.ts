/**
 * Range asymmetric numeral systems: an entropy coder as tight as arithmetic coding and as quick as a table look-up.
 *
 * @see Jarek Duda, Asymmetric numeral systems (arXiv:1311.2540)
 */

/** Frequencies of a table sum to 2 to this power. */
export const frequencyBits = 12;
/** The state never falls below this: below it a byte is read. */
export const lowestState: number = 2 ** 23;

const total = 1 << frequencyBits;

/** A static distribution of symbols, prepared for decoding. */
export interface SymbolTable {
  /** Symbol of each of the 4,096 slots. */
  readonly symbolOf: Uint16Array;
  /** Slots of each symbol. */
  readonly frequency: Uint16Array;
  /** First slot of each symbol. */
  readonly start: Uint16Array;
}

/**
 * Prepares a distribution.
 *
 * @param frequency Slots of each symbol; they sum to 4,096.
 * @throws RangeError when they do not.
 */
export function symbolTable(frequency: Uint16Array): SymbolTable {
  if (frequency.reduce((sum, count) => sum + count, 0) !== total) throw new RangeError('frequencies must sum to 4,096');
  const start = new Uint16Array(frequency.length);
  const symbolOf = new Uint16Array(total);
  let slot = 0;
  for (const [symbol, count] of frequency.entries()) {
    start[symbol] = slot;
    symbolOf.fill(symbol, slot, slot + count);
    slot += count;
  }
  return { symbolOf, frequency, start };
}

/**
 * Decodes symbols in the order in which they were given to the encoder.
 *
 * @param bytes Of the encoder; read from the front.
 * @param count How many.
 * @param tableOf The table of the symbol at an index.
 * @returns New symbols, dims [count].
 * @throws RangeError when the bytes end early.
 */
export function decodeSymbols(bytes: Uint8Array, count: number, tableOf: (index: number) => SymbolTable): Uint16Array {
  const symbols = new Uint16Array(count);
  // The state is below 2^31: every step stays in small integers, which the compiler keeps in registers.
  let state =
    ((bytes[0] as number) << 24) | ((bytes[1] as number) << 16) | ((bytes[2] as number) << 8) | (bytes[3] as number);
  let at = 4;
  for (let index = 0; index < count; index++) {
    const { symbolOf, frequency, start } = tableOf(index);
    const slot = state & (total - 1);
    const symbol = symbolOf[slot] as number;
    symbols[index] = symbol;
    state = (frequency[symbol] as number) * (state >>> frequencyBits) + slot - (start[symbol] as number);
    while (state < lowestState) {
      if (at >= bytes.length) throw new RangeError('the coded symbols end early');
      state = (state << 8) | (bytes[at++] as number);
    }
  }
  return symbols;
}
