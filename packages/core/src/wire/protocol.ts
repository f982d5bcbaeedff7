import type { StartRequest } from '../connection/start-request.ts';
import type { Span } from '../trace/span.ts';
import type { WireError } from './errors.ts';

/** Version of everything in this folder: client and worker must agree on it. */
export const wireVersion = 2;

/** The worker's first message: only after it may a call be sent, since messages before a listener are lost. */
export interface ReadyMessage {
  readonly nearside: 'ready';
  readonly wire: number;
  readonly task: string;
  readonly version: string;
  /** Name of the lock that the worker holds as long as it lives; undefined where there are no locks. */
  readonly lock: string | undefined;
}

/** A call settles as a value: comlink would drop class, code and cause of a thrown error. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

/**
 * What `serve` exposes through comlink. The client numbers its calls, so that the messages below can name one. One
 * argument each: comlink wraps every one of them, and that is a good part of what a call costs.
 */
export interface WorkerApi {
  start(start: readonly [call: number, request: StartRequest]): Promise<Reply>;
  invoke(invocation: Invocation): Promise<Reply>;
  /** Settles after the last chunk. */
  stream(invocation: Invocation): Promise<Reply>;
  /** Answers that the worker lives. */
  ping(): void;
}

/** Number, method and argument of a call. */
export type Invocation = readonly [call: number, method: string, argument: unknown];

// Everything that is no call goes beside comlink's messages, over the worker itself. One channel has one order: an abort
// never comes before its call, nor a chunk after the end. Comlink passes over a message without `id` and a `type` of its own.

/** Client to worker. */
export type ToWorker =
  /** Whether spans are wanted. */
  | { readonly nearside: 'trace'; readonly on: boolean }
  | { readonly nearside: 'abort'; readonly call: number; readonly reason: WireError }
  /** The reader took chunks: as many more may be sent. */
  | { readonly nearside: 'credit'; readonly call: number; readonly chunks: number }
  /** How far the answer to a question is. */
  | { readonly nearside: 'answering'; readonly call: number; readonly question: number; readonly progress: unknown }
  | { readonly nearside: 'answer'; readonly call: number; readonly question: number; readonly reply: Reply };

/** Worker to client, while a call is open. */
export type ToClient =
  | { readonly nearside: 'span'; readonly span: Span }
  | { readonly nearside: 'progress'; readonly call: number; readonly value: unknown }
  | { readonly nearside: 'chunk'; readonly call: number; readonly value: unknown }
  /** The worker needs something of the page: the client answers with the same numbers. */
  | { readonly nearside: 'ask'; readonly call: number; readonly question: number; readonly value: unknown };

/** Chunks the worker may send before the reader took one: enough to hide a message's way, few enough to bound memory. */
export const initialCredits = 4;

/** The part of a worker, a worker's scope, a thread of Node or a port that messages go over. */
export interface WireEndpoint {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: Event) => void, options?: { readonly signal: AbortSignal }): void;
}

/** Whether `data` is a worker's first message. */
export function isReadyMessage(data: unknown): data is ReadyMessage {
  return hasKind(data) && data.nearside === 'ready';
}

/**
 * The message beside the calls that an event carries; undefined for comlink's own, and for any other.
 *
 * @param event Of type 'message'.
 */
export function readSideMessage<M extends ToClient | ToWorker>(event: Event): M | undefined {
  const { data } = event as unknown as { readonly data: unknown };
  return hasKind(data) && data.nearside !== 'ready' ? (data as M) : undefined;
}

function hasKind(data: unknown): data is { readonly nearside: unknown } {
  return typeof data === 'object' && data !== null && 'nearside' in data;
}
