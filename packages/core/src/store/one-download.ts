import { firstElectionState, nextElectionState, type ElectionEvent, type ElectionState } from './election.ts';
import type { HeldLock, LockManager } from './locks.ts';
import type { StoreChannel } from './store-channel.ts';

/** Milliseconds between the signs of life of a tab that downloads, and between two looks of one that waits. */
const tickMs = 500;
/** Silence after which the tab that downloads counts as frozen: 10 s. */
const patienceTicks = 20;
/** Progress is told at most so often. */
const progressMs = 100;

/** What a turn needs. */
export interface TurnRequest {
  /** Of the model's form. */
  readonly key: string;
  /** One for each file, so that two models that share a file do not write it both. */
  readonly lockNames: readonly string[];
  readonly locks: LockManager;
  readonly channel: StoreChannel;
  readonly signal: AbortSignal;
  /** Told how many bytes of the model the tab that downloads has. */
  readonly onProgress: (loadedBytes: number) => void;
  /** Default: 20 ticks of half a second. */
  readonly patienceTicks?: number;
}

/** A tab's turn to download. */
export interface Turn {
  /** `alone`: another tab has the lock and is frozen. */
  readonly phase: 'leading' | 'alone';
  /** Tells the others how far it is. */
  tell(loadedBytes: number): void;
  /** Lets the next one in. Safe to call twice. */
  end(): void;
}

/**
 * Waits until no other tab downloads these files. A leader that dies loses its locks with its life, and the next one is let
 * in at once; while it waits, a tab hears how far the leader is.
 *
 * @param request Names, locks, channel.
 * @throws The signal's reason on abort.
 */
export async function takeTurn(request: TurnRequest): Promise<Turn> {
  const { key, locks, channel, signal, onProgress } = request;
  // Always in the same order, whichever model asks: two of them cannot wait for each other.
  const lockNames = [...request.lockNames].sort();
  const waiting = new AbortController();
  const stopWaiting = () => waiting.abort(signal.reason);
  if (signal.aborted) stopWaiting();
  signal.addEventListener('abort', stopWaiting);
  let state: ElectionState = firstElectionState;
  const hear = (event: ElectionEvent) => {
    state = nextElectionState(state, event, request.patienceTicks ?? patienceTicks);
    if (state.phase === 'alone') waiting.abort();
  };
  const stopListening = channel.listen((message) => {
    if (message.type !== 'beat' || !message.locks.some((name) => lockNames.includes(name))) return;
    hear('beat');
    if (message.key === key) onProgress(message.loadedBytes);
  });
  const ticking = setInterval(() => hear('tick'), tickMs);
  const held: HeldLock[] = [];
  try {
    for (const name of lockNames) held.push(await locks.take(name, { signal: waiting.signal }));
    hear('granted');
  } catch (error) {
    for (const lock of held) lock.release();
    signal.throwIfAborted();
    if (!isAlone(state)) throw error;
  } finally {
    clearInterval(ticking);
    stopListening();
    signal.removeEventListener('abort', stopWaiting);
  }
  if (isAlone(state)) {
    for (const lock of held) lock.release();
    return { phase: 'alone', tell: () => undefined, end: () => undefined };
  }
  return lead(key, lockNames, held, channel);
}

// A function, since the compiler does not see that a timer changes the state meanwhile.
function isAlone({ phase }: ElectionState): boolean {
  return phase === 'alone';
}

function lead(key: string, lockNames: readonly string[], held: readonly HeldLock[], channel: StoreChannel): Turn {
  let loadedBytes = 0;
  let toldAtMs = 0;
  const beat = () => channel.post({ type: 'beat', key, locks: lockNames, loadedBytes });
  beat();
  const beating = setInterval(beat, tickMs);
  return {
    phase: 'leading',
    tell(bytes) {
      loadedBytes = bytes;
      if (performance.now() - toldAtMs < progressMs) return;
      toldAtMs = performance.now();
      beat();
    },
    end() {
      clearInterval(beating);
      for (const lock of held) lock.release();
    },
  };
}
