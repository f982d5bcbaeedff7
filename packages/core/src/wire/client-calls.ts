import type { CallLink } from '../connection/connection.ts';
import { onAbort } from '../abort/on-abort.ts';
import { emitSpan, onTracing } from '../trace/tracer.ts';
import { decodeError, encodeError } from './errors.ts';
import { readSideMessage, type Reply, type ToClient, type ToWorker, type WireEndpoint } from './protocol.ts';
import { answerQuestion } from './questions.ts';

/** A call that is open, seen from the client. */
export class ClientCall {
  /** Goes with the call. */
  readonly id: number;
  readonly link: CallLink;
  readonly onChunk: ((chunk: unknown) => void) | undefined;
  readonly #calls: ClientCalls;
  readonly #letGo: readonly (() => void)[];

  /**
   * @param id Its number.
   * @param link Signals, progress and answers.
   * @param onChunk Of a stream.
   * @param calls Where it is listed.
   */
  constructor(id: number, link: CallLink, onChunk: ((chunk: unknown) => void) | undefined, calls: ClientCalls) {
    this.id = id;
    this.link = link;
    this.onChunk = onChunk;
    this.#calls = calls;
    const abort = (reason: unknown) => this.abort(reason);
    this.#letGo = [onAbort(link.signal, abort), onAbort(link.released, abort)];
  }

  /** Tells the worker that the reader took chunks, so that it may send as many more. */
  credit(chunks: number): void {
    this.#calls.send({ nearside: 'credit', call: this.id, chunks });
  }

  /** Tells the worker to stop, with the reason. */
  abort(reason: unknown): void {
    this.#calls.send({ nearside: 'abort', call: this.id, reason: encodeError(reason) });
  }

  /** What still arrives for it is dropped, and its signals are let go. */
  close(): void {
    for (const letGo of this.#letGo) letGo();
    this.#calls.drop(this.id);
  }
}

/** The client's end of everything that is no call: aborts and credits go, progress, chunks and questions come. */
export class ClientCalls {
  readonly #worker: WireEndpoint;
  readonly #open = new Map<number, ClientCall>();
  #lastId = 0;

  /**
   * @param worker The other end.
   * @param closed Its abort ends the listening.
   */
  constructor(worker: WireEndpoint, closed: AbortSignal) {
    this.#worker = worker;
    worker.addEventListener(
      'message',
      (event) => {
        const message = readSideMessage<ToClient>(event);
        if (message) this.#take(message);
      },
      { signal: closed },
    );
    // Their answers never come: else each worker that dies would leave its listeners with its callers' signals.
    onAbort(closed, () => {
      for (const call of this.#open.values()) call.close();
    });
    // In order with what follows: a start that comes after it is traced from its beginning.
    onAbort(
      closed,
      onTracing((on) => this.send({ nearside: 'trace', on })),
    );
  }

  /**
   * Gives a call its number and listens for it. To be closed, however the call ends.
   *
   * @param link Its signal's abort crosses with the reason; progress and questions come back.
   * @param onChunk Of a stream, in order.
   */
  open(link: CallLink, onChunk?: (chunk: unknown) => void): ClientCall {
    const call = new ClientCall(++this.#lastId, link, onChunk, this);
    this.#open.set(call.id, call);
    return call;
  }

  /** @param message To the worker, for a call that is open. */
  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** @param id Of a call that is over. */
  drop(id: number): void {
    this.#open.delete(id);
  }

  #take(message: ToClient): void {
    if (message.nearside === 'span') return emitSpan(message.span);
    const open = this.#open.get(message.call);
    if (!open) return;
    switch (message.nearside) {
      case 'progress':
        return open.link.onProgress?.(message.value);
      case 'chunk':
        return open.onChunk?.(message.value);
      case 'ask':
        // Its call may be over by the time of the answer: nobody waits for it then.
        return void answerQuestion(message, open.link.answer, open.link.signal, (answered) => {
          if (this.#open.has(message.call)) this.send(answered);
        });
      default:
        return message satisfies never;
    }
  }
}

/**
 * The value of a reply, or its error thrown, of the class it had in the worker.
 *
 * @param reply As it crossed.
 * @throws What the worker's side threw.
 */
export function openReply(reply: Reply): unknown {
  if (reply.ok) return reply.value;
  throw decodeError(reply.error);
}
