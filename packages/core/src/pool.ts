import type { CallLink } from './connection.ts';
import type { Supervisor } from './supervisor.ts';
import type { StartResult } from './task-host.ts';
import type { Service } from './task.ts';

/** Calls that a worker has in flight before another worker is worth its start: one that waits is never idle. */
const growAt = 4;

interface Member<S extends Service<S>, O> {
  readonly supervisor: Supervisor<S, O>;
  inFlight: number;
}

/** Workers of one task behind one lease. The first starts with the lease, the others when calls pile up. */
export class Pool<S extends Service<S>, O> {
  readonly #make: () => Supervisor<S, O>;
  readonly #size: number;
  readonly #members: [Member<S, O>, ...Member<S, O>[]];

  /**
   * @param size Workers at most, 1 or more.
   * @param make Makes the supervisor of one; nothing is started by that.
   */
  constructor(size: number, make: () => Supervisor<S, O>) {
    this.#size = size;
    this.#make = make;
    this.#members = [{ supervisor: make(), inFlight: 0 }];
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
   * @throws NearsideError as `Supervisor.call`; the signal's reason on abort.
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
   * @throws NearsideError as `Supervisor.stream`, between any two items.
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
    const least = this.#members.reduce((one, other) => (other.inFlight < one.inFlight ? other : one));
    if (least.inFlight < growAt || this.#members.length >= this.#size) return least;
    const fresh = { supervisor: this.#make(), inFlight: 0 };
    this.#members.push(fresh);
    return fresh;
  }
}
