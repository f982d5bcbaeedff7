import type { StartResult } from '../task-host.ts';
import type { StartRequest } from './start-request.ts';
import type { Answer } from '../wire/questions.ts';

/** What the caller gives a call beside its argument. */
export interface CallLink {
  readonly signal: AbortSignal | undefined;
  /** Aborted when the caller's share in the task is given back: as `signal`, and of many calls. */
  readonly released?: AbortSignal | undefined;
  readonly onProgress: ((progress: unknown) => void) | undefined;
  /** Answers what the other side asks meanwhile. None: a question rejects with 'unsupported'. */
  readonly answer?: Answer | undefined;
}

/** A running task, in a worker or in-process. It may hang or die: the supervisor sees to that. */
export interface Connection {
  start(request: StartRequest, link: CallLink): Promise<StartResult>;
  invoke(method: string, argument: unknown, link: CallLink): Promise<unknown>;
  stream(method: string, argument: unknown, link: CallLink): AsyncIterable<unknown>;
  /** Settles when the other side has answered; undefined where there is no other side that could be ended: in-process. */
  readonly ping?: () => Promise<unknown>;
  /** Resolves with the reason when the other side is seen to be dead; else never. */
  readonly died: Promise<Error>;
  /** Ends the other side at once. Safe to call twice. */
  close(): void;
}
