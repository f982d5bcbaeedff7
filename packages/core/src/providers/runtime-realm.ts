import { NearsideError } from '../errors.ts';
import { race } from '../abort/race.ts';

/** The part of a GPUDevice that tells of its end. */
export interface LosableDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

/**
 * What every provider over one copy of ONNX Runtime shares: its device, and one line to wait in.
 *
 * **One at a time**: the WebGPU build suspends the WASM stack while the GPU works, and a second session that is run
 * meanwhile writes over it: "memory access out of bounds", after which nothing runs any more (measured, 1.30). Sessions
 * of the other builds wait for each other too: they share one processor anyway.
 *
 * **A lost device spoils the runtime for good** (measured): new sessions "create" and still fail, and a run may pend for
 * ever. Everybody is told at once; a fresh worker is the cure.
 */
export class RuntimeRealm {
  static readonly #ofRuntime = new WeakMap<object, RuntimeRealm>();
  readonly #lost = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #device: LosableDevice | undefined;
  #openSessions = 0;

  /**
   * The realm of a runtime.
   *
   * @param runtime The module that holds the WASM.
   */
  static of(runtime: object): RuntimeRealm {
    const realm = this.#ofRuntime.get(runtime) ?? new RuntimeRealm();
    this.#ofRuntime.set(runtime, realm);
    return realm;
  }

  /** Aborted with `device-lost` once the device is gone while a session needs it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * Does something when everything before it is done.
   *
   * @param work Something of the runtime.
   * @throws What it throws; `device-lost` at once where the device goes.
   */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = race(this.#last, this.lost).then(() => race(work(), this.lost));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Counts a session that was opened.
   *
   * @param device What the runtime says is its device: nothing where it uses none.
   * @throws NearsideError 'device-lost' when it is lost already.
   */
  async sessionOpened(device: LosableDevice | undefined): Promise<void> {
    this.#openSessions += 1;
    if (device && device !== this.#device) {
      this.#device = device;
      const loss = device.lost.then((info) => this.#deviceLost(device, info));
      // One that is lost already says so in the next microtasks: before anybody is told that the model is ready.
      await Promise.race([loss, Promise.resolve().then(() => undefined)]);
    }
    this.lost.throwIfAborted();
  }

  /** Counts one that is about to be closed: with the last one the runtime itself destroys the device, which is no loss. */
  sessionClosing(): void {
    this.#openSessions -= 1;
    if (this.#openSessions === 0) this.#device = undefined;
  }

  #deviceLost(device: LosableDevice, { reason, message }: Awaited<LosableDevice['lost']>): void {
    if (device !== this.#device) return;
    this.#lost.abort(
      new NearsideError('device-lost', `the GPU device was lost (${reason || 'unknown'}): ${message || 'no message'}`, {
        stage: 'run',
        hint: 'A fresh worker gets a new device; Nearside starts one with the next call.',
      }),
    );
  }
}
