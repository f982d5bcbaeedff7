/** A model's files that no provider can be expected to run. */
export interface BadModel {
  /** What is wrong with it. */
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Whether a load may succeed all the same: a changed bit need not be noticed. */
  readonly mayLoad: boolean;
}

/**
 * Spoils a model: empty, cut short, and with bytes changed at random by a seed.
 *
 * @param files A good model's; unchanged.
 * @param seeds How many are changed at random; each is the same in every run.
 */
export function badModels(files: BadModel['files'], seeds: number): readonly BadModel[] {
  const spoil = (
    name: string,
    change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
    mayLoad = false,
  ) => ({
    name,
    mayLoad,
    files: Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, change(bytes.slice())])),
  });
  return [
    { name: 'without files', files: {}, mayLoad: false },
    spoil('of no bytes', () => new Uint8Array()),
    spoil('cut in half', (bytes) => bytes.slice(0, bytes.length >> 1)),
    spoil('of text', () => new TextEncoder().encode('<!doctype html><title>Sign in</title>')),
    ...Array.from({ length: seeds }, (_, seed) =>
      spoil(`changed at random, seed ${seed}`, (bytes) => scramble(bytes, seed), true),
    ),
  ];
}

/** Changes one byte to eight, in place. */
function scramble(bytes: Uint8Array<ArrayBuffer>, seed: number): Uint8Array<ArrayBuffer> {
  const next = numbers(seed);
  for (let changes = 1 + (next() % 8); changes > 0; changes--) bytes[next() % bytes.length] = next() % 256;
  return bytes;
}

/** Whole numbers below 2^32 by mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
