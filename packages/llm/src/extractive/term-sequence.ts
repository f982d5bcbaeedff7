/**
 * The terms of all units, as numbers in one array: 4 bytes a word, whatever the text. Neighbouring pairs are not stored
 * but hashed into a table of fixed size, so memory grows with the words alone.
 */

/** How many bits number the entries of a table of pairs: sixty-four entries a term, so that few share one, up to a million. */
const pairBits = { min: 12, max: 20 };

/** A growing list of term numbers, with where each unit begins. */
export class TermSequence {
  readonly #ids = new Map<string, number>();
  #terms = new Int32Array(1024);
  #starts = new Int32Array(64);
  #length = 0;
  #units = 0;

  /** How many different terms there are; their numbers are 0 to one less. */
  get vocabularySize(): number {
    return this.#ids.size;
  }

  /** How many units were added. */
  get unitCount(): number {
    return this.#units;
  }

  /** Bits of a table for this text's pairs; it has 2 to that power entries. */
  get pairBits(): number {
    const wanted = Math.ceil(Math.log2(this.#length + 1)) + 6;
    return Math.min(pairBits.max, Math.max(pairBits.min, wanted));
  }

  /** Adds the next unit. */
  addUnit(terms: readonly string[]): void {
    while (this.#length + terms.length > this.#terms.length) this.#terms = doubled(this.#terms);
    if (this.#units + 2 > this.#starts.length) this.#starts = doubled(this.#starts);
    for (const term of terms) {
      let id = this.#ids.get(term);
      if (id === undefined) this.#ids.set(term, (id = this.#ids.size));
      this.#terms[this.#length++] = id;
    }
    this.#starts[++this.#units] = this.#length;
  }

  /** A unit's terms in order: a view, valid until the next `addUnit`. */
  termsOf(unit: number): Int32Array {
    return this.#terms.subarray(this.#starts[unit], this.#starts[unit + 1]);
  }

  /** The number of a term, or undefined where no unit has it. */
  idOf(term: string): number | undefined {
    return this.#ids.get(term);
  }

  /** Every term with its number. */
  entries(): Iterable<[string, number]> {
    return this.#ids.entries();
  }
}

/** Where a pair of neighbours stands in a table of 2 ** `bits` entries. */
export function pairSlot(first: number, second: number, bits: number): number {
  const mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> (32 - bits);
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
