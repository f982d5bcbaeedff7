import { NearsideError } from './errors.ts';
import { openModel, type Explanation } from './model/open-model.ts';
import { askForFiles } from './model/files-question.ts';
import type { LocalProvider } from './model/provider-ways.ts';
import type { CallContext, Service, Task } from './task.ts';
import type { StartRequest } from './connection/start-request.ts';
import type { Ask } from './wire/questions.ts';

/** What {@link TaskHost.start} answers: a model's explanation for each that the task opened. */
export type StartResult = readonly Explanation[];

/** What a start is given by whoever runs the host, beside what a call is. */
export interface HostContext extends CallContext {
  /** Asks the client for something that only it can get; rejects with 'unsupported' where nobody answers. */
  readonly ask: Ask;
}

/** Runs a task's service where it is called: in a worker behind `serve`, or in-process. Knows nothing of wires. */
export class TaskHost<S extends Service<S>, O> {
  readonly #task: Task<S, O>;
  readonly #localProviders: readonly LocalProvider[];
  readonly #disposals: (() => Promise<void>)[] = [];
  #service: S | undefined;
  #isDisposed = false;

  /**
   * @param task The contract and the way to its service.
   * @param localProviders Providers whose code is in this realm; tried before those of the client.
   */
  constructor(task: Task<S, O>, localProviders: readonly LocalProvider[] = []) {
    this.#task = task;
    this.#localProviders = localProviders;
  }

  /**
   * Builds the service.
   *
   * @param request URLs, providers and options from the client.
   * @param context Signal and progress of the start, and the way to ask its client.
   * @throws NearsideError what `openModel` and the task's own start throw.
   */
  async start(request: StartRequest, { signal, report, ask }: HostContext): Promise<StartResult> {
    const explanations: Explanation[] = [];
    this.#service = await this.#task.start({
      options: request.options as O,
      signal,
      openModel: async (manifest) => {
        const model = await openModel(manifest, {
          ...request,
          localProviders: this.#localProviders,
          taskProviders: this.#task.providers ?? [],
          signal,
          report,
          ask,
        });
        // Disposed of while it was loading: nobody else would free it.
        if (this.#isDisposed) {
          await model.dispose();
          signal.throwIfAborted();
        }
        this.#disposals.push(() => model.dispose());
        explanations.push(model.explanation);
        return model;
      },
      modelFiles: (manifest, provider) => askForFiles(manifest, provider, report, ask),
    });
    return explanations;
  }

  /**
   * Calls a method of the service.
   *
   * @param method Its name.
   * @param argument As it crossed the wire.
   * @param context Signal and progress of the call.
   * @throws NearsideError 'invalid-input' when there is no such method; what the method throws.
   */
  invoke(method: string, argument: unknown, context: CallContext): Promise<unknown> | AsyncIterable<unknown> {
    // Own keys of the contract only: a name from the wire must not reach `constructor`.
    if (!this.#service || !Object.hasOwn(this.#task.methods, method)) {
      throw new NearsideError('invalid-input', `${this.#task.name} has no method '${method}'`, { stage: 'call' });
    }
    return this.#service[method as keyof S](argument as never, context);
  }

  /** Frees what the service's models hold. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#service = undefined;
    await Promise.allSettled(this.#disposals.splice(0).map((dispose) => dispose()));
  }
}
