import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CameraLimits } from '../options.ts';
import type { Plan } from '../plan.ts';
import type { Signals } from '../signals.ts';
import { sceneAt, windowAt } from '../window-at.ts';
import { solve } from './solve.ts';

const durationUs = 6_000_000;

/** One subject that is anywhere in each key frame, or nearly where it was, in frames of a variable rate. */
const anyRestlessSubject: fc.Arbitrary<Signals> = fc
  .record({
    places: fc.array(fc.tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.boolean()), {
      minLength: 30,
      maxLength: 30,
    }),
    gapsUs: fc.array(fc.constantFrom(20_000, 40_000, 80_000), { minLength: 1, maxLength: 6 }),
    firstUs: fc.nat(300_000),
  })
  .map(({ places, gapsUs, firstUs }) => {
    const timesUs: number[] = [];
    for (let timeUs = firstUs; timeUs < durationUs; timeUs += gapsUs[timesUs.length % gapsUs.length]!)
      timesUs.push(timeUs);
    let x = 0.4;
    const keyFrames = places.map(([place, jumps], index) => {
      x = jumps ? place : Math.min(0.9, Math.max(0, x + 0.1 * (place - 0.45)));
      const box = { x, y: 0.3, width: 0.06, height: 0.1 };
      return { timeUs: index * 200_000, detections: [{ type: 'FACE_FULL' as const, box, id: 1 }] };
    });
    const source = { width: 3840, height: 2160, rotation: 0, frameRate: 25, durationUs } as const;
    return { version: 1, source, frames: { timesUs }, keyFrames };
  });

const anyLimits: fc.Arbitrary<CameraLimits> = fc.record({
  maxVelocity: fc.double({ min: 0.1, max: 3, noNaN: true }),
  maxAcceleration: fc.double({ min: 0.2, max: 8, noNaN: true }),
});

// A quarter of a pixel at both ends: what the path's few entries may be off.
const simplified = 0.5;

/** By how much a plan exceeds its limits at most; px a second, px a second squared times seconds. */
function excess(plan: Plan, timesUs: readonly number[], { maxVelocity, maxAcceleration }: CameraLimits) {
  const worst = { velocity: -Infinity, acceleration: -Infinity };
  const windows = timesUs.map((timeUs) => windowAt(sceneAt(plan, timeUs).path, timeUs));
  let before: { velocity: number; seconds: number } | undefined;
  for (let index = 1; index < windows.length; index++) {
    const { x, width } = windows[index]!;
    const seconds = (timesUs[index]! - timesUs[index - 1]!) / 1e6;
    const velocity = (x - windows[index - 1]!.x) / seconds;
    worst.velocity = Math.max(worst.velocity, Math.abs(velocity) - maxVelocity * width - simplified / seconds);
    if (before) {
      // Mean velocities of two frames are those of instants half of both apart.
      const allowed = (maxAcceleration * width * (seconds + before.seconds)) / 2;
      const slack = simplified / seconds + simplified / before.seconds;
      worst.acceleration = Math.max(worst.acceleration, Math.abs(velocity - before.velocity) - allowed - slack);
    }
    before = { velocity, seconds };
  }
  return worst;
}

describe('the limits of velocity and acceleration', () => {
  it('are kept between any two frames, however restless the subject is', () => {
    fc.assert(
      fc.property(anyRestlessSubject, anyLimits, (signals, limits) => {
        const { velocity, acceleration } = excess(solve(signals, { limits }), signals.frames!.timesUs, limits);
        expect(velocity).toBeLessThanOrEqual(0);
        expect(acceleration).toBeLessThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it('are what holds the camera back: without them it is faster', () => {
    const timesUs = Array.from({ length: 150 }, (_, index) => index * 40_000);
    const jumps = fc.sample(anyRestlessSubject, { numRuns: 20, seed: 1 });
    const slow: CameraLimits = { maxVelocity: 0.2, maxAcceleration: 0.4 };
    const isExceeded = jumps.map((signals) => {
      const free = solve(signals, { limits: { maxVelocity: 100, maxAcceleration: 1000 } });
      const { velocity, acceleration } = excess(free, timesUs, slow);
      return velocity > 0 && acceleration > 0;
    });
    expect(isExceeded.filter(Boolean).length).toBeGreaterThan(10);
  });
});
