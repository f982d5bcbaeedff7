import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AxisFocus, AxisProblem, AxisSpan } from './axis-problem.ts';
import { solveConstrainedPath } from './constrained-path-solver.ts';

/** Frames of variable rate, focus points and sometimes required spans; limits from slow to fast. */
const problems = fc
  .record({
    stepsUs: fc.array(fc.constantFrom(33_333, 33_333, 33_334, 66_667, 100_000), { minLength: 1, maxLength: 150 }),
    window: fc.double({ min: 0.2, max: 0.95, noNaN: true }),
    walk: fc.array(fc.double({ min: -0.25, max: 0.25, noNaN: true }), { minLength: 1, maxLength: 30 }),
    weights: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
    length: fc.double({ min: 0, max: 0.3, noNaN: true }),
    speed: fc.double({ min: 0.1, max: 2, noNaN: true }),
  })
  .map(({ stepsUs, window, walk, weights, length, speed }): AxisProblem => {
    const timesUs = stepsUs.reduce<number[]>((times, step) => [...times, times.at(-1)! + step], [0]);
    const frameLength = 1280;
    let position = 0.5;
    const focus = walk.map((step, index): AxisFocus => {
      position = Math.min(1, Math.max(0, position + step));
      const timeUs = Math.round((timesUs.at(-1)! * index) / walk.length);
      return {
        timeUs,
        position: position * frameLength,
        weight: weights[index % weights.length]!,
        length: length * 1280,
      };
    });
    const limits = { maxVelocity: speed * frameLength, maxAcceleration: 2 * speed * frameLength };
    return { timesUs, frameLength, windowLength: window * frameLength, focus, required: [], limits };
  });

/** Velocities between frames, px/s, and accelerations between those, px/s². */
function derivatives(timesUs: readonly number[], path: Float64Array): { velocity: number[]; acceleration: number[] } {
  const velocity: number[] = [];
  const middles: number[] = [];
  for (let i = 1; i < path.length; i += 1) {
    velocity.push(((path[i]! - path[i - 1]!) / (timesUs[i]! - timesUs[i - 1]!)) * 1e6);
    middles.push((timesUs[i]! + timesUs[i - 1]!) / 2);
  }
  const acceleration = velocity.slice(1).map((v, i) => ((v - velocity[i]!) / (middles[i + 1]! - middles[i]!)) * 1e6);
  return { velocity, acceleration };
}

const largest = (values: Iterable<number>): number => [...values].reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const largestDifference = (a: Float64Array, b: readonly number[]): number =>
  largest(Array.from(a, (value, i) => value - b[i]!));

/** How far spans stick out of the window, px: the worst frame. */
function sticksOut(problem: AxisProblem, path: Float64Array): number {
  const half = problem.windowLength / 2;
  return Math.max(
    0,
    ...problem.required.map(({ timeUs, from, to }) => {
      const center = path[problem.timesUs.indexOf(timeUs)]!;
      return Math.max(center - half - from, to - center - half);
    }),
  );
}

describe('solveConstrainedPath', () => {
  it('stays in the frame and within the limits of velocity and acceleration, at any frame rate', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const path = solveConstrainedPath(problem);
        const { velocity, acceleration } = derivatives(problem.timesUs, path);
        expect(path).toHaveLength(problem.timesUs.length);
        expect(Math.min(...path)).toBeGreaterThanOrEqual(problem.windowLength / 2 - 1e-9);
        expect(Math.max(...path)).toBeLessThanOrEqual(problem.frameLength - problem.windowLength / 2 + 1e-9);
        expect(largest(velocity)).toBeLessThanOrEqual(problem.limits.maxVelocity * (1 + 1e-9));
        expect(largest(acceleration)).toBeLessThanOrEqual(problem.limits.maxAcceleration * (1 + 1e-6) + 1e-3);
      }),
    );
  });

  it('holds what is required wherever a path within the limits can, whatever the wishes are', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.05, max: 1, noNaN: true }), (problem, share) => {
        // A path that exists: the answer to other wishes. Spans around it can all be held.
        const possible = solveConstrainedPath(problem);
        const half = (problem.windowLength / 2) * share;
        const required = problem.timesUs.map((timeUs, i): AxisSpan => ({
          timeUs,
          from: possible[i]! - half,
          to: possible[i]! + half,
        }));
        const away = problem.focus.map((point) => ({ ...point, position: problem.frameLength - point.position }));
        const asked = { ...problem, focus: away, required };
        expect(sticksOut(asked, solveConstrainedPath(asked))).toBeLessThan(0.2);
      }),
    );
  });

  it('lets as little as possible stick out where not all can be held', () => {
    const timesUs = Array.from({ length: 90 }, (_, i) => i * 33_333);
    const span = (from: number, to: number): AxisSpan[] => timesUs.map((timeUs) => ({ timeUs, from, to }));
    const base = { timesUs, frameLength: 1000, windowLength: 300, limits: { maxVelocity: 300, maxAcceleration: 600 } };
    // Longer than the window: centred, against the wish.
    const focus = [{ timeUs: 0, position: 900, weight: 1 }];
    expect(
      largestDifference(
        solveConstrainedPath({ ...base, focus, required: span(200, 600) }),
        timesUs.map(() => 400),
      ),
    ).toBeLessThan(0.2);
    // From one side to the other at once: within the limits all the same.
    const jump = timesUs.map((timeUs, i) => (i < 45 ? { timeUs, from: 0, to: 200 } : { timeUs, from: 800, to: 1000 }));
    const { velocity } = derivatives(timesUs, solveConstrainedPath({ ...base, focus: [], required: jump }));
    expect(largest(velocity)).toBeLessThanOrEqual(300.001);
    expect(largest(velocity)).toBeGreaterThan(290);
  });

  it('sides with the heavier of two wishes where it cannot be in time for both', () => {
    const timesUs = Array.from({ length: 120 }, (_, i) => i * 33_333);
    const between = (first: number, second: number): number => {
      const focus = Array.from({ length: 20 }, (_, k): AxisFocus => {
        const isFirst = k < 10;
        return { timeUs: k * 200_000, position: isFirst ? 300 : 900, weight: isFirst ? first : second, length: 100 };
      });
      const limits = { maxVelocity: 20, maxAcceleration: 40 };
      const path = solveConstrainedPath({
        timesUs,
        frameLength: 1280,
        windowLength: 400,
        focus,
        required: [],
        limits,
      });
      return path.reduce((sum, center) => sum + center, 0) / path.length;
    };
    expect(between(1, 0.2)).toBeLessThan(450);
    expect(between(0.2, 1)).toBeGreaterThan(750);
  });

  it('knows no left or right, no zero of time or space, and no unit of length', () => {
    fc.assert(
      fc.property(
        problems,
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0.1, max: 8, noNaN: true }),
        (problem, shiftUs, scale) => {
          const path = solveConstrainedPath(problem);
          const { frameLength, focus, timesUs, limits } = problem;
          const mirrored = solveConstrainedPath({
            ...problem,
            focus: focus.map((point) => ({ ...point, position: frameLength - point.position })),
          });
          // The search ends near the best, not at it: hence a tolerance, in shares of the frame.
          expect(
            largestDifference(
              mirrored,
              Array.from(path, (c) => frameLength - c),
            ),
          ).toBeLessThan(1e-3 * frameLength);
          const later = solveConstrainedPath({
            ...problem,
            timesUs: timesUs.map((timeUs) => timeUs + shiftUs),
            focus: focus.map((point) => ({ ...point, timeUs: point.timeUs + shiftUs })),
          });
          expect(largestDifference(later, Array.from(path))).toBeLessThan(1e-3 * frameLength);
          const scaled = solveConstrainedPath({
            ...problem,
            frameLength: frameLength * scale,
            windowLength: problem.windowLength * scale,
            focus: focus.map((point) => ({
              ...point,
              position: point.position * scale,
              length: point.length! * scale,
            })),
            limits: { maxVelocity: limits.maxVelocity * scale, maxAcceleration: limits.maxAcceleration * scale },
          });
          expect(
            largestDifference(
              scaled,
              Array.from(path, (c) => c * scale),
            ),
          ).toBeLessThan(1e-3 * frameLength * scale);
        },
      ),
    );
  });

  it('is deterministic and leaves its input alone', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const before = structuredClone(problem);
        expect(solveConstrainedPath(problem)).toEqual(solveConstrainedPath(problem));
        expect(problem).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  describe('of a scene whose best answer is known', () => {
    const timesUs = Array.from({ length: 240 }, (_, i) => Math.round((i * 1e6) / 30));
    const keyTimes = timesUs.filter((_, i) => i % 6 === 0);
    const base = {
      timesUs,
      frameLength: 1280,
      windowLength: 406,
      required: [],
      limits: { maxVelocity: 240, maxAcceleration: 480 },
    };
    const follow = (position: (sec: number) => number): Float64Array =>
      solveConstrainedPath({
        ...base,
        focus: keyTimes.map((timeUs) => ({ timeUs, position: position(timeUs / 1e6), weight: 1, length: 120 })),
      });

    it('stands before a speaker who sways', () => {
      const path = follow((t) => 500 + 30 * Math.sin(3 * t) + 8 * Math.sin(17 * t));
      expect(new Set(path).size).toBe(1);
      expect(path[0]).toBeGreaterThan(470);
      expect(path[0]).toBeLessThan(530);
    });

    it('glides with somebody who walks, never back', () => {
      const path = follow((t) => 250 + 100 * t + 12 * Math.sin(9 * t));
      const { velocity } = derivatives(timesUs, path);
      expect(Math.min(...velocity)).toBeGreaterThan(-0.5);
      // In the middle at the walker's own speed.
      expect(velocity.slice(90, 150).every((v) => Math.abs(v - 100) < 20)).toBe(true);
      for (const timeUs of keyTimes) {
        const center = path[timesUs.indexOf(timeUs)]!;
        expect(Math.abs(center - (250 + (100 * timeUs) / 1e6))).toBeLessThan((406 - 120) / 2);
      }
    });

    it('moves once for somebody who moves once', () => {
      const path = follow((t) => (t < 4 ? 400 : 800));
      const { velocity } = derivatives(timesUs, path);
      expect(Math.min(...velocity)).toBeGreaterThan(-0.5);
      expect(Math.abs(path[0]! - 400)).toBeLessThan(75);
      expect(Math.abs(path.at(-1)! - 800)).toBeLessThan(75);
    });

    it('keeps somebody at the very edge of the frame, where no window can be centred', () => {
      const edge = (t: number): number => (t < 4 ? 70 : 590);
      const path = solveConstrainedPath({
        ...base,
        windowLength: 700,
        focus: keyTimes.map((timeUs) => ({ timeUs, position: edge(timeUs / 1e6), weight: 1, length: 120 })),
      });
      // The window's edge is the frame's as long as the face is there: from 10 px on.
      expect(path[60]! - 350).toBeLessThan(10);
    });

    it('takes no notice of one wrong detection', () => {
      const path = follow((t) => (Math.abs(t - 4) < 0.05 ? 1200 : 300));
      expect(largest(Array.from(path, (c) => c - 300))).toBeLessThan(30);
    });

    it('keeps somebody fast up to the last frame, which is no key frame', () => {
      const position = (sec: number): number => 300 + 400 * Math.max(0, sec - 5);
      const frames = timesUs.slice(0, 180);
      const path = solveConstrainedPath({
        ...base,
        limits: { maxVelocity: 1200, maxAcceleration: 4800 },
        timesUs: frames,
        focus: keyTimes
          .filter((timeUs) => timeUs < 6_000_000)
          .map((timeUs) => ({ timeUs, position: position(timeUs / 1e6), weight: 1, length: 300 })),
      });
      expect(Math.abs(path.at(-1)! - position(frames.at(-1)! / 1e6))).toBeLessThan((406 - 300) / 2);
    });

    it('goes on from where and as fast as the scene before ended', () => {
      const prior = { timeUs: -33_333, position: 400, velocity: 100 };
      const path = solveConstrainedPath({
        ...base,
        prior,
        focus: keyTimes.map((timeUs) => ({ timeUs, position: 900, weight: 1 })),
      });
      expect(Math.abs(path[0]! - (400 + 100 / 30))).toBeLessThan(1);
      const { velocity, acceleration } = derivatives(timesUs, path);
      expect(Math.abs(velocity[0]! - 100)).toBeLessThan(40);
      expect(largest(acceleration)).toBeLessThanOrEqual(480 * (1 + 1e-6));
    });

    it('stands where it may not move, and needs no limits', () => {
      const focus = keyTimes.map((timeUs) => ({ timeUs, position: 300 + timeUs / 1e4, weight: 1 }));
      const still = solveConstrainedPath({ ...base, focus, limits: { maxVelocity: 0, maxAcceleration: 0 } });
      expect(Math.max(...still) - Math.min(...still)).toBeLessThan(1e-3);
      const free = solveConstrainedPath({
        ...base,
        focus,
        limits: { maxVelocity: Infinity, maxAcceleration: Infinity },
      });
      expect(free.at(-1)! - free[0]!).toBeGreaterThan(500);
    });

    it('has an answer for one frame, for none, and for a window as long as the frame', () => {
      const focus = [{ timeUs: 0, position: 300, weight: 1 }];
      expect([...solveConstrainedPath({ ...base, timesUs: [0], focus })]).toEqual([300]);
      expect([...solveConstrainedPath({ ...base, timesUs: [], focus })]).toEqual([]);
      expect(new Set(solveConstrainedPath({ ...base, windowLength: 1280, focus }))).toEqual(new Set([640]));
      expect(new Set(solveConstrainedPath({ ...base, focus: [] }))).toEqual(new Set([640]));
    });
  });
});
