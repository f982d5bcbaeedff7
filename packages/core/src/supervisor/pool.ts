import type { CallLink } from '../connection/connection.ts';
import { NearsideError } from '../errors.ts';
import type { StartResult } from '../task-host.ts';
import type { Service } from '../task.ts';
import type { Failover } from './failover.ts';
import { maxInFlight, type Supervisor } from './supervisor.ts';

/** Calls that a worker has in flight before another worker is worth its start: one that waits is never idle. */
const growAt = 4;
/** After a worker that could not start, milliseconds until another one is tried. */
const growPauseMs = 30_000;

interface Member<S extends Service<S>, O> {
  readonly supervisor: Supervisor<S, O>;
  inFlight: number;
}

/** How large a pool may get. */
export interface PoolLimits {
  /** Workers at most, 1 or more. */
  readonly size: number;
  /** Calls that may wait, beyond those that the workers hold. */
  readonly maxQueued: number;
}

/** Workers of one task behind one lease. The first starts with the lease, the others when calls pile up. */
export class Pool<S extends Service<S>, O> {
  readonly #make: (failover: Failover) => Supervisor<S, O>;
  readonly #limits: PoolLimits;
  readonly #failover: Failover;
  readonly #members: [Member<S, O>, ...Member<S, O>[]];
  #growAgainMs = 0;

  /**
   * @param limits Of workers and waiting calls.
   * @param failover What its workers learn of their providers.
   * @param make Makes the supervisor of one; nothing is started by that.
   */
  constructor(limits: PoolLimits, failover: Failover, make: (failover: Failover) => Supervisor<S, O>) {
    this.#limits = limits;
    this.#failover = failover;
    this.#make = make;
    this.#members = [{ supervisor: make(failover), inFlight: 0 }];
  }

  /** Whether a call is in flight. */
  get isBusy(): boolean {
    return this.#members.some(({ inFlight }) => inFlight > 0);
  }

  /** What runs in the worker that started last, for each model. */
  get explanations(): StartResult {
    return this.#failover.result;
  }

  /**
   * Starts the first worker unless it runs.
   *
   * @param link Signal and progress of the start.
   * @throws NearsideError of the start; the signal's reason on abort.
   */
  started(link: CallLink): Promise<StartResult> {
    return this.#members[0].supervisor.started(link);
  }

  /**
   * Calls a method on the worker that has the least to do.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws NearsideError as `Supervisor.call`, 'busy' when too many calls wait; the signal's reason on abort.
   */
  async call(method: keyof S & string, argument: unknown, link: CallLink): Promise<unknown> {
    const member = this.#pick();
    member.inFlight += 1;
    try {
      return await member.supervisor.call(method, argument, link);
    } finally {
      member.inFlight -= 1;
    }
  }

  /**
   * Calls a method that streams, likewise.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws NearsideError as `Supervisor.stream`, between any two items; 'busy' as `call`.
   */
  async *stream(method: keyof S & string, argument: unknown, link: CallLink): AsyncGenerator<unknown> {
    const member = this.#pick();
    member.inFlight += 1;
    try {
      yield* member.supervisor.stream(method, argument, link);
    } finally {
      member.inFlight -= 1;
    }
  }

  /**
   * Ends all workers for good.
   *
   * @param reason What every call in flight rejects with.
   */
  stop(reason: Error): void {
    for (const { supervisor } of this.#members) supervisor.stop(reason);
  }

  #pick(): Member<S, O> {
    // A worker that is still starting, or cannot, has the least to do: only those that run are asked.
    const ready = this.#members.filter(({ supervisor }, index) => index === 0 || supervisor.isRunning);
    const least = ready.reduce((one, other) => (other.inFlight < one.inFlight ? other : one));
    if (least.inFlight >= growAt && this.#members.every(({ supervisor }) => supervisor.isRunning)) this.#grow();
    // What waits holds its argument: a caller that never awaits must not fill the memory.
    if (least.inFlight >= maxInFlight) {
      const waiting = ready.reduce((sum, { inFlight }) => sum + Math.max(0, inFlight - maxInFlight), 0);
      if (waiting >= this.#limits.maxQueued) throw tooManyCalls(waiting);
    }
    return least;
  }

  /** Starts a further worker beside the calls; one that cannot start is dropped, and the next try waits. */
  #grow(): void {
    if (this.#members.length >= this.#limits.size || performance.now() < this.#growAgainMs) return;
    const member = { supervisor: this.#make(this.#failover), inFlight: 0 };
    this.#members.push(member);
    member.supervisor.started({ signal: undefined, onProgress: undefined }).catch((error: unknown) => {
      this.#members.splice(this.#members.indexOf(member), 1);
      this.#growAgainMs = performance.now() + growPauseMs;
      member.supervisor.stop(error instanceof Error ? error : new Error(String(error)));
    });
  }
}

function tooManyCalls(waiting: number): NearsideError {
  return new NearsideError('busy', `${waiting} calls wait already`, {
    stage: 'call',
    hint: 'Await some answers before more calls are made.',
  });
}
