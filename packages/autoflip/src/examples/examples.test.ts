import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPlan } from '../read-plan.ts';
import { solve } from '../solve/solve.ts';
import { cropAt, moveWindow, preview, toSignals } from './own-detector.ts';

const found = Array.from({ length: 40 }, (_, index) => ({
  timeSec: index / 5,
  faces: [{ left: 1300 + index, top: 200, size: 180, score: 0.9 }],
}));
const signals = toSignals(found, 1920, 1080, 8);

describe('the guide', () => {
  it('shows the code that is tested here', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../../docs/autoflip.md'), 'utf8');
    const code = readFileSync(join(import.meta.dirname, 'own-detector.ts'), 'utf8');
    const regions = [...code.matchAll(/\/\/ #region \w+\n([\s\S]*?)\/\/ #endregion/g)].map(([, text]) => text?.trim());
    expect(regions).toHaveLength(4);
    for (const region of regions) expect(guide).toContain(region);
  });

  it("makes a plan from a detector's boxes that shows the face all the time", () => {
    const plan = readPlan(solve(signals, { aspectRatio: '9:16' }));
    expect(plan.target).toEqual({ aspectRatio: '9:16', width: 608, height: 1080 });
    for (const { timeSec, faces } of found) {
      const crop = cropAt(plan, timeSec * 1e6);
      const [face] = faces as [(typeof faces)[0]];
      expect(crop.x).toBeLessThanOrEqual(face.left);
      expect(crop.x + crop.width).toBeGreaterThanOrEqual(face.left + face.size);
    }
  });

  it('lets the user move a window, and keeps it', () => {
    const moved = moveWindow(signals, solve(signals), 1e6, 77);
    expect(cropAt(moved, 1e6)).toMatchObject({ x: 77, width: 608 });
    expect(moved.scenes[0]?.locked).toBe(true);
    expect(solve(signals, {}, { previous: moved }).scenes[0]).toEqual(moved.scenes[0]);
  });

  it('shows what is left out darker, and a face in a frame', () => {
    const picture = { width: 1920, height: 1080, data: new Uint8Array(1920 * 1080 * 3).fill(100) };
    const seen = preview(picture, solve(signals), signals, 1e6);
    const at = (x: number, y: number) => [...seen.data.subarray((y * 1920 + x) * 3).subarray(0, 3)];
    expect(at(100, 500)).toEqual([30, 30, 30]);
    expect(at(1400, 500)).toEqual([100, 100, 100]);
    expect(at(1305, 290)).toEqual([0, 255, 0]);
  });
});
