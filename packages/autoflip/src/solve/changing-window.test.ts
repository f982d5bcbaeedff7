import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../geometry.ts';
import type { SolveOptions } from '../options.ts';
import type { Plan } from '../plan.ts';
import { readPlan } from '../read-plan.ts';
import { clampRect, scaleRect } from '../rectangles.ts';
import type { Signals } from '../signals.ts';
import { roundWindow, sceneAt, windowAt } from '../window-at.ts';
import { solve } from './solve.ts';

const [width, height] = [1280, 720];

/** A minute with a face that stands. */
const minute: Signals = {
  version: 1,
  source: { width, height, rotation: 0, frameRate: 25, durationUs: 60_000_000 },
  keyFrames: Array.from({ length: 300 }, (_, index) => ({
    timeUs: index * 200_000,
    detections: [{ type: 'FACE_FULL', id: 1, box: { x: 0.6, y: 0.2, width: 0.1, height: 0.15 } }],
  })),
};

const captionAt = (startSec: number, endSec: number) => ({
  startUs: startSec * 1e6,
  endUs: endSec * 1e6,
  box: { x: 0.1, y: 0.8, width: 0.8, height: 0.1 },
});

const at = (plan: Plan, sec: number) => windowAt(sceneAt(plan, sec * 1e6).path, sec * 1e6);
const frames = Array.from({ length: 1500 }, (_, index) => index / 25);

describe('a caption of three seconds', () => {
  const plan = readPlan(solve(minute, { requiredBoxes: [captionAt(20, 23)] }));

  it('is whole all the time, and widens the window only then', () => {
    for (const sec of frames.filter((one) => one >= 20 && one < 23)) {
      expect(at(plan, sec).x).toBeLessThanOrEqual(0.1 * width + 0.5);
      expect(at(plan, sec).x + at(plan, sec).width).toBeGreaterThanOrEqual(0.9 * width - 0.5);
    }
    expect([0, 10, 17, 26, 59].map((sec) => at(plan, sec).width)).toEqual([404, 404, 404, 404, 404]);
    expect(plan.scenes).toHaveLength(1);
    expect(plan.scenes[0]?.padding.kind).toBe('blur');
  });

  it('is come to by a zoom, within the limits of velocity and acceleration at both edges', () => {
    const widths = frames.map((sec) => at(plan, sec).width);
    const speeds = widths.slice(1).map((length, index) => (length - widths[index]!) * 25);
    const changes = speeds.slice(1).map((speed, index) => (speed - speeds[index]!) * 25);
    // The path's few entries are a quarter of a px off.
    expect(Math.max(...speeds.map(Math.abs))).toBeLessThanOrEqual(1.5 * 404 + 13);
    expect(Math.max(...changes.map(Math.abs))).toBeLessThanOrEqual(4 * 404 + 625);
    expect(frames.filter((sec) => at(plan, sec).width > 404).length / 25).toBeLessThan(7);
  });

  it('leaves the face in the window where there is no caption', () => {
    for (const sec of frames.filter((one) => one < 17 || one > 26)) {
      expect(at(plan, sec).x).toBeLessThanOrEqual(0.6 * width);
      expect(at(plan, sec).x + at(plan, sec).width).toBeGreaterThanOrEqual(0.7 * width);
    }
  });
});

describe('one size does where', () => {
  const isConstant = (options: SolveOptions) =>
    solve(minute, options).scenes.every(({ path }) => new Set(path.map((entry) => entry.width)).size === 1);

  it.each<[string, SolveOptions]>([
    ['a caption is there nearly all the time', { requiredBoxes: [captionAt(1, 59)] }],
    [
      'captions follow each other closely',
      { requiredBoxes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => captionAt(6 * k, 6 * k + 4)) },
    ],
    [
      'nothing needs more',
      { requiredBoxes: [{ ...captionAt(20, 23), box: { x: 0.5, y: 0.1, width: 0.1, height: 0.1 } }] },
    ],
    [
      'what is required touches the edge',
      { requiredBoxes: [{ ...captionAt(20, 23), box: { x: 0, y: 0.8, width: 0.9, height: 0.1 } }] },
    ],
  ])('%s', (_, options) => {
    expect(isConstant(options)).toBe(true);
  });

  it('nothing may be padded', () => {
    expect(isConstant({ coverage: 'best-effort', requiredBoxes: [captionAt(20, 23)] })).toBe(true);
  });
});

/** By how many px a box is outside of another, at its worst side. */
function sticksOut(box: Rect, of: Rect): number {
  return Math.max(
    of.x - box.x,
    of.y - box.y,
    box.x + box.width - of.x - of.width,
    box.y + box.height - of.y - of.height,
  );
}

describe('any captions at any time, with any bands', () => {
  const anyBox = fc
    .tuple(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0.3, max: 1, noNaN: true }), fc.boolean())
    .map(([x, length, isTall]) =>
      isTall ? { x: 0.4, y: x, width: 0.1, height: length } : { x, y: 0.5, width: length, height: 0.1 },
    );
  const anyCaption = fc
    .tuple(fc.nat(55), fc.integer({ min: 1, max: 8 }), anyBox)
    .map(([start, length, box]) => ({ startUs: start * 1e6, endUs: (start + length) * 1e6, box }));

  it('are whole in the window, which is in the frame, less its bands, when rounded', () => {
    fc.assert(
      fc.property(
        fc.array(anyCaption, { minLength: 1, maxLength: 3 }),
        fc.tuple(fc.nat(90), fc.nat(90), fc.nat(90), fc.nat(90)),
        fc.constantFrom('9:16', '1:1', '2.39:1'),
        fc.constantFrom('constrained', 'polynomial', 'kinematic'),
        (requiredBoxes, [top, right, bottom, left], aspectRatio, path) => {
          const borders = [{ timeUs: 0, top, right, bottom, left }];
          const plan = readPlan(solve({ ...minute, borders }, { requiredBoxes, aspectRatio, path }));
          const inside = { x: left, y: top, width: width - left - right, height: height - top - bottom };
          for (const sec of frames) {
            const shown = at(plan, sec);
            expect(sticksOut(roundWindow(shown, plan.source), inside)).toBeLessThanOrEqual(0);
            for (const { startUs, endUs, box } of requiredBoxes) {
              if (sec * 1e6 < startUs || sec * 1e6 >= endUs) continue;
              const asked = clampRect(scaleRect(box, width, height), inside);
              // Rounding, the path's few entries, and a frame whose own side is odd.
              expect(asked ? sticksOut(asked, shown) : 0).toBeLessThanOrEqual(1.8);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
