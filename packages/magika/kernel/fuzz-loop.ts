import type { WatchedKernel } from './fuzz-checks.ts';
import { nextInput, seededRandom, type FuzzInput, type FuzzKind } from './fuzz-inputs.ts';

/** What a score may be off from the plain steps: the kernel rounds the convolution's inputs to 15 bits. */
export const tolerance = 3e-4;
/** How many of the inputs furthest off are changed further. */
const keptWorst = 16;

/** How it is fuzzed. */
export interface FuzzOptions {
  readonly seed: number;
  /** Contents that mutations begin with. */
  readonly files: readonly Uint8Array[];
  /** One input in so many is compared with the plain steps. */
  readonly compareEvery: number;
  /** At most so many inputs. */
  readonly inputs: number;
  /** Asked before each input. Default: never. */
  readonly isOver?: () => boolean;
  /** Told of a new largest difference. */
  readonly onProgress?: (text: string) => void;
}

/** Of one kind of input. */
export interface KindFigures {
  inputs: number;
  compared: number;
  /** Of a score, from the plain steps'. */
  largestDifference: number;
}

/** What came of it. */
export interface FuzzReport {
  readonly kinds: Record<FuzzKind, KindFigures>;
  /** The first input of which something did not hold; nothing was run after it. */
  readonly failure?: { readonly input: FuzzInput; readonly index: number; readonly message: string };
}

/**
 * Runs inputs until one fails or it is over.
 *
 * @param kernel Watched.
 * @param options Seed, files, how many.
 */
export function fuzz(kernel: WatchedKernel, options: FuzzOptions): FuzzReport {
  const { seed, files, compareEvery, inputs, isOver = () => false, onProgress } = options;
  const random = seededRandom(seed);
  const none = (): KindFigures => ({ inputs: 0, compared: 0, largestDifference: 0 });
  const kinds = { random: none(), mutated: none(), adversarial: none(), worst: none() };
  const worst: { tokens: Int32Array<ArrayBuffer>; difference: number }[] = [];
  let largest = 0;
  for (let index = 0; index < inputs && !isOver(); index++) {
    const tokensOfWorst = worst.map(({ tokens }) => tokens);
    const input = nextInput(random, files, tokensOfWorst);
    const figures = kinds[input.kind];
    figures.inputs += 1;
    try {
      const scores = kernel.run(input.tokens);
      if (index % compareEvery !== 0) continue;
      const difference = kernel.difference(input.tokens, scores);
      figures.compared += 1;
      figures.largestDifference = Math.max(figures.largestDifference, difference);
      if (difference > tolerance) throw new Error(`a score is off by ${difference}`);
      worst.push({ tokens: input.tokens, difference });
      worst.sort((a, b) => b.difference - a.difference).splice(keptWorst);
      if (difference <= largest) continue;
      largest = difference;
      onProgress?.(`input ${index} (${input.kind}): off by ${difference.toExponential(2)}`);
    } catch (error) {
      return { kinds, failure: { input, index, message: error instanceof Error ? error.message : String(error) } };
    }
  }
  return { kinds };
}
