/** A heap of units by score: the highest first, of equal ones the earliest. */
export class UnitHeap {
  readonly #units: number[] = [];
  readonly #scores: number[] = [];

  /** How many entries it holds. */
  get size(): number {
    return this.#units.length;
  }

  /** Adds a unit; one may be in it more than once. */
  push(unit: number, score: number): void {
    let at = this.#units.length;
    this.#units.push(unit);
    this.#scores.push(score);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** The highest score of all; undefined when it is empty. */
  get topScore(): number | undefined {
    return this.#scores[0];
  }

  /** Takes out the unit with the highest score; undefined when it is empty. */
  pop(): number | undefined {
    const [top] = this.#units;
    if (top === undefined) return undefined;
    this.#swap(0, this.#units.length - 1);
    this.#units.pop();
    this.#scores.pop();
    for (let at = 0; ;) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.#units.length && this.#isBefore(child, first)) first = child;
      }
      if (first === at) return top;
      this.#swap(at, first);
      at = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const difference = (this.#scores[a] as number) - (this.#scores[b] as number);
    return difference > 0 || (difference === 0 && (this.#units[a] as number) < (this.#units[b] as number));
  }

  #swap(a: number, b: number): void {
    [this.#units[a], this.#units[b]] = [this.#units[b] as number, this.#units[a] as number];
    [this.#scores[a], this.#scores[b]] = [this.#scores[b] as number, this.#scores[a] as number];
  }
}
