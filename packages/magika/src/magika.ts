import {
  defaultRuntime,
  MonitorFeed,
  NearsideError,
  type Asset,
  type Explanation,
  type Lease,
  type MonitorCallback,
  type ProviderDescriptor,
  type Runtime,
} from '@nearside/core';
import type { Attribution } from './attribute.ts';
import { contentType, labels, type ContentType, type Identification, type PredictionMode } from './decide.ts';
import { checkEnds, type FileEnds } from './file-ends.ts';
import { kernel } from './kernel/kernel-descriptor.ts';
import type { MagikaService } from './magika-service.ts';
import { magikaTask } from './magika-task.ts';
import { standardManifest } from './manifest.generated.ts';
import { mapInOrder, type MapOptions, type Settled } from './map-in-order.ts';
import { readEnds, type IdentifyInput } from './read-ends.ts';

/** How Magika is started. Every field is optional. */
export interface CreateOptions {
  /** Its abort rejects `create()` with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the download: `monitor.addEventListener('downloadprogress', …)`. */
  readonly monitor?: MonitorCallback;
  /** Default: one that needs no configuration, shared by the page. */
  readonly runtime?: Runtime;
  /** Providers to try, best first. Default: the kernel alone; the others are in `@nearside/magika/ort-wasm` and `/ort-webgpu`. */
  readonly providers?: readonly ProviderDescriptor[];
  /** Take a software WebGPU adapter too: slow, for tests. Default false. */
  readonly allowFallbackAdapter?: boolean;
  /**
   * `fastest` takes, of the providers, the one that an earlier start measured to be clearly faster; nothing is downloaded
   * for that, and no start waits for it. Default `order`: the first that runs.
   */
  readonly prefer?: 'order' | 'fastest';
  /** Workers at most, 1 or more; a further one starts only when calls pile up. Default: half the processors, at most 4. */
  readonly workers?: number;
}

/** How one input is identified. */
export interface IdentifyOptions {
  /** Its abort rejects with its reason; a stream is cancelled with it. */
  readonly signal?: AbortSignal | undefined;
  /** Default `high_confidence`. */
  readonly mode?: PredictionMode;
  /** Whether the answer carries all scores, for `decide` in another mode. Default false. */
  readonly scores?: boolean;
}

/** How bytes are attributed. */
export interface AttributeOptions {
  /** Its abort rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Tokens that are taken away together: a divisor of 1,024. Default 16. */
  readonly windowTokens?: number;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** `available`: `create()` needs nothing but the page's own files. `unavailable`: nothing here can run the model. */
export type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable';

const defaultProviders: readonly ProviderDescriptor[] = [kernel];

/** Identifies files by their content. Nothing leaves the device. */
export class Magika {
  readonly #lease: Lease<MagikaService, undefined>;
  readonly #workers: number;

  private constructor(lease: Lease<MagikaService, undefined>, workers: number) {
    this.#lease = lease;
    this.#workers = workers;
  }

  /**
   * Says whether `create()` can succeed here, without loading anything.
   *
   * @param options As for `create()`.
   */
  static async availability({
    runtime = defaultRuntime(),
    providers = defaultProviders,
    ...wish
  }: CreateOptions = {}): Promise<Availability> {
    const { order } = await runtime.explain(standardManifest, providers, wish);
    return order.length > 0 ? 'available' : 'unavailable';
  }

  /**
   * Loads the model, in a worker that all instances of a page share (in Node: in-process).
   *
   * @param options All optional.
   * @throws NearsideError 'network', 'integrity', 'worker-failed', 'worker-version-mismatch', 'timeout', 'policy',
   *   'provider-failed' or 'unsupported'; the signal's reason on abort.
   */
  static async create({
    signal,
    monitor,
    runtime = defaultRuntime(),
    providers = defaultProviders,
    allowFallbackAdapter = false,
    prefer = 'order',
    workers = defaultWorkers(),
  }: CreateOptions = {}): Promise<Magika> {
    signal?.throwIfAborted();
    // First: a callback that throws must not leave a lease behind.
    const feed = monitor && new MonitorFeed(monitor);
    const lease = runtime.lease(magikaTask, {
      worker,
      providers,
      early: prefer === 'order' ? earlyFiles(providers[0]) : [],
      wish: { allowFallbackAdapter, prefer },
      workers: checkWorkers(workers),
      options: undefined,
    });
    await lease.start({ signal, ...(feed && { onProgress: (progress) => feed.progress(progress) }) });
    feed?.done();
    return new Magika(lease, workers);
  }

  /**
   * Identifies one input.
   *
   * @param input Of a Blob or File at most 2 × 4,096 bytes are read, whatever its size; a stream is read once, to its end.
   * @param options Signal, mode, scores.
   * @throws NearsideError 'invalid-input' when the input cannot be read, 'destroyed' after `destroy()`, 'timeout',
   *   'worker-failed' or 'provider-failed'; the signal's reason on abort.
   */
  async identify(
    input: IdentifyInput,
    { signal, mode = 'high_confidence', scores = false }: IdentifyOptions = {},
  ): Promise<Identification> {
    const ends = await this.#readEnds(input, signal);
    return this.#lease.call('identify', { ends, mode, scores }, { signal });
  }

  /**
   * Identifies a file whose ends the caller has read in a way of its own: two range requests to a server, say.
   *
   * @param ends Copied, not detached.
   * @param options As for `identify`.
   * @throws NearsideError 'invalid-input' when the ends are not as long as the size asks; as `identify`.
   */
  async identifyEnds(
    ends: FileEnds,
    { signal, mode = 'high_confidence', scores = false }: IdentifyOptions = {},
  ): Promise<Identification> {
    return this.#lease.call('identify', { ends: checkEnds(ends), mode, scores }, { signal });
  }

  /**
   * Identifies many inputs and yields in input order; one that fails yields its error, and the others go on.
   *
   * @param inputs An array, FileList, generator or stream of inputs; pulled only as answers are taken.
   * @param options As for `identify`, with `concurrency` (default 8, more for many workers) and `onProgress`.
   * @throws NearsideError 'invalid-input' when `concurrency` is no whole number above 0; the signal's reason on abort.
   */
  identifyAll<I extends IdentifyInput>(
    inputs: Iterable<I> | AsyncIterable<I>,
    options: MapOptions & IdentifyOptions = {},
  ): AsyncGenerator<Settled<I, Identification>, void, undefined> {
    return mapInOrder(inputs, (input, signal) => this.identify(input, { ...options, signal }), {
      // Enough that each worker has a call at work and others waiting.
      concurrency: Math.max(8, 6 * this.#workers),
      ...options,
    });
  }

  /**
   * Finds which bytes carry the answer: the model's tokens are taken away, window by window, to see what that costs its
   * score. 128 runs of the model with the default window.
   *
   * @param input As for `identify`.
   * @param options Signal; `windowTokens`, a divisor of 1,024 (default 16); `onProgress`, told the share that is done, 0 to 1.
   * @returns undefined where the model is not asked: an empty or very short file.
   * @throws NearsideError as `identify`, and 'invalid-input' for another window; the signal's reason on abort.
   */
  async attribute(
    input: IdentifyInput,
    { signal, windowTokens = 16, onProgress }: AttributeOptions = {},
  ): Promise<Attribution | undefined> {
    if (!Number.isSafeInteger(windowTokens) || windowTokens < 1 || 1024 % windowTokens !== 0) {
      throw new NearsideError('invalid-input', `windowTokens must divide 1,024, got ${windowTokens}`, {
        stage: 'call',
      });
    }
    const ends = await this.#readEnds(input, signal);
    const report = onProgress && ((share: unknown) => onProgress(share as number));
    return this.#lease.call('attribute', { ends, windowTokens }, { signal, onProgress: report });
  }

  /** Every label an identification can carry, sorted. */
  labels(): readonly string[] {
    return labels();
  }

  /**
   * What is known of a label.
   *
   * @param label Of an identification, or any other of the reference's knowledge base.
   */
  contentType(label: string): ContentType | undefined {
    return contentType(label);
  }

  /** What runs, and why nothing else does. */
  explain(): Explanation {
    return this.#lease.explanations[0] as Explanation;
  }

  /** Ends this instance: calls in flight reject with `destroyed`; the last instance of a page ends the worker. Safe to call twice. */
  destroy(): void {
    this.#lease.release();
  }

  /** A read ends with the call's signal, and with `destroy()`. */
  #readEnds(input: IdentifyInput, signal: AbortSignal | undefined): Promise<FileEnds> {
    const { released } = this.#lease;
    return readEnds(input, AbortSignal.any(signal ? [signal, released] : [released]));
  }

  /** For `await using`. An engine without it sees a method of no use under the name 'undefined'. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.destroy();
  }
}

/** What a provider needs that runs wherever any does: of another one it might be fetched in vain. */
function earlyFiles(first: ProviderDescriptor | undefined): readonly string[] {
  const isSure = first?.requires.every((requirement) => requirement === 'wasm-simd');
  return isSure ? Object.keys(first?.modelFiles ?? {}) : [];
}

/** The page itself needs a processor too, and beyond four the files cannot be read that fast. */
function defaultWorkers(): number {
  const processors = globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.min(4, Math.max(1, Math.floor(processors / 2)));
}

function checkWorkers(workers: number): number {
  if (Number.isSafeInteger(workers) && workers >= 1) return workers;
  throw new NearsideError('invalid-input', `workers must be a whole number above 0, got ${workers}`, { stage: 'call' });
}

// A plain URL, never inside `new Worker(…)`: bundlers follow it to the built file beside this one and copy that unchanged.
const worker: Asset = { name: 'magika.worker.js', url: new URL('./magika.worker.js', import.meta.url), kind: 'script' };
