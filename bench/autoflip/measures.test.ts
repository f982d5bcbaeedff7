import { describe, expect, it } from 'vitest';
import { countReversals, measurePath } from './measures.ts';
import { frameRate, scenes } from './scenes.ts';

const [still] = scenes;
const frames = still!.seconds * frameRate;
const path = (centerAt: (frame: number) => number, cuts: number[] = []) => ({
  centers: Array.from({ length: frames }, (_, frame) => centerAt(frame)),
  cuts,
});

describe('measurePath', () => {
  it('tells a standing camera, and whether the face is in it', () => {
    const measures = { requiredCut: null, jitter: 0, reversalsPerMin: 0, maxSpeed: 0, maxAcceleration: 0, ownCuts: 0 };
    expect(
      measurePath(
        still!,
        path(() => 430),
      ),
    ).toEqual({ ...measures, contained: 1 });
    expect(
      measurePath(
        still!,
        path(() => 1000),
      ),
    ).toEqual({ ...measures, contained: 0 });
  });

  it('measures speed in windows a second, and no movement where the camera cuts', () => {
    const moving = measurePath(
      still!,
      path((frame) => 400 + frame * 0.405),
    );
    expect(moving.maxSpeed).toBeCloseTo(0.03, 6);
    expect(moving.jitter).toBeCloseTo(0, 6);
    const cutting = measurePath(
      still!,
      path((frame) => (frame < 50 ? 400 : 800), [50]),
    );
    expect(cutting).toMatchObject({ maxSpeed: 0, maxAcceleration: 0, ownCuts: 1 });
    expect(
      measurePath(
        still!,
        path((frame) => (frame < 50 ? 400 : 800)),
      ).maxSpeed,
    ).toBeGreaterThan(20);
  });

  it('counts frames in which what is required is cut', () => {
    const logo = scenes.find(({ required }) => required)!;
    const centers = Array.from({ length: logo.seconds * frameRate }, () => 540);
    expect(measurePath(logo, { centers, cuts: [] }).requiredCut).toBe(0);
    expect(measurePath(logo, { centers: centers.map(() => 420), cuts: [] }).requiredCut).toBe(4 * frameRate);
  });
});

describe('countReversals', () => {
  it.each([
    [[], 0],
    [[0, 100, 200], 0],
    [[0, 100, 95, 200], 0],
    [[0, 100, 50, 200, 100], 3],
    // Slowly back, in steps that are small.
    [[0, 100, 95, 90, 85], 1],
  ] as const)('of %j are %i', (centers, reversals) => {
    expect(countReversals(centers)).toBe(reversals);
  });
});
