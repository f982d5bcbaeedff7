import type { StartRequest } from '../start-request.ts';
import type { WireError } from './errors.ts';

/** Version of everything in this folder: client and worker must agree on it. */
export const wireVersion = 1;

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

/** What `serve` exposes through comlink. Each call may bring a port for its signal, progress and chunks. */
export interface WorkerApi {
  start(request: StartRequest, port: MessagePort): Promise<Reply>;
  invoke(method: string, argument: unknown, port: MessagePort | undefined): Promise<Reply>;
  /** Returns at once; chunks and the end go over the port. */
  stream(method: string, argument: unknown, port: MessagePort): void;
}

/** Client to worker, over a call's port. */
export type ToWorker =
  { readonly type: 'abort'; readonly reason: WireError } | { readonly type: 'credit'; readonly chunks: number };

/** Worker to client, over a call's port. */
export type ToClient =
  | { readonly type: 'progress'; readonly value: unknown }
  | { readonly type: 'chunk'; readonly value: unknown }
  // Over the port and not as the call's own reply: two channels have no common order, and the last chunk must come first.
  | { readonly type: 'end'; readonly reply: Reply };

/** Whether `data` is a worker's first message. */
export function isReadyMessage(data: unknown): data is ReadyMessage {
  return typeof data === 'object' && data !== null && 'nearside' in data && data.nearside === 'ready';
}
