/** Where a tab stands in the question who downloads a model: exactly one of all tabs leads. */
export type ElectionState =
  | { readonly phase: 'waiting'; readonly silentTicks: number }
  /** It holds the lock: it downloads, and tells the others. */
  | { readonly phase: 'leading' }
  /** The leader holds the lock and gives no sign of life: its tab is frozen. This one helps itself. */
  | { readonly phase: 'alone' };

/** What a tab hears. */
export type ElectionEvent = 'granted' | 'beat' | 'tick';

/** How it begins. */
export const firstElectionState: ElectionState = { phase: 'waiting', silentTicks: 0 };

/**
 * The next state. Silence is counted in ticks of the tab's own timer and not by a clock: a tab that was frozen itself has
 * heard nothing for an hour, and must not blame the leader; and clocks are turned.
 *
 * @param state Where it stands.
 * @param event What it heard.
 * @param patienceTicks Ticks without a beat after which the leader counts as frozen.
 */
export function nextElectionState(state: ElectionState, event: ElectionEvent, patienceTicks: number): ElectionState {
  if (state.phase !== 'waiting') return state;
  switch (event) {
    case 'granted':
      return { phase: 'leading' };
    case 'beat':
      return firstElectionState;
    case 'tick': {
      const silentTicks = state.silentTicks + 1;
      return silentTicks >= patienceTicks ? { phase: 'alone' } : { phase: 'waiting', silentTicks };
    }
    default:
      return event satisfies never;
  }
}
