import { signal, type ReadonlySignal } from '@preact/signals';
import type { ProviderDescriptor, Runtime } from '@nearside/core';
import { kernel, Magika, type Explanation } from '@nearside/magika';
import { ortWebgpu } from '@nearside/magika/ort-webgpu';
import { toFailure, type Failure } from '../rows/failure.ts';

/** Where the model should run. WebGPU falls back to WebAssembly where the device has none. */
export type Preference = 'wasm' | 'webgpu';

/** How far the model is. */
export type EngineState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'ready'; readonly explanation: Explanation }
  | { readonly kind: 'failed'; readonly failure: Failure };

// WebGPU's runtime is 26.8 MB: without the wish it is not even a fallback.
const providersOf: Readonly<Record<Preference, readonly ProviderDescriptor[]>> = {
  wasm: [kernel],
  webgpu: [ortWebgpu, kernel],
};

/** The model: loaded on first use, never before. */
export class Engine {
  readonly #state = signal<EngineState>({ kind: 'idle' });
  readonly #preference = signal<Preference>('wasm');
  readonly #runtime: Runtime;
  #loading: { promise: Promise<Magika>; abort: AbortController } | undefined;

  /** @param runtime The page's. */
  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** For the page to show. */
  get state(): ReadonlySignal<EngineState> {
    return this.#state;
  }

  /** For the page to show. */
  get preference(): ReadonlySignal<Preference> {
    return this.#preference;
  }

  /** What would be tried, best first, as the page is set now. */
  get providers(): readonly ProviderDescriptor[] {
    return providersOf[this.#preference.value];
  }

  /** Everything that the page could run the model on, what is wished for first. */
  get candidates(): readonly ProviderDescriptor[] {
    return [...new Set([...this.providers, ...Object.values(providersOf).flat()])];
  }

  /** The running model; loads it unless it is here or on its way. Rejects as `Magika.create` does. */
  ensure(): Promise<Magika> {
    this.#loading ??= this.#load();
    return this.#loading.promise;
  }

  /** Starts loading ahead of use. A failure is shown, and told to whoever asks next. */
  warmUp(): void {
    this.ensure().catch(() => undefined);
  }

  /** Chooses where the model runs, from the next use on. */
  prefer(preference: Preference): void {
    if (preference === this.#preference.value) return;
    this.#preference.value = preference;
    this.unload();
  }

  /** Gives the model up, also while it loads. */
  unload(): void {
    const loading = this.#loading;
    this.#loading = undefined;
    this.#state.value = { kind: 'idle' };
    loading?.abort.abort();
    loading?.promise.then((magika) => magika.destroy()).catch(() => undefined);
  }

  #load(): { promise: Promise<Magika>; abort: AbortController } {
    const abort = new AbortController();
    const show = (state: EngineState): void => {
      if (!abort.signal.aborted) this.#state.value = state;
    };
    show({ kind: 'loading', loadedBytes: 0, totalBytes: 0 });
    const created = Magika.create({
      signal: abort.signal,
      runtime: this.#runtime,
      providers: this.providers,
      monitor: (monitor) =>
        monitor.addEventListener('downloadprogress', ({ loadedBytes, totalBytes }) =>
          show({ kind: 'loading', loadedBytes, totalBytes }),
        ),
    });
    const promise = created.then(
      (magika) => {
        show({ kind: 'ready', explanation: magika.explain() });
        return magika;
      },
      (error: unknown) => {
        show({ kind: 'failed', failure: toFailure(error) });
        // The next use tries again.
        if (!abort.signal.aborted) this.#loading = undefined;
        throw error;
      },
    );
    return { promise, abort };
  }
}
