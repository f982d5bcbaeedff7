import { isNearsideError } from '@nearside/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySignals } from '../fixtures/arbitrary-video.ts';
import type { Signals } from '../signals.ts';
import { solve } from './solve.ts';

/** Signals that may be written to. */
type Writable<T> = T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;

const own = (signals: Signals): Writable<Signals> => structuredClone(signals) as Writable<Signals>;

/** Changes that somebody may make in place between two calls. */
const changes: readonly [string, (signals: Writable<Signals>) => void][] = [
  ['a box moves', ({ keyFrames: [first] }) => first?.detections[0] && (first.detections[0].box.x += 0.25)],
  ['a box grows', ({ keyFrames: [first] }) => first?.detections[0] && (first.detections[0].box.width *= 1.5)],
  ['somebody is louder', ({ keyFrames: [first] }) => first?.detections[0] && (first.detections[0].score = 0.123)],
  ['a detection goes', ({ keyFrames }) => void keyFrames[0]?.detections.pop()],
  ['a key frame goes', ({ keyFrames }) => void keyFrames.pop()],
  [
    'a key frame is another one',
    ({ keyFrames }) => keyFrames[0] && (keyFrames[0] = { ...keyFrames[0], detections: [] }),
  ],
  ['a cut goes', ({ boundaries }) => void boundaries?.pop()],
  ['a cut comes', (signals) => (signals.boundaries = [{ timeUs: 40_000, kind: 'cut' }])],
  ['the video is longer', ({ source }) => (source.durationUs += 100_000)],
  ['its frames are others', (signals) => (signals.frames = { timesUs: [0, 20_000] })],
];

describe('signals that were solved before', () => {
  it.each(changes)('are looked at again where %s', (_, change) => {
    fc.assert(
      fc.property(anySignals, (signals) => {
        const kept = own(signals);
        solve(kept as Signals);
        change(kept);
        expect(solve(kept as Signals)).toEqual(solve(structuredClone(kept) as Signals));
      }),
      { numRuns: 30 },
    );
  });

  it('are refused where they were damaged since', () => {
    for (const damage of [
      (signals: Writable<Signals>) => delete (signals as { keyFrames?: unknown }).keyFrames,
      (signals: Writable<Signals>) => (signals.keyFrames[0]!.detections[0]!.box.x = NaN),
      (signals: Writable<Signals>) => delete (signals.keyFrames[0]!.detections[0] as { box?: unknown }).box,
    ]) {
      const box = { x: 0.1, y: 0.1, width: 0.1, height: 0.1 };
      const signals = own({
        version: 1,
        source: { width: 640, height: 360, rotation: 0, frameRate: 25, durationUs: 1e6 },
        keyFrames: [{ timeUs: 0, detections: [{ type: 'PET', box }] }],
      });
      solve(signals as Signals);
      damage(signals);
      let error: unknown;
      try {
        solve(signals as Signals);
      } catch (caught) {
        error = caught;
      }
      expect(isNearsideError(error) && error.code).toBe('invalid-input');
    }
  });
});
