import { describe, expect, it } from 'vitest';
import type { Rect } from '../geometry.ts';
import type { SolveOptions } from '../options.ts';
import { presets } from '../presets.ts';
import type { Detection, SignalType, Signals } from '../signals.ts';
import { windowAt } from '../window-at.ts';
import { solve } from './solve.ts';

const width = 1280;
const height = 720;

interface Seen {
  readonly type?: SignalType;
  /** px. */
  readonly at: readonly [x: number, y: number, width: number, height: number];
  readonly id?: number;
  readonly score?: number;
  readonly isRequired?: boolean;
}

/** A video of four seconds, with the same things in every key frame, or what a function says. */
function video(seen: readonly Seen[] | ((sec: number) => readonly Seen[]), change: Partial<Signals> = {}): Signals {
  return {
    version: 1,
    source: { width, height, rotation: 0, frameRate: 25, durationUs: 4_000_000 },
    keyFrames: Array.from({ length: 20 }, (_, index) => ({
      timeUs: index * 200_000,
      detections: (typeof seen === 'function' ? seen(index / 5) : seen).map(
        ({ type = 'FACE_FULL', at: [x, y, w, h], id, score, isRequired }): Detection => ({
          type,
          box: { x: x / width, y: y / height, width: w / width, height: h / height },
          ...(id !== undefined && { id }),
          ...(score !== undefined && { score }),
          ...(isRequired !== undefined && { isRequired }),
        }),
      ),
    })),
    ...change,
  };
}

function windowOf(signals: Signals, options: SolveOptions = {}, timeUs = 2_000_000): Rect {
  return windowAt(solve(signals, options).scenes[0]?.path ?? [], timeUs);
}

const centerX = ({ x, width: w }: Rect) => x + w / 2;

describe('what is wished', () => {
  it.each([
    ['9:16', 404, 720],
    ['1:1', 720, 720],
    ['4:5', 576, 720],
    ['2.39:1', 1280, 536],
  ])('is a ratio: %s', (aspectRatio, w, h) => {
    const plan = solve(video([]), { aspectRatio });
    expect(plan.target).toEqual({ aspectRatio, width: w, height: h });
    const window = windowAt(plan.scenes[0]?.path ?? [], 0);
    expect(Math.abs(window.width / window.height / (w / h) - 1)).toBeLessThan(0.01);
  });

  it('is nothing: the window stands in the middle of an empty scene', () => {
    const [scene] = solve(video([])).scenes;
    expect(scene).toMatchObject({ camera: 'stationary', padding: { kind: 'none' }, subjects: [] });
    expect(scene?.path).toEqual([{ timeUs: 0, x: 438, y: 0, width: 404, height: 720 }]);
  });

  it('is a face: the window stands around it, without the borders', () => {
    const borders = [{ timeUs: 0, top: 60, right: 0, bottom: 60, left: 40 }];
    const [scene] = solve(video([{ at: [900, 200, 120, 120] }], { borders })).scenes;
    expect(scene?.camera).toBe('stationary');
    const window = windowAt(scene?.path ?? [], 0);
    expect([window.y, window.height]).toEqual([60, 600]);
    expect(Math.abs(centerX(window) - 960)).toBeLessThan(1);
  });

  it('is headroom: the face is at that height of the window', () => {
    const window = windowOf(video([{ at: [600, 300, 100, 100] }]), { aspectRatio: '4:1', headroom: 0.3 });
    expect(Math.abs((350 - window.y) / window.height - 0.3)).toBeLessThan(0.01);
  });

  it('is a safe zone: the face is in the middle of what captions leave', () => {
    const right = windowOf(video([{ at: [600, 300, 60, 60] }]), { safeZone: { right: 0.4 } });
    expect(Math.abs((630 - right.x) / right.width - 0.3)).toBeLessThan(0.01);
  });

  it('is the primary face alone', () => {
    const two = video([{ at: [300, 200, 150, 150] }, { at: [520, 220, 110, 110] }]);
    expect(Math.abs(centerX(windowOf(two, { primaryFaceOnly: true })) - 375)).toBeLessThan(1);
    expect(Math.abs(centerX(windowOf(two)) - 465)).toBeLessThan(1);
  });

  it('is a hint, which outweighs a face', () => {
    const userHints = [{ startUs: 0, endUs: 4_000_000, box: { x: 0.8, y: 0.2, width: 0.1, height: 0.2 } }];
    const window = windowOf(video([{ at: [100, 200, 100, 100] }]), { userHints });
    expect(window.x + window.width).toBeGreaterThanOrEqual(0.9 * width - 1);
  });

  it('is another weight of a type', () => {
    const both = video([
      { type: 'PET', at: [100, 300, 200, 200] },
      { type: 'CAR', at: [900, 300, 220, 200] },
    ]);
    const heavy = { minScore: 0.9, maxScore: 1 };
    const light = { minScore: 0, maxScore: 0.1 };
    const at = (signalSettings: SolveOptions['signalSettings']) => centerX(windowOf(both, { signalSettings }));
    expect(at({ PET: heavy, CAR: light })).toBeLessThan(500);
    expect(at({ PET: light, CAR: heavy })).toBeGreaterThan(700);
  });

  it('is to pass over what a detector is not sure of', () => {
    const unsure = video([{ type: 'HUMAN', at: [900, 100, 200, 500] }]);
    const keyFrames = unsure.keyFrames.map(({ timeUs, detections }) => ({
      timeUs,
      detections: detections.map((one) => ({ ...one, score: 0.4 })),
    }));
    const options = { signalSettings: { HUMAN: { minimumDetectionScore: 0.5 } } };
    expect(windowOf({ ...unsure, keyFrames }, options).x).toBe(438);
  });
});

describe('what must be shown', () => {
  const caption = { startUs: 0, endUs: 4_000_000, box: { x: 0.1, y: 0.8, width: 0.8, height: 0.1 } };

  it('is padded where no window holds it', () => {
    const [scene] = solve(video([]), { requiredBoxes: [caption] }).scenes;
    expect(scene?.padding).toEqual({ kind: 'blur', contrast: 1, opacity: 0.6 });
    const window = windowAt(scene?.path ?? [], 0);
    expect(window.x).toBeLessThanOrEqual(128);
    expect(window.x + window.width).toBeGreaterThanOrEqual(1152);
  });

  it("takes the picture's own colour for the bands, where it has one", () => {
    const borders = [{ timeUs: 0, top: 0, right: 0, bottom: 0, left: 0, solidBackground: [10, 200, 90] as const }];
    const [scene] = solve(video([], { borders }), { requiredBoxes: [caption] }).scenes;
    expect(scene?.padding).toEqual({ kind: 'solid', color: [10, 200, 90] });
  });

  it('is swept over in a best effort', () => {
    const [scene] = solve(video([]), { requiredBoxes: [caption], coverage: 'best-effort' }).scenes;
    expect(scene).toMatchObject({ camera: 'panning', padding: { kind: 'none' } });
    expect(scene?.path).toHaveLength(2);
    expect(scene?.path.map(({ x }) => Math.round(x))).toEqual([0, width - 404]);
  });

  it('leaves room for a face that fits beside it', () => {
    const logo = { type: 'LOGO' as const, at: [700, 600, 100, 50] as const, isRequired: true };
    const window = windowOf(video([{ at: [450, 200, 100, 100] }, logo]));
    expect(window.x).toBeLessThanOrEqual(450);
    expect(window.x + window.width).toBeGreaterThanOrEqual(800);
  });
});

describe('the camera', () => {
  const walker = video((sec) => [{ at: [100 + 200 * sec, 200, 120, 120] }]);

  it('follows who walks, in every path', () => {
    for (const path of ['constrained', 'polynomial', 'kinematic'] as const) {
      const [scene] = solve(walker, { path }).scenes;
      expect(scene?.camera).toBe('tracking');
      expect(Math.abs(centerX(windowAt(scene?.path ?? [], 2_000_000)) - 560)).toBeLessThan(200);
    }
  });

  it('cuts to whom the scores say now, where no window holds both, and shows nothing between', () => {
    const twoInTurn = video((sec) => [
      { id: 1, at: [100, 200, 140, 140], score: sec < 2 ? 0.9 : 0.2 },
      { id: 2, at: [1040, 200, 140, 140], score: sec < 2 ? 0.2 : 0.9 },
    ]);
    const [scene] = solve(twoInTurn).scenes;
    const xs = Array.from({ length: 100 }, (_, index) => windowAt(scene?.path ?? [], index * 40_000).x);
    expect(xs.filter((x) => x > 300 && x < 700)).toEqual([]);
    expect([xs[0], xs.at(-1)].map((x) => (x ?? 0) < 400)).toEqual([true, false]);
  });

  it('goes on without a jump where a scene is only cut for its length', () => {
    const plan = solve(walker, { maxSceneSize: 30 });
    expect(plan.scenes.map(({ boundary }) => boundary)).toEqual(['length', 'length', 'length', 'end']);
    for (const [index, scene] of plan.scenes.slice(1).entries()) {
      const before = windowAt(plan.scenes[index]?.path ?? [], scene.startUs - 40_000).x;
      const after = windowAt(scene.path, scene.startUs).x;
      expect(Math.abs(after - before)).toBeLessThan(20);
    }
  });

  it.each(Object.keys(presets) as (keyof typeof presets)[])('has a preset: %s', (preset) => {
    expect(solve(walker, { preset }).scenes).toHaveLength(1);
  });
});

describe('the reference', () => {
  it('gives the window of its own test', () => {
    const times = Array.from({ length: 8 }, (_, index) => index * 20_000);
    const box = { x: 315 / 640, y: 175 / 360, width: 330 / 640, height: 360 / 360 };
    const signals: Signals = {
      version: 1,
      source: { width, height, rotation: 0, frameRate: 50, durationUs: 160_000 },
      frames: { timesUs: times },
      keyFrames: times.map((timeUs) => ({ timeUs, detections: [{ type: 'custom:test', box, score: 1 }] })),
    };
    const size = { targetSizeType: 'USE_TARGET_DIMENSION', targetWidth: 720, targetHeight: 1124 } as const;
    for (const path of ['polynomial', 'kinematic'] as const) {
      const [scene] = solve(signals, { reference: true, path, ...size }).scenes;
      // 461 px there; a plan's windows are even.
      expect(scene?.path).toEqual([{ timeUs: 0, x: 725, y: 0, width: 460, height: 720 }]);
    }
  });

  it('finds cuts by its threshold, not before its window is full', () => {
    const timesUs = Array.from({ length: 60 }, (_, index) => index * 66_667);
    const motion = timesUs.map((_, index) => (index === 0 ? null : index === 5 || index === 40 ? 0.9 : 0.01));
    const signals = video([], { frames: { timesUs, motion } });
    const { scenes } = solve(signals, { reference: true });
    expect(scenes.map(({ startUs }) => startUs)).toEqual([0, timesUs[40]]);
  });
});

describe('a camera that stands by option', () => {
  const steady = { cameraMotion: { motionStabilizationThresholdPercent: 0.6 } };

  it('does not leave the subject at the edge of its window', () => {
    // A third of the time far to the right: the middle of the range is far from both.
    const signals = video((sec) => [{ at: [sec < 1.2 ? 500 : 770, 200, 120, 120] }]);
    const { path } = solve(signals, steady).scenes[0] ?? { path: [] };
    for (let sec = 0; sec < 4; sec += 0.2) {
      const window = windowAt(path, sec * 1e6);
      const left = sec < 1.2 ? 500 : 770;
      // While it moves from one place to the other, it may be nearer.
      if (Math.abs(sec - 1.2) < 0.5) continue;
      expect(Math.min(left - window.x, window.x + window.width - left - 120)).toBeGreaterThan(0.08 * window.width);
    }
  });

  it('stands all the same where the subject is at the edge of the frame', () => {
    const signals = video((sec) => [{ at: [5 + sec, 10, 120, 120] }]);
    expect(solve(signals, steady).scenes[0]).toMatchObject({ camera: 'stationary', path: [{ x: 0 }] });
  });

  it.each(Object.keys(presets) as (keyof typeof presets)[])('keeps a head that swings: %s', (preset) => {
    const left = (sec: number) => 565 + 330 * Math.sin((Math.PI * sec) / 2);
    const { path } = solve(
      video((sec) => [{ at: [left(sec), 200, 150, 150] }]),
      { preset },
    ).scenes[0] ?? { path: [] };
    const seconds = Array.from({ length: 100 }, (_, index) => index / 25);
    const lost = seconds.filter((sec) => {
      const { x, width: w } = windowAt(path, sec * 1e6);
      return left(sec) < x - 2 || left(sec) + 150 > x + w + 2;
    });
    // Those after the last key frame: nobody looked there.
    expect(lost.length).toBeLessThanOrEqual(3);
  });
});
