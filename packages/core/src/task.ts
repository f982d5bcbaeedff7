import type { Manifest } from './manifest/manifest.ts';
import type { OpenModel } from './model/open-model.ts';
import type { LocalProvider } from './model/provider-ways.ts';
import type { HeartbeatSpec } from './supervisor/heartbeat.ts';

/** What a service's method is given beside its argument. */
export interface CallContext {
  /** Aborted when the caller aborts or goes away. */
  readonly signal: AbortSignal;
  /** Tells the caller how far the work is; also a sign of life that restarts the call's budget. */
  readonly report: (progress: unknown) => void;
}

/**
 * A service: methods of one argument and a context. It knows nothing of workers. A method returns a promise, or an
 * async iterable whose items are streamed with back-pressure.
 */
export type Service<S> = {
  readonly [K in keyof S]: (argument: never, context: CallContext) => Promise<unknown> | AsyncIterable<unknown>;
};

/** What the supervisor needs to know of a method. */
export interface MethodSpec {
  /** Milliseconds a call may be silent (no result, progress or chunk) before its worker counts as hung. */
  readonly budgetMs: number;
  /**
   * Whether a call may be made twice: where its worker is lost under it, it is made once more on a fresh one. Never a
   * stream that has delivered anything. Default false.
   */
  readonly idempotent?: boolean;
}

/** What a task is given to build its service with. */
export interface StartContext<O> {
  /** The options the client passed, as they crossed the wire. */
  readonly options: O;
  /** Aborted when the last client goes away. */
  readonly signal: AbortSignal;
  /** Fetches a model, picks a provider for it, and proves the pair with the golden sample. */
  openModel(manifest: Manifest): Promise<OpenModel>;
  /**
   * The files of a form of a model, from the model store: for engines that read them on their own. A Blob reads from the disk
   * what is asked of it. Progress goes to `create()`'s monitor.
   *
   * @param manifest The model.
   * @param provider Whose form.
   */
  modelFiles(manifest: Manifest, provider: string): Promise<Readonly<Record<string, Blob>>>;
}

/** A task: a contract that client and worker share, and the way to its service. */
export interface Task<S extends Service<S>, O = undefined> {
  /** Shown in messages and developer tools. */
  readonly name: string;
  /** Of the package; client and worker must agree. */
  readonly version: string;
  /** The budget of each method of the service. */
  readonly methods: { readonly [K in keyof S]: MethodSpec };
  /** Milliseconds of silence allowed from the worker's creation to its first message, and between signs of life in the start. */
  readonly startBudgetMs: number;
  /** How an idle worker is asked whether it lives. */
  readonly heartbeat: HeartbeatSpec;
  /** Calls that may wait for the workers of one pool; a further one rejects with 'busy'. */
  readonly maxQueued: number;
  /** Providers whose code comes with the task: a client names them by descriptors without a module. */
  readonly providers?: readonly LocalProvider[];
  /** Builds the service; called once in the life of a worker. */
  start(context: StartContext<O>): Promise<S>;
}

/** What need not be said of a task. */
type TaskDefaults = Pick<Task<never>, 'startBudgetMs' | 'heartbeat' | 'maxQueued'>;

/**
 * Defines a task. Everything Nearside's own packages do goes through this, and nothing else is needed for one's own.
 *
 * @param task Its contract and start. Defaults: `startBudgetMs` 30,000 milliseconds; a `heartbeat` after 10,000 of idleness,
 *   to be answered within 5,000; `maxQueued` 1,024 calls.
 */
export function defineTask<S extends Service<S>, O = undefined>(
  task: Omit<Task<S, O>, keyof TaskDefaults> & Partial<TaskDefaults>,
): Task<S, O> {
  return { startBudgetMs: 30_000, heartbeat: { everyMs: 10_000, budgetMs: 5_000 }, maxQueued: 1024, ...task };
}
