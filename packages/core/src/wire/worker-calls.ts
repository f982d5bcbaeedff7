import type { HostContext } from '../task-host.ts';
import { onSpan } from '../trace/tracer.ts';
import { decodeError, encodeError } from './errors.ts';
import {
  initialCredits,
  readSideMessage,
  type Reply,
  type ToClient,
  type ToWorker,
  type WireEndpoint,
} from './protocol.ts';
import { Questions, type Ask } from './questions.ts';

/** The worker's end of everything that is no call: the other side of `ClientCalls`. */
export class WorkerCalls {
  readonly #client: WireEndpoint;
  readonly #open = new Map<number, WorkerCall>();
  #endTrace: (() => void) | undefined;

  /** @param client The other end, listened to as long as the worker lives. */
  constructor(client: WireEndpoint) {
    this.#client = client;
    client.addEventListener('message', (event) => {
      const message = readSideMessage<ToWorker>(event);
      if (message?.nearside === 'trace') this.#trace(message.on);
      // A call that is over is told nothing.
      else if (message) this.#open.get(message.call)?.take(message);
    });
  }

  /**
   * Runs one call and answers as a value, whatever it throws.
   *
   * @param id The client's number for it.
   * @param work Given what the call may use until it is over.
   */
  async run(id: number, work: (call: WorkerCall) => unknown): Promise<Reply> {
    const call = new WorkerCall(id, (message) => this.#client.postMessage(message));
    this.#open.set(id, call);
    try {
      return { ok: true, value: await work(call) };
    } catch (error) {
      return { ok: false, error: encodeError(error) };
    } finally {
      this.#open.delete(id);
    }
  }

  #trace(on: boolean): void {
    this.#endTrace?.();
    this.#endTrace = undefined;
    if (!on) return;
    this.#endTrace = onSpan((span) => {
      const message: ToClient = { nearside: 'span', span: { ...span, realm: 'worker' } };
      this.#client.postMessage(message);
    });
  }
}

/** Messages to one call. */
type ToCall = Extract<ToWorker, { call: number }>;

/** A call that is open, seen from the worker. */
export class WorkerCall implements HostContext {
  readonly #id: number;
  readonly #post: (message: ToClient) => void;
  // Made when they are asked for: most calls need neither.
  #controller: AbortController | undefined;
  #questions: Questions | undefined;
  #credits = initialCredits;
  #wake: (() => void) | undefined;

  /**
   * @param id The client's number for it.
   * @param post Sends to the client.
   */
  constructor(id: number, post: (message: ToClient) => void) {
    this.#id = id;
    this.#post = post;
  }

  /** Aborted when the caller aborts or goes away. */
  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  /** Tells the caller how far the work is. A function of its own: methods take it apart from the context. */
  readonly report = (value: unknown): void => this.#post({ nearside: 'progress', call: this.#id, value });

  /** Asks the page in the middle of the call. */
  readonly ask: Ask = async (question, onProgress) => {
    this.signal.throwIfAborted();
    this.#questions ??= new Questions(this.#id, this.#post);
    return this.#questions.ask(question, onProgress);
  };

  /**
   * Sends a chunk once the reader has room.
   *
   * @throws The signal's reason when the reader went away.
   */
  async send(value: unknown): Promise<void> {
    while (this.#credits === 0 && !this.signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.signal.throwIfAborted();
    this.#credits -= 1;
    this.#post({ nearside: 'chunk', call: this.#id, value });
  }

  /** @param message From the client, for this call. */
  take(message: ToCall): void {
    switch (message.nearside) {
      case 'abort':
        this.#controller ??= new AbortController();
        this.#controller.abort(decodeError(message.reason));
        this.#questions?.rejectAll(message.reason);
        return this.#wake?.();
      case 'credit':
        this.#credits += message.chunks;
        return this.#wake?.();
      case 'answer':
      case 'answering':
        return this.#questions?.hear(message);
      default:
        message satisfies never;
    }
  }
}
