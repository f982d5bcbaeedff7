/** What must hold of every run of the kernel. */
import { openKernel, type OpenKernel } from '../src/kernel/kernel.ts';
import { runReference } from '../src/kernel/reference.ts';
import type { KernelWeights } from '../src/kernel/weights.ts';

/** The kernel, its memory watched. */
export class WatchedKernel {
  readonly #open: OpenKernel;
  readonly #weights: KernelWeights;
  /** Everything that no run may write. */
  readonly #untouched: readonly Uint8Array[];
  readonly #asWritten: readonly Buffer[];
  /** Everything that a run may read only after it wrote it; the tokens, which the host writes, are within. */
  readonly #working: Uint8Array;

  private constructor(open: OpenKernel, weights: KernelWeights) {
    const { memory, workingFrom, workingTo } = open;
    this.#open = open;
    this.#weights = weights;
    this.#working = new Uint8Array(memory, workingFrom, workingTo - workingFrom);
    // Behind the end, too: the rest of the last page.
    const behind = new Uint8Array(memory, workingTo).fill(0x5a);
    this.#untouched = [new Uint8Array(memory, 0, workingFrom), behind];
    this.#asWritten = this.#untouched.map((bytes) => Buffer.from(bytes));
  }

  /**
   * Starts a kernel of its own.
   *
   * @param file Of weights.
   * @param weights The same, decoded for the plain steps; kept.
   */
  static async create(file: Uint8Array, weights: KernelWeights): Promise<WatchedKernel> {
    return new WatchedKernel(await openKernel(file), weights);
  }

  /**
   * Runs it twice, over two fillings of its working memory.
   *
   * @param tokens Dims [2048], each 0 to 256.
   * @returns Scores, dims [214].
   * @throws Error that says which promise is broken: finite scores of 0 to 1 that sum to 1; the same scores whatever an
   *   earlier run left behind; no write outside its working memory; the tokens unchanged.
   */
  run(tokens: Int32Array<ArrayBuffer>): Float32Array {
    const given = tokens.slice();
    const { kernel } = this.#open;
    // As a number, 0xffffffff is NaN, and as an index -1: one that is read would be seen.
    this.#working.fill(0xff);
    const scores = kernel.run(tokens);
    this.#working.fill(0);
    const again = kernel.run(tokens);
    if (!scores.every((score) => score >= 0 && score <= 1)) throw new Error('a score is no number from 0 to 1');
    const sum = scores.reduce((all, score) => all + score, 0);
    if (Math.abs(sum - 1) > 1e-4) throw new Error(`the scores sum to ${sum}`);
    if (!same(scores, again)) throw new Error('the scores depend on what was left in its memory');
    if (!same(tokens, given)) throw new Error('the tokens were changed');
    for (const [index, bytes] of this.#untouched.entries()) {
      if (Buffer.compare(bytes, this.#asWritten[index] as Buffer) !== 0)
        throw new Error(index === 0 ? 'the weights were written over' : 'it wrote behind its memory');
    }
    return scores;
  }

  /**
   * The largest difference of a score from the plain steps', which take half a second.
   *
   * @param tokens Dims [2048].
   * @param scores What `run` gave for them.
   */
  difference(tokens: Int32Array<ArrayBuffer>, scores: Float32Array): number {
    const want = runReference(tokens, this.#weights);
    return scores.reduce((most, score, label) => Math.max(most, Math.abs(score - (want[label] as number))), 0);
  }
}

function same(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return (
    Buffer.compare(
      new Uint8Array(a.buffer, a.byteOffset, a.byteLength),
      new Uint8Array(b.buffer, b.byteOffset, b.byteLength),
    ) === 0
  );
}
