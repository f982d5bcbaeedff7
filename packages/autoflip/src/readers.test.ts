import fc from 'fast-check';
import { isNearsideError } from '@nearside/core';
import { describe, expect, it } from 'vitest';
import { anyOptions, anySignals } from './fixtures/arbitrary-video.ts';
import { damaged } from './fixtures/damage.ts';
import type { Edit, SolveOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { readPlan } from './read-plan.ts';
import { readSignals } from './read-signals.ts';
import type { Signals } from './signals.ts';
import { solve } from './solve/solve.ts';

const anyPlan = anySignals.map((signals) => solve(signals));

/** The code of what a call throws; undefined when it does not. */
function refusalOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!isNearsideError(error)) throw error;
    return error.code;
  }
}

const signals: Signals = {
  version: 1,
  source: { width: 640, height: 360, rotation: 0, frameRate: 25, durationUs: 1_000_000 },
  keyFrames: [{ timeUs: 0, detections: [{ type: 'HUMAN', box: { x: 0.2, y: 0.1, width: 0.2, height: 0.8 } }] }],
};

describe('readers', () => {
  it('keep what they do not know', () => {
    const stored = { ...signals, note: 'mine', source: { ...signals.source, title: 'A film' } };
    expect(readSignals(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
    const plan = { ...solve(stored), note: 'mine' };
    expect(plan.source).toHaveProperty('title', 'A film');
    expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it.each([0, 2, '1', undefined, null])('refuse version %s', (version) => {
    expect(() => readSignals({ ...signals, version })).toThrow(/version must be 1/);
    expect(() => readPlan({ ...solve(signals), version })).toThrow(/version must be 1/);
  });

  it.each<[string, (plan: Plan) => unknown]>([
    ['scenes', (plan) => ({ ...plan, scenes: [] })],
    ['scenes[0].startUs', (plan) => ({ ...plan, scenes: [{ ...plan.scenes[0], startUs: 5 }] })],
    ['scenes[0].endUs', (plan) => ({ ...plan, scenes: [{ ...plan.scenes[0], endUs: 999 }] })],
    [
      'scenes[0].path[0].x',
      (plan) => ({
        ...plan,
        scenes: [{ ...plan.scenes[0], path: [{ timeUs: 0, x: -3, y: 0, width: 200, height: 360 }] }],
      }),
    ],
  ])('name what is wrong with a plan: %s', (field, change) => {
    expect(() => readPlan(change(solve(signals)))).toThrow(field);
  });

  it.each<[string, unknown]>([
    ['keyFrames[1]', { ...signals, keyFrames: [...signals.keyFrames, ...signals.keyFrames] }],
    ['frames.histograms', { ...signals, frames: { timesUs: [0, 40_000], histograms: [1, 2, 3] } }],
    ['boundaries[0].kind', { ...signals, boundaries: [{ timeUs: 5, kind: 'wipe' }] }],
    ['source.rotation', { ...signals, source: { ...signals.source, rotation: 45 } }],
  ])('name what is wrong with signals: %s', (field, json) => {
    expect(() => readSignals(json)).toThrow(field);
  });
});

describe('damaged input', () => {
  it('is refused as invalid, or makes a plan like any other', () => {
    fc.assert(
      fc.property(damaged(anySignals), anyOptions, (json, options) => {
        const refusal = refusalOf(() => readPlan(solve(json as Signals, options)));
        expect([undefined, 'invalid-input']).toContain(refusal);
      }),
    );
  });

  it('in options as well', () => {
    fc.assert(
      fc.property(anySignals, damaged(anyOptions), (video, options) => {
        const refusal = refusalOf(() => readPlan(solve(video, (options ?? {}) as SolveOptions)));
        expect([undefined, 'invalid-input']).toContain(refusal);
      }),
    );
  });

  it('in edits as well', () => {
    const edits: fc.Arbitrary<Edit[]> = fc.constantFrom<Edit[]>(
      [{ kind: 'path', atUs: 5, path: [{ timeUs: 0, x: 1, y: 2, width: 30, height: 40 }] }],
      [{ kind: 'hint', atUs: 5, box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } }],
      [
        { kind: 'padding', atUs: 5, padding: { kind: 'solid', color: [1, 2, 3] } },
        { kind: 'split', atUs: 9_000 },
      ],
      [{ kind: 'subject', atUs: 5, subjectId: 3 }],
    );
    fc.assert(
      fc.property(anySignals, damaged(edits), (video, json) => {
        const refusal = refusalOf(() => readPlan(solve(video, {}, { previous: solve(video), edits: json as Edit[] })));
        expect([undefined, 'invalid-input']).toContain(refusal);
      }),
    );
  });

  it('in a stored plan as well', () => {
    fc.assert(
      fc.property(damaged(anyPlan), (json) => {
        expect([undefined, 'invalid-input']).toContain(refusalOf(() => readPlan(json)));
      }),
    );
  });
});
