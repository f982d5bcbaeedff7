import { describe, expect, it } from 'vitest';
import { readPlan } from './read-plan.ts';
import { solve } from './solve/solve.ts';
import { windowAt } from './window-at.ts';

describe('in a page', () => {
  it('a plan is made as in Node, from boxes alone', () => {
    const plan = solve(
      {
        version: 1,
        source: { width: 1280, height: 720, rotation: 0, frameRate: 25, durationUs: 4_000_000 },
        keyFrames: Array.from({ length: 20 }, (_, index) => ({
          timeUs: index * 200_000,
          detections: [{ type: 'FACE_FULL', box: { x: 0.1 + 0.03 * index, y: 0.2, width: 0.1, height: 0.2 } }],
        })),
      },
      { aspectRatio: '9:16' },
    );
    expect(readPlan(structuredClone(plan))).toEqual(plan);
    const [scene] = plan.scenes;
    expect(scene?.camera).toBe('tracking');
    for (let index = 0; index < 20; index++) {
      const window = windowAt(scene?.path ?? [], index * 200_000);
      const left = (0.1 + 0.03 * index) * 1280;
      expect(window.x).toBeLessThanOrEqual(left);
      expect(window.x + window.width).toBeGreaterThanOrEqual(left + 128);
    }
  });
});
