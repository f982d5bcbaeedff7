import { engine, env, registerBackend, removeBackend, setBackend, type KernelBackend } from '@tensorflow/tfjs-core';
import { messageOf, NearsideError } from '../errors.ts';
import type { ProviderContext } from '../execution-provider.ts';
import { RuntimeRealm, type LosableDevice } from './runtime-realm.ts';
import { offlinePlatform } from './tensorflow-platform.ts';

/** A backend that was started. */
export interface StartedBackend {
  /** What TensorFlow.js runs its kernels on. */
  readonly backend: KernelBackend;
  /** The device under it, where it can be lost. */
  readonly device?: LosableDevice;
}

/** What differs between the backends. */
export interface BackendBuild {
  /** Name of our provider. */
  readonly name: string;
  /** TensorFlow.js's name of the backend: the one that its kernels are registered for. */
  readonly backend: 'wasm' | 'webgl' | 'webgpu';
  /**
   * Why it cannot work here; undefined when it can.
   *
   * @param context As the provider was given it.
   */
  probe(context: ProviderContext): string | undefined;
  /**
   * Starts it.
   *
   * @param context Files and capabilities.
   */
  start(context: ProviderContext): Promise<StartedBackend>;
}

/**
 * The one backend of a provider module, shared by every provider that the module makes: TensorFlow.js has one engine, and
 * one backend of it is the current one. Started for the first model, ended with the last provider.
 */
export class TensorflowBackend {
  /** What differs. */
  readonly build: BackendBuild;
  /** Its line, and the end of its device. */
  readonly realm: RuntimeRealm = new RuntimeRealm();
  #device: LosableDevice | undefined;
  #users = 0;

  /** @param build Its name, and how it is started. */
  constructor(build: BackendBuild) {
    this.build = build;
  }

  /** The device under it, once it was started. */
  get device(): LosableDevice | undefined {
    return this.#device;
  }

  /**
   * Counts a provider, and starts the backend for the first one. Call it in the realm's line.
   *
   * @param context Files and capabilities.
   * @throws NearsideError 'provider-failed' when it does not start.
   */
  async acquire(context: ProviderContext): Promise<void> {
    if (this.#users === 0) await this.#start(context);
    this.#users += 1;
  }

  /** Counts a provider less; the last one ends the backend. Call it in the realm's line. */
  release(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#device = undefined;
    try {
      removeBackend(this.build.backend);
    } catch {
      // What a spoilt WASM or a lost device held is gone with it; the next start makes a new one.
    }
  }

  async #start(context: ProviderContext): Promise<void> {
    const { name, backend } = this.build;
    env().platform = offlinePlatform;
    env().set('DEPRECATION_WARNINGS_ENABLED', false);
    // TensorFlow.js registers a factory of its own on import; ours is handed its files and tells of its device.
    forget(backend);
    let failure: unknown;
    registerBackend(backend, async () => {
      try {
        const started = await this.build.start(context);
        this.#device = started.device;
        return started.backend;
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    if (await setBackend(backend)) return;
    forget(backend);
    throw new NearsideError('provider-failed', `${name} does not start: ${messageOf(failure ?? 'no reason given')}`, {
      stage: 'load',
      cause: failure,
    });
  }
}

function forget(backend: string): void {
  if (backend in engine().registryFactory) removeBackend(backend);
}
