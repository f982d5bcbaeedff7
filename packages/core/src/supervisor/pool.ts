import type { CallLink } from '../connection/connection.ts';
import { NearsideError } from '../errors.ts';
import type { StartResult } from '../task-host.ts';
import type { Service } from '../task.ts';
import type { Failover } from './failover.ts';
import { race } from '../abort/race.ts';
import type { Supervisor } from './supervisor.ts';

/** Calls a worker holds at once: enough that it never waits for the page, few enough that a budget means one call's own time. */
const maxInFlight = 16;
/** Calls that a worker has in flight before another worker is worth its start: one that waits is never idle. */
const growAt = 4;
/** After a worker that could not start, milliseconds until another one is tried. */
const growPauseMs = 30_000;

interface Member<S extends Service<S>, O> {
  readonly supervisor: Supervisor<S, O>;
  inFlight: number;
  /** Whether it is being started beside the calls: a further worker. */
  isStarting: boolean;
}

/** How large a pool may get. */
export interface PoolLimits {
  /** Workers at most, 1 or more. */
  readonly size: number;
  /** Calls that may wait, beyond those that the workers hold. */
  readonly maxQueued: number;
}

/**
 * Workers of one task behind one lease, and one queue in front of them. The first starts with the lease, the others when
 * calls pile up.
 */
export class Pool<S extends Service<S>, O> {
  readonly #make: (failover: Failover) => Supervisor<S, O>;
  readonly #limits: PoolLimits;
  readonly #failover: Failover;
  readonly #members: [Member<S, O>, ...Member<S, O>[]];
  /** Calls that wait for room, first come first served. */
  readonly #waiting: ((member: Member<S, O>) => void)[] = [];
  readonly #stopping = new AbortController();
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
    this.#members = [{ supervisor: make(failover), inFlight: 0, isStarting: false }];
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
    const member = this.#tryEnter() ?? (await this.#enter(link));
    try {
      return await member.supervisor.call(method, argument, link);
    } finally {
      this.#leave(member);
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
    const member = this.#tryEnter() ?? (await this.#enter(link));
    try {
      yield* member.supervisor.stream(method, argument, link);
    } finally {
      this.#leave(member);
    }
  }

  /**
   * Ends all workers for good.
   *
   * @param reason What every call in flight, or that waits, rejects with.
   */
  stop(reason: Error): void {
    this.#stopping.abort(reason);
    for (const { supervisor } of this.#members) supervisor.stop(reason);
  }

  /** A worker with room, which is taken; undefined where there is none, or others wait already. */
  #tryEnter(): Member<S, O> | undefined {
    if (this.#waiting.length > 0) return undefined;
    const member = this.#leastBusy();
    if (member) member.inFlight += 1;
    return member;
  }

  /** Waits for room. What waits holds its argument, and a caller that never awaits must not fill the memory: not too many. */
  async #enter({ signal, released }: CallLink): Promise<Member<S, O>> {
    for (const one of [signal, released, this.#stopping.signal]) one?.throwIfAborted();
    if (this.#waiting.length >= this.#limits.maxQueued) throw tooManyCalls(this.#waiting.length);
    let admit: (member: Member<S, O>) => void = () => undefined;
    const turn = new Promise<Member<S, O>>((resolve) => this.#waiting.push((admit = resolve)));
    try {
      return await race(turn, signal, released, this.#stopping.signal);
    } catch (error) {
      const place = this.#waiting.indexOf(admit);
      if (place >= 0) this.#waiting.splice(place, 1);
      // Let in in the same moment: its place goes on to the next.
      else void turn.then((member) => this.#leave(member));
      throw error;
    }
  }

  #leave(member: Member<S, O>): void {
    member.inFlight -= 1;
    if (this.#waiting.length > 0) this.#admit();
  }

  /** Lets in as many as there is room for. */
  #admit(): void {
    for (let member = this.#leastBusy(); member && this.#waiting.length > 0; member = this.#leastBusy()) {
      member.inFlight += 1;
      this.#waiting.shift()?.(member);
    }
  }

  /** The worker that has the least to do; undefined where even that one has no room. */
  #leastBusy(): Member<S, O> | undefined {
    const [first, ...others] = this.#members;
    let least: Member<S, O> = first;
    // A further worker that is still starting, or cannot, has the least to do: only those that run are asked.
    for (const member of others) if (member.supervisor.isRunning && member.inFlight < least.inFlight) least = member;
    if (least.inFlight >= growAt) this.#grow();
    return least.inFlight < maxInFlight ? least : undefined;
  }

  /** Starts a further worker beside the calls, or one again that died; one that cannot start is dropped, and the next try waits. */
  #grow(): void {
    const [first, ...others] = this.#members;
    const isBusyStarting = !first.supervisor.isRunning || others.some(({ isStarting }) => isStarting);
    if (isBusyStarting || performance.now() < this.#growAgainMs || this.#stopping.signal.aborted) return;
    const dead = others.find(({ supervisor }) => !supervisor.isRunning);
    if (!dead && this.#members.length >= this.#limits.size) return;
    const member = dead ?? { supervisor: this.#make(this.#failover), inFlight: 0, isStarting: true };
    member.isStarting = true;
    if (!dead) this.#members.push(member);
    member.supervisor.started({ signal: undefined, onProgress: undefined }).then(
      () => ((member.isStarting = false), this.#admit()),
      (error: unknown) => {
        this.#members.splice(this.#members.indexOf(member), 1);
        this.#growAgainMs = performance.now() + growPauseMs;
        member.supervisor.stop(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }
}

function tooManyCalls(waiting: number): NearsideError {
  return new NearsideError('busy', `${waiting} calls wait already`, {
    stage: 'call',
    hint: 'Await some answers before more calls are made.',
  });
}
