import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection, KeyFrameSignals, SignalType } from '../signals.ts';
import { assign } from './assignment.ts';
import { importanceOf, primaryTrack, trackDetections } from './tracks.ts';

describe('assign', () => {
  it('finds the pairing with the largest gain, as trying all does', () => {
    const bestOf = (gains: number[][], row = 0, taken = new Set<number>()): number => {
      if (row === gains.length) return 0;
      const alone = bestOf(gains, row + 1, taken);
      return gains[row]!.reduce((best, gain, column) => {
        if (gain <= 0 || taken.has(column)) return best;
        return Math.max(best, gain + bestOf(gains, row + 1, new Set([...taken, column])));
      }, alone);
    };
    const matrix = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 5 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.constantFrom(0, -1, 0.1, 0.4, 0.5, 0.9, 1.7), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(matrix, (gains) => {
        const columns = assign(gains);
        const used = columns.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        const sum = columns.reduce((total, column, row) => total + (column < 0 ? 0 : gains[row]![column]!), 0);
        expect(columns.every((column, row) => column < 0 || gains[row]![column]! > 0)).toBe(true);
        expect(sum).toBeCloseTo(bestOf(gains), 9);
      }),
    );
    expect(assign([])).toEqual([]);
  });
});

const face = (x: number, y = 0.3, size = 0.1, type: SignalType = 'FACE_FULL'): Detection => ({
  type,
  box: { x: x - size / 2, y: y - size / 2, width: size, height: size },
});
const keyFrames = (count: number, see: (second: number, index: number) => Detection[]): KeyFrameSignals[] =>
  Array.from({ length: count }, (_, index) => ({ timeUs: index * 200_000, detections: see(index / 5, index) }));
const idsAt = (frames: readonly KeyFrameSignals[], index: number): (number | undefined)[] =>
  frames[index]!.detections.toSorted((a, b) => a.box.x - b.box.x).map(({ id }) => id);

describe('trackDetections', () => {
  it('keeps ids with people who cross each other', () => {
    const frames = keyFrames(20, (t) => [face(0.1 + 0.2 * t, 0.3), face(0.9 - 0.2 * t, 0.36)]);
    const { keyFrames: tracked, tracks } = trackDetections(frames);
    expect(tracks).toHaveLength(2);
    const [left, right] = idsAt(tracked, 0);
    expect(idsAt(tracked, 19)).toEqual([right, left]);
  });

  it('keeps the id through a loss of a second, says where it was meanwhile, and gives another after a longer one', () => {
    const frames = keyFrames(30, (t, i) => ((i > 5 && i < 10) || (i > 15 && i < 23) ? [] : [face(0.2 + 0.05 * t)]));
    const { keyFrames: tracked, tracks } = trackDetections(frames);
    expect(tracks.map(({ seen }) => seen)).toEqual([12, 7]);
    expect(idsAt(tracked, 10)).toEqual(idsAt(tracked, 5));
    expect(tracked[7]!.detections[0]!.box.x + 0.05).toBeCloseTo(0.2 + 0.05 * 1.4, 6);
    expect(tracked[18]!.detections).toEqual([]);
    expect(idsAt(tracked, 25)).not.toEqual(idsAt(tracked, 5));
  });

  it('rejects what is seen once or now and then, but not in a scene too short to tell', () => {
    const now = keyFrames(25, (t, i) => [face(0.3), ...(i === 7 || i === 8 ? [face(0.8)] : [])]);
    expect(trackDetections(now).tracks).toHaveLength(1);
    expect(trackDetections(keyFrames(2, () => [face(0.3)])).tracks).toHaveLength(1);
    const brief = [
      { timeUs: 1_400_000, kind: 'cut' as const },
      { timeUs: 1_800_000, kind: 'cut' as const },
    ];
    expect(trackDetections(now, brief).tracks.map(({ seen }) => seen)).toEqual([7, 2, 2, 16]);
  });

  it('ends every track at a boundary', () => {
    const { tracks } = trackDetections(
      keyFrames(20, () => [face(0.5)]),
      [{ timeUs: 2_000_000, kind: 'cut' }],
    );
    expect(tracks.map(({ firstUs, lastUs }) => [firstUs, lastUs])).toEqual([
      [0, 1_800_000],
      [2_000_000, 3_800_000],
    ]);
  });

  it('finds again who turned while unseen', () => {
    // To the right, lost for a second, and back to the left: not where the movement pointed.
    const places = [0.49, 0.59, 0.67, 0.74, 0.78, 0, 0, 0, 0, 0.59, 0.49, 0.4];
    const frames = keyFrames(12, (_, i) => (places[i] ? [face(places[i], 0.3, 0.17)] : []));
    expect(trackDetections(frames).tracks.map(({ seen }) => seen)).toEqual([8]);
  });

  it('follows somebody fast, whose boxes do not overlap', () => {
    const { tracks } = trackDetections(keyFrames(8, (t) => [face(0.05 + 0.6 * t)]));
    expect(tracks.map(({ seen }) => seen)).toEqual([8]);
  });

  it('leaves ids alone that are there, and required boxes', () => {
    const frames = keyFrames(9, (_, i) => [
      { ...face(0.1 + 0.1 * i), id: 7 },
      ...(i === 4 ? [{ ...face(0.9), isRequired: true }] : []),
    ]);
    const { tracks } = trackDetections(frames);
    expect(tracks.map(({ id, seen }) => [id, seen])).toEqual([
      [7, 9],
      [8, 1],
    ]);
  });

  it('gives every detection one id, unique in its frame, and depends on no order', () => {
    const detections = fc.array(
      fc.record({
        x: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        size: fc.double({ min: 0.03, max: 0.3, noNaN: true }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.array(detections, { minLength: 1, maxLength: 12 }), (seen) => {
        const frames = keyFrames(seen.length, (_, i) => seen[i]!.map(({ x, size }) => face(x, 0.5, size)));
        const before = structuredClone(frames);
        const { keyFrames: tracked, tracks } = trackDetections(frames);
        expect(frames).toEqual(before);
        for (const { detections: own } of tracked) {
          expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
          expect(own.every(({ id }) => tracks.some((track) => track.id === id))).toBe(true);
        }
        const turned = frames.map((frame) => ({ ...frame, detections: frame.detections.toReversed() }));
        expect(
          trackDetections(turned)
            .tracks.map(({ seen: times }) => times)
            .toSorted(),
        ).toEqual(tracks.map(({ seen: times }) => times).toSorted());
      }),
    );
  });
});

describe('importance', () => {
  it('prefers the larger, the longer there, the more central, and people to things', () => {
    const box = (size: number, x = 0.5) => [{ x: x - size / 2, y: 0.3, width: size, height: size }];
    expect(importanceOf('FACE_FULL', box(0.2), 1)).toBeGreaterThan(importanceOf('FACE_FULL', box(0.1), 1));
    expect(importanceOf('FACE_FULL', box(0.1), 1)).toBeGreaterThan(importanceOf('FACE_FULL', box(0.1), 0.5));
    expect(importanceOf('FACE_FULL', box(0.1), 1)).toBeGreaterThan(importanceOf('FACE_FULL', box(0.1, 0.9), 1));
    expect(importanceOf('HUMAN', box(0.4), 1)).toBeGreaterThan(importanceOf('OBJECT', box(0.4), 1));
    // The face of a person and the person.
    expect(importanceOf('FACE_FULL', box(0.1), 1)).toBeGreaterThan(importanceOf('HUMAN', box(0.26), 1));
  });

  it('follows the larger of two who are there all the time', () => {
    const { tracks } = trackDetections(keyFrames(20, () => [face(0.2, 0.4, 0.12), face(0.85, 0.4, 0.2)]));
    const primary = primaryTrack(tracks)!;
    expect(primary.importance).toBe(Math.max(...tracks.map(({ importance }) => importance)));
    expect(trackDetections(keyFrames(1, () => [face(0.85, 0.4, 0.2)])).tracks[0]!.type).toBe(primary.type);
    expect(primaryTrack([])).toBeUndefined();
  });
});
