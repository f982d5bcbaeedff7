import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReferenceOptions, anySignals } from '../fixtures/arbitrary-video.ts';
import type { Edit } from '../options.ts';
import type { Signals } from '../signals.ts';
import { windowAt } from '../window-at.ts';
import { solve } from './solve.ts';

const signals: Signals = {
  version: 1,
  source: { width: 1280, height: 720, rotation: 0, frameRate: 25, durationUs: 8_000_000 },
  boundaries: [{ timeUs: 4_000_000, kind: 'cut' }],
  keyFrames: Array.from({ length: 40 }, (_, index) => ({
    timeUs: index * 200_000,
    detections: [
      { type: 'FACE_FULL', id: 1, box: { x: 0.1, y: 0.2, width: 0.14, height: 0.25 } },
      { type: 'FACE_FULL', id: 2, box: { x: 0.8, y: 0.2, width: 0.1, height: 0.18 } },
    ],
  })),
};
const previous = solve(signals);

function after(...edits: Edit[]) {
  return solve(signals, {}, { previous, edits }).scenes;
}

describe('an edit', () => {
  it('makes the camera follow another subject, in its scene only', () => {
    const [first, second] = after({ kind: 'subject', atUs: 1e6, subjectId: 2 });
    const window = windowAt(first?.path ?? [], 1e6);
    expect(window.x + window.width).toBeGreaterThanOrEqual(0.9 * 1280);
    expect(second).toBe(previous.scenes[1]);
    expect(windowAt(second?.path ?? [], 5e6).x).toBeLessThanOrEqual(128);
  });

  it('splits a scene where a frame begins, and joins two', () => {
    const parts = after({ kind: 'split', atUs: 1_001_000 });
    expect(parts.map(({ startUs, boundary }) => [startUs, boundary])).toEqual([
      [0, 'cut'],
      [1_040_000, 'cut'],
      [4_000_000, 'end'],
    ]);
    const [whole] = after({ kind: 'join', atUs: 1e6 });
    expect(whole).toMatchObject({ startUs: 0, endUs: 8_000_000, boundary: 'end' });
  });

  it('points at something', () => {
    const [scene] = after({ kind: 'hint', atUs: 1e6, box: { x: 0.5, y: 0.4, width: 0.05, height: 0.1 } });
    const window = windowAt(scene?.path ?? [], 1e6);
    expect([window.x <= 640, window.x + window.width >= 704]).toEqual([true, true]);
  });

  it('locks, and a locked scene takes no other until it is unlocked', () => {
    const path = [{ timeUs: 0, x: 300, y: 0, width: 404, height: 720 }];
    const follow: Edit = { kind: 'subject', atUs: 1e6, subjectId: 2 };
    const [locked] = after({ kind: 'path', atUs: 1e6, path }, follow);
    expect(locked).toMatchObject({ path, locked: true, camera: 'stationary' });
    const [free] = after({ kind: 'path', atUs: 1e6, path }, { kind: 'lock', atUs: 1e6, locked: false }, follow);
    expect(free?.locked).toBe(false);
  });

  it('keeps a locked scene under another ratio, and solves the others for it', () => {
    const [first, second] = solve(
      signals,
      { aspectRatio: '1:1' },
      { previous, edits: [{ kind: 'lock', atUs: 0, locked: true }] },
    ).scenes;
    expect(first).toEqual({ ...previous.scenes[0], locked: true });
    expect(second?.path[0]?.width).toBe(720);
  });

  it.each<[string, unknown]>([
    ['edits[0].kind', [{ kind: 'rotate', atUs: 0 }]],
    ['edits[0].atUs', [{ kind: 'split', atUs: NaN }]],
    ['no scene', [{ kind: 'split', atUs: 9e6 }]],
    [
      'path[1]',
      [{ kind: 'path', atUs: 0, path: [1, 0].map((timeUs) => ({ timeUs, x: 0, y: 0, width: 9, height: 9 })) }],
    ],
  ])('that cannot be is refused: %s', (field, edits) => {
    expect(() => after(...(edits as Edit[]))).toThrow(field);
  });

  it('needs the plan of the same video', () => {
    const other = { ...signals, source: { ...signals.source, width: 640 } };
    expect(() => solve(other, {}, { previous })).toThrow('another video');
  });
});

describe('the reference', () => {
  it('solves one scene again as it did among all, also where it goes on from the one before', () => {
    fc.assert(
      fc.property(anySignals, anyReferenceOptions, fc.nat(20), (video, options, which) => {
        const plan = solve(video, options);
        const atUs = plan.scenes[which % plan.scenes.length]?.startUs ?? 0;
        const edits: Edit[] = [{ kind: 'padding', atUs, padding: {} }];
        expect(solve(video, options, { previous: plan, edits })).toEqual(plan);
      }),
    );
  });
});
