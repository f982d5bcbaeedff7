import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan.ts';
import type { SignalType } from '../signals.ts';
import { solve } from '../solve/solve.ts';
import { blackPicture, type Picture } from '../vision/picture.ts';
import type { Mark } from './mark.ts';
import { paintMarks } from './paint-marks.ts';
import { focusView, framingView, keyFrameView } from './views.ts';

const grey = (width: number, height: number): Picture => {
  const picture = blackPicture(width, height);
  picture.data.fill(100);
  return picture;
};

const red = [255, 0, 0];

const pixel = ({ data, width }: Picture, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3).subarray(0, 3),
];

describe('the key-frame view', () => {
  it('draws the region 4 px wide and green, and boxes over it, 2 px wide, each type in its colour', () => {
    const painted = paintMarks(
      grey(100, 60),
      keyFrameView({ x: 10, y: 10, width: 80, height: 40 }, [
        { type: 'HUMAN', box: { x: 30, y: 20, width: 20, height: 20 } },
      ]),
    );
    const row = Array.from({ length: 40 }, (_, x) => pixel(painted, x, 30).join());
    expect(row.filter((color) => color === '0,255,0')).toHaveLength(4);
    expect([row[7], row[8], row[11], row[12]]).toEqual(['100,100,100', '0,255,0', '0,255,0', '100,100,100']);
    expect([row[28], row[29], row[30], row[31]]).toEqual(['100,100,100', '255,250,205', '255,250,205', '100,100,100']);
  });

  it.each<[SignalType, string]>([
    ['FACE_FULL', '0,255,0'],
    ['FACE_LANDMARK', '0,255,0'],
    ['CAR', '255,0,255'],
    ['PET', '255,255,0'],
    ['OBJECT', '0,255,255'],
    ['TEXT', '255,0,0'],
    ['USER_HINT', '255,255,255'],
    ['custom:ball', '255,255,255'],
  ])('draws %s in %s', (type, color) => {
    const [mark] = keyFrameView(undefined, [{ type, box: { x: 0, y: 0, width: 5, height: 5 } }]);
    expect(mark).toMatchObject({ kind: 'box', thickness: 2, color: color.split(',').map(Number) });
  });
});

describe('the focus view', () => {
  it('darkens what is outside of the unsmoothed window, and draws red points in it', () => {
    const marks = focusView([{ x: 0.5, y: 0.5, weight: 1 }], { width: 20, height: 40 }, { width: 100, height: 60 });
    const painted = paintMarks(grey(100, 60), marks);
    expect(pixel(painted, 39, 30)).toEqual([30, 30, 30]);
    expect(pixel(painted, 40, 30)).toEqual([100, 100, 100]);
    expect(pixel(painted, 59, 49)).toEqual([100, 100, 100]);
    expect(pixel(painted, 60, 30)).toEqual([30, 30, 30]);
    expect([47, 50, 53].map((x) => pixel(painted, x, 30))).toEqual([red, red, red]);
    expect(pixel(painted, 54, 30)).toEqual([100, 100, 100]);
  });

  it('shows both points of a window that is as high as the frame', () => {
    const points = [0, 1].map((y) => ({ x: 0.25, y, weight: 1 }));
    const painted = paintMarks(grey(100, 60), focusView(points, { width: 20, height: 60 }, { width: 100, height: 60 }));
    expect([pixel(painted, 25, 0), pixel(painted, 25, 59)]).toEqual([red, red]);
    expect(pixel(painted, 25, 30)).toEqual([100, 100, 100]);
  });

  it('is nothing where there is no point', () => {
    expect(focusView([], { width: 20, height: 60 }, { width: 100, height: 60 })).toEqual([]);
  });
});

describe('the framing view', () => {
  it("leaves the plan's window as it is, whatever the borders", () => {
    const plan: Plan = solve({
      version: 1,
      source: { width: 160, height: 90, rotation: 0, frameRate: 25, durationUs: 1_000_000 },
      borders: [{ timeUs: 0, top: 10, right: 0, bottom: 10, left: 0 }],
      keyFrames: [],
    });
    const painted = paintMarks(grey(160, 90), framingView(plan, 500_000));
    const bright = painted.data.filter((value) => value === 100).length / 3;
    const { width, height } = plan.scenes[0]!.path[0]!;
    expect(bright).toBe(width * height);
    expect(pixel(painted, 80, 5)).toEqual([30, 30, 30]);
    expect(pixel(painted, 80, 45)).toEqual([100, 100, 100]);
  });
});

describe('paintMarks', () => {
  const number = fc.double({ min: -300, max: 300, noNaN: true });
  const length = fc.double({ min: 0, max: 300, noNaN: true });
  const rect = fc.record({ x: number, y: number, width: length, height: length });
  const color = fc.constant<[number, number, number]>([1, 2, 3]);
  const anyMark: fc.Arbitrary<Mark> = fc.oneof(
    fc.record({
      kind: fc.constant('shade' as const),
      opacity: fc.double({ min: 0, max: 1, noNaN: true }),
      except: rect,
    }),
    fc.record({ kind: fc.constant('box' as const), rect, thickness: fc.integer({ min: 1, max: 9 }), color }),
    fc.record({
      kind: fc.constant('dot' as const),
      center: fc.record({ x: fc.integer({ min: -50, max: 150 }), y: fc.integer({ min: -50, max: 150 }) }),
      radius: fc.integer({ min: 0, max: 9 }),
      within: rect,
      color,
    }),
  );

  it('takes marks that reach anywhere, leaves the frame as it was, and darkens or colours every pixel', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(anyMark),
        (w, h, marks) => {
          const frame = grey(w, h);
          const painted = paintMarks(frame, marks);
          expect(frame).toEqual(grey(w, h));
          expect(painted).toMatchObject({ width: w, height: h });
          expect(painted.data.length).toBe(frame.data.length);
          expect(painted.data.every((value) => value <= 100)).toBe(true);
        },
      ),
    );
  });
});
