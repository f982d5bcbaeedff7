import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstElectionState, nextElectionState, type ElectionEvent, type ElectionState } from './election.ts';

const play = (events: readonly ElectionEvent[], patience = 3): ElectionState =>
  events.reduce((state, event) => nextElectionState(state, event, patience), firstElectionState);

describe('who downloads', () => {
  it.each<{ name: string; events: ElectionEvent[]; phase: ElectionState['phase'] }>([
    { name: 'waits at first', events: [], phase: 'waiting' },
    { name: 'leads when it gets the lock', events: ['tick', 'granted'], phase: 'leading' },
    { name: 'waits as long as the leader lives', events: ['tick', 'tick', 'beat', 'tick', 'tick'], phase: 'waiting' },
    { name: 'helps itself when the leader is silent', events: ['tick', 'tick', 'tick'], phase: 'alone' },
    { name: 'does not lead any more after that', events: ['tick', 'tick', 'tick', 'granted', 'beat'], phase: 'alone' },
    { name: 'leads on, whatever it hears', events: ['granted', 'tick', 'tick', 'tick', 'beat'], phase: 'leading' },
  ])('$name', ({ events, phase }) => expect(play(events).phase).toBe(phase));

  it('never helps itself while a beat comes within its patience', () => {
    const rounds = fc.array(fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(rounds, (silences) => {
        const events = silences.flatMap((ticks): ElectionEvent[] => [...Array<'tick'>(ticks).fill('tick'), 'beat']);
        expect(play(events).phase).toBe('waiting');
      }),
    );
  });
});
