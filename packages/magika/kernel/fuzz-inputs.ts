/** Inputs for the fuzzer: the model's tokens, made from a seed. */
import { extractFeatures } from '../src/features.ts';
import { endsOfBytes } from '../src/read-ends.ts';
import { dims } from '../src/kernel/dims.ts';

const tokenCount = dims.positions * dims.phases;
const padding = dims.vocabulary - 1;

/** The model's input, dims [2048], and how it was made. */
export interface FuzzInput {
  readonly kind: FuzzKind;
  readonly tokens: Int32Array<ArrayBuffer>;
}

/** `random`: any tokens. `mutated`: a file, changed. `adversarial`: built to be at the edge of a step. `worst`: one of those that came out worst, changed. */
export type FuzzKind = 'random' | 'mutated' | 'adversarial' | 'worst';

/** Numbers from a seed, the same everywhere. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
}

/**
 * Numbers by Mulberry32.
 *
 * @param seed A whole number.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
    },
  };
}

/**
 * Makes the next input.
 *
 * @param random Of the run.
 * @param files Contents that mutations begin with; none is changed. At least one.
 * @param worst Tokens whose answers were furthest off so far; none is changed.
 */
export function nextInput(
  random: Random,
  files: readonly Uint8Array[],
  worst: readonly Int32Array<ArrayBuffer>[],
): FuzzInput {
  const draw = random.below(worst.length > 0 ? 8 : 6);
  if (draw < 1) return { kind: 'random', tokens: anyTokens(random) };
  if (draw < 4) return { kind: 'mutated', tokens: tokensOf(mutateBytes(random, files)) };
  if (draw < 6) return { kind: 'adversarial', tokens: pick(random, adversaries)(random) };
  return { kind: 'worst', tokens: mutateTokens(random, pick(random, worst)) };
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)] as T;
}

function tokensOf(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  return extractFeatures(endsOfBytes(bytes));
}

function fill(tokenAt: (index: number) => number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: tokenCount }, (_, index) => tokenAt(index));
}

/** Tokens of a set of 1 to 257, all as likely. */
function anyTokens(random: Random): Int32Array<ArrayBuffer> {
  const values = 1 + random.below(dims.vocabulary);
  const first = random.below(dims.vocabulary);
  return fill(() => (first + random.below(values)) % dims.vocabulary);
}

/** One to four changes of the kinds that files meet: cut, spliced, repeated, overwritten, moved by some bytes. */
function mutateBytes(random: Random, files: readonly Uint8Array[]): Uint8Array {
  let bytes = Uint8Array.from(pick(random, files));
  for (let change = random.below(4); change >= 0; change--) bytes = pick(random, byteChanges)(random, bytes, files);
  return bytes;
}

const byteChanges: readonly ((
  random: Random,
  bytes: Uint8Array<ArrayBuffer>,
  files: readonly Uint8Array[],
) => Uint8Array<ArrayBuffer>)[] = [
  (random, bytes) => bytes.slice(0, 1 + random.below(bytes.length + 1)),
  (random, bytes) => bytes.slice(random.below(bytes.length + 1)),
  (random, bytes, files) => Uint8Array.from(Buffer.concat([bytes.subarray(0, 2048), pick(random, files)])),
  (random, bytes) => new Uint8Array(Math.max(bytes.length, 2048)).map((_, at) => bytes[at % bytes.length] ?? 0),
  (random, bytes) => new Uint8Array(bytes.length + 1 + random.below(5)).map((_, at) => bytes[at] ?? random.below(256)),
  (random, bytes) => {
    // A run of one value, or of noise.
    const value = random.below(2) === 0 ? random.below(256) : undefined;
    const from = random.below(bytes.length + 1);
    return bytes
      .fill(value ?? 0, from, from + random.below(1024))
      .map((byte, at) => (value === undefined && at >= from && at < from + 64 ? random.below(256) : byte));
  },
  (random, bytes) => bytes.map((byte) => (random.below(32) === 0 ? byte ^ (1 << random.below(8)) : byte)),
  (random, bytes) => bytes.map((byte) => byte ^ 0x80),
];

/** Some tokens are replaced, swapped between halves, or copied over others. */
function mutateTokens(random: Random, from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const tokens = from.slice();
  switch (random.below(4)) {
    case 0:
      for (let count = 1 + random.below(32); count > 0; count--)
        tokens[random.below(tokenCount)] = random.below(dims.vocabulary);
      return tokens;
    case 1: {
      const [old, young] = [pick(random, [...tokens]), random.below(dims.vocabulary)];
      return tokens.map((token) => (token === old ? young : token));
    }
    case 2:
      return tokens.copyWithin(random.below(tokenCount), random.below(tokenCount), random.below(tokenCount));
    default: {
      const by = 1 + random.below(tokenCount - 1);
      return tokens.map((_, index) => tokens[(index + by) % tokenCount] as number);
    }
  }
}

/** Each is at an edge of a step: a variance that cancels, an odd or the largest number of rows, a phase that is constant. */
const adversaries: readonly ((random: Random) => Int32Array<ArrayBuffer>)[] = [
  // One token everywhere: each channel is at its mean.
  (random) => {
    const token = random.below(dims.vocabulary);
    return fill(() => token);
  },
  // All but a few are the same: the variance is a difference of two nearly equal sums.
  (random) => {
    const [usual, rare] = [random.below(dims.vocabulary), random.below(dims.vocabulary)];
    const places = new Set(Array.from({ length: 1 + random.below(4) }, () => random.below(tokenCount)));
    return fill((index) => (places.has(index) ? rare : usual));
  },
  // Padding but for a few bytes at either end.
  (random) => {
    const [beginning, end] = [random.below(16), random.below(16)];
    return fill((index) => (index < beginning || index >= tokenCount - end ? random.below(256) : padding));
  },
  // Every value in every phase: the most rows there can be.
  (random) => {
    const turn = random.below(dims.vocabulary);
    return fill((index) => (Math.floor(index / dims.phases) + turn) % dims.vocabulary);
  },
  // A phase for itself: constant, or of a few values, beside noise.
  (random) => {
    const values = Array.from(
      { length: dims.phases },
      () => 1 + random.below(pick(random, [1, 2, 3, dims.vocabulary])),
    );
    return fill((index) => random.below(values[index % dims.phases] as number));
  },
  // A pattern that repeats, in step with the phases or not.
  (random) => {
    const pattern = Array.from({ length: 1 + random.below(24) }, () => random.below(dims.vocabulary));
    return fill((index) => pattern[index % pattern.length] as number);
  },
  // Two halves that share no value.
  (random) => {
    const border = random.below(tokenCount);
    const split = 1 + random.below(dims.vocabulary - 1);
    return fill((index) => (index < border ? random.below(split) : split + random.below(dims.vocabulary - split)));
  },
];
