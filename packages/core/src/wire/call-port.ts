import { decodeError, encodeError } from './errors.ts';
import type { Reply, ToClient, ToWorker } from './protocol.ts';

/** Chunks the worker may send before the reader took one: enough to hide a message's way, few enough to bound memory. */
const initialCredits = 4;

/** The client's end of a call. */
export interface ClientPort {
  /** To be transferred with the call. */
  readonly remote: MessagePort;
  /** Tells the worker that the reader took chunks, so that it may send as many more. */
  credit(chunks: number): void;
  close(): void;
}

/**
 * Opens the side channel of one call: the signal goes to the worker, progress and chunks come back.
 *
 * @param signal Its abort crosses with its reason.
 * @param onMessage Progress and chunks, in order.
 */
export function openClientPort(signal: AbortSignal | undefined, onMessage: (message: ToClient) => void): ClientPort {
  const { port1: local, port2: remote } = new MessageChannel();
  const send = (message: ToWorker) => local.postMessage(message);
  const abort = () => send({ type: 'abort', reason: encodeError(signal?.reason) });
  local.onmessage = ({ data }: MessageEvent<ToClient>) => onMessage(data);
  signal?.addEventListener('abort', abort, { once: true });
  return {
    remote,
    credit: (chunks) => send({ type: 'credit', chunks }),
    close() {
      signal?.removeEventListener('abort', abort);
      local.close();
    },
  };
}

/** The worker's end of a call. */
export interface WorkerPort {
  readonly signal: AbortSignal;
  report(progress: unknown): void;
  /** Sends a chunk once the reader has room; rejects with the signal's reason when it went away. */
  send(chunk: unknown): Promise<void>;
  /** Ends a stream, after its last chunk. */
  end(reply: Reply): void;
}

/**
 * The other end of {@link openClientPort}.
 *
 * @param port What came with the call; without one the call cannot be aborted and reports to nobody.
 */
export function openWorkerPort(port: MessagePort | undefined): WorkerPort {
  const controller = new AbortController();
  const { signal } = controller;
  let credits = initialCredits;
  let wake: (() => void) | undefined;
  if (port) {
    port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
      if (data.type === 'abort') controller.abort(decodeError(data.reason));
      else credits += data.chunks;
      wake?.();
    };
  }
  const post = (message: ToClient) => port?.postMessage(message);
  return {
    signal,
    report: (value) => post({ type: 'progress', value }),
    async send(value) {
      while (credits === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      signal.throwIfAborted();
      credits -= 1;
      post({ type: 'chunk', value });
    },
    end: (reply) => post({ type: 'end', reply }),
  };
}
