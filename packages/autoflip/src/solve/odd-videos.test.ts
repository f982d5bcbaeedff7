import { isNearsideError } from '@nearside/core';
import { describe, expect, it } from 'vitest';
import type { SolveOptions } from '../options.ts';
import type { Plan } from '../plan.ts';
import { readPlan } from '../read-plan.ts';
import type { Detection, Signals } from '../signals.ts';
import { solve } from './solve.ts';

const face = (x: number): Detection => ({ type: 'FACE_FULL', box: { x, y: 0.3, width: 0.1, height: 0.2 } });

/** A video with a face that walks, and what is odd of it. */
function odd(source: Partial<Signals['source']>, rest: Partial<Signals> = {}): Signals {
  const whole = { width: 640, height: 360, rotation: 0, frameRate: 25, durationUs: 2_000_000, ...source } as const;
  return {
    version: 1,
    source: whole,
    keyFrames: [0, 1, 2, 3, 4, 5].map((k) => ({ timeUs: k * 200_000, detections: [face(0.15 * k)] })),
    ...rest,
  };
}

const every: readonly SolveOptions[] = [
  {},
  { path: 'polynomial' },
  { path: 'kinematic' },
  { reference: true },
  { reference: true, path: 'kinematic' },
  { coverage: 'best-effort', requiredBoxes: [{ startUs: 0, endUs: 1e9, box: { x: 0, y: 0, width: 1, height: 1 } }] },
  { requiredBoxes: [{ startUs: 0, endUs: 1e9, box: { x: 0.1, y: 0.1, width: 0.8, height: 0.1 } }] },
];

/** Solves with every kind of options; a plan that can be read is one whose windows are numbers within the frame. */
function solveAll(signals: Signals): Plan[] {
  return every.map((options) => readPlan(JSON.parse(JSON.stringify(solve(signals, options)))));
}

describe('a plan comes of', () => {
  it.each<[string, Signals]>([
    ['nothing seen', odd({}, { keyFrames: [] })],
    ['key frames with nothing in them', odd({}, { keyFrames: [{ timeUs: 0, detections: [] }] })],
    ['one frame', odd({ durationUs: 40_000 })],
    ['a microsecond', odd({ durationUs: 1 })],
    ['one frame in a long video', odd({}, { frames: { timesUs: [500_000] } })],
    ['two pixels', odd({ width: 2, height: 2 })],
    ['a line', odd({ width: 4000, height: 2 })],
    ['a column of odd width', odd({ width: 3, height: 2001 })],
    ['240 frames a second', odd({ frameRate: 240 })],
    ['a frame every five seconds', odd({ frameRate: 0.2, durationUs: 60_000_000 })],
    ['an hour with hardly any frame', odd({ durationUs: 3.6e9 }, { frames: { timesUs: [0, 1, 3.5e9] } })],
    ['times that begin before 0', odd({}, { frames: { timesUs: [-80_000, -40_000, 0, 40_000, 80_000] } })],
    ['times before 0 only', odd({}, { frames: { timesUs: [-80_000, -40_000] } })],
    ['times after the end only', odd({}, { frames: { timesUs: [9e9] } })],
    [
      'a gap of a second in a variable rate',
      odd({}, { frames: { timesUs: Array.from({ length: 30 }, (_, k) => k * 33_333 + (k > 12 ? 1_000_000 : 0)) } }),
    ],
    ['key frames between frames', odd({}, { frames: { timesUs: [0, 310_000, 320_000, 1_900_000] } })],
    ['cuts between frames', odd({}, { boundaries: [1, 2, 3].map((timeUs) => ({ timeUs, kind: 'cut' })) })],
    [
      'cuts in every frame',
      odd({}, { boundaries: Array.from({ length: 49 }, (_, k) => ({ timeUs: (k + 1) * 40_000, kind: 'cut' })) }),
    ],
    ['a cut at 0 and one at the end', odd({}, { boundaries: [0, 2e6].map((timeUs) => ({ timeUs, kind: 'cut' })) })],
    ['bands over everything', odd({}, { borders: [{ timeUs: 0, top: 200, right: 400, bottom: 200, left: 300 }] })],
    [
      'boxes of no size',
      odd(
        {},
        { keyFrames: [{ timeUs: 0, detections: [{ ...face(0), box: { x: 0.5, y: 0.5, width: 0, height: 0 } }] }] },
      ),
    ],
    [
      'boxes far outside',
      odd(
        {},
        { keyFrames: [{ timeUs: 0, detections: [{ ...face(0), box: { x: 9, y: -9, width: 1e9, height: 2 } }] }] },
      ),
    ],
    [
      'scores of 0',
      odd({}, { keyFrames: [0, 1].map((k) => ({ timeUs: k * 200_000, detections: [{ ...face(0.2), score: 0 }] })) }),
    ],
  ])('%s', (_, signals) => {
    for (const plan of solveAll(signals)) {
      expect(plan.scenes[0]?.startUs).toBe(0);
      expect(plan.scenes.at(-1)?.endUs).toBe(signals.source.durationUs);
    }
  });
});

describe('what no detector may say is refused', () => {
  it.each<[string, Signals]>([
    ['NaN in a box', odd({}, { keyFrames: [{ timeUs: 0, detections: [face(NaN)] }] })],
    ['Infinity in a box', odd({}, { keyFrames: [{ timeUs: 0, detections: [face(Infinity)] }] })],
    ['NaN as a score', odd({}, { keyFrames: [{ timeUs: 0, detections: [{ ...face(0), score: NaN }] }] })],
    ['NaN as a time', odd({}, { keyFrames: [{ timeUs: NaN, detections: [] }] })],
    ['NaN among motions', odd({}, { frames: { timesUs: [0, 1], motion: [null, NaN] } })],
    ['a duration of 0', odd({ durationUs: 0 })],
    ['a duration of NaN', odd({ durationUs: NaN })],
    ['no width', odd({ width: 0 })],
    ['one pixel, of which no even window can be taken', odd({ width: 1, height: 1 })],
    ['more frames than anybody has, their times not given', odd({ durationUs: 1e15 })],
    ['a frame rate of 0 without frames', odd({ frameRate: 0 })],
  ])('%s', (_, signals) => {
    for (const options of every) {
      let error: unknown;
      try {
        solve(signals, options);
      } catch (caught) {
        error = caught;
      }
      expect(isNearsideError(error) && error.code).toBe('invalid-input');
    }
  });
});

describe('a longest scene', () => {
  it.each([0.5, 1, 1.5, 1e9])('of %d frames', (maxSceneSize) => {
    for (const reference of [false, true])
      expect(readPlan(solve(odd({}), { maxSceneSize, reference })).scenes.length).toBeLessThanOrEqual(50);
  });
});
