import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SubjectSample, SubjectSeen } from './subject-sample.ts';
import { planHolds } from './subject-switching.ts';

const window = { width: 400, height: 720 };
const left = (weight: number, x = 200): SubjectSeen => ({ id: 1, box: { x, y: 200, width: 120, height: 120 }, weight });
const right = (weight: number, x = 1000): SubjectSeen => ({
  id: 2,
  box: { x, y: 200, width: 120, height: 120 },
  weight,
});

/** Five key frames a second. */
function shotOf(seconds: number, see: (second: number) => SubjectSeen[]): Parameters<typeof planHolds> {
  const samples: SubjectSample[] = Array.from({ length: Math.round(seconds * 5) }, (_, k) => ({
    timeUs: k * 200_000,
    subjects: see(k / 5),
  }));
  return [samples, { startUs: 0, endUs: seconds * 1e6 }, window];
}

const told = (holds: ReturnType<typeof planHolds>): (readonly [number, readonly number[], boolean])[] =>
  holds.map(({ startUs, subjects, startsWithCut }) => [startUs / 1e6, subjects, startsWithCut]);

describe('planHolds', () => {
  it('shows both where both fit, and the more important one where not', () => {
    expect(told(planHolds(...shotOf(8, () => [left(0.5), right(0.6, 450)])))).toEqual([[0, [2, 1], false]]);
    expect(told(planHolds(...shotOf(8, () => [left(0.7), right(0.6)])))).toEqual([[0, [1], false]]);
  });

  it('cuts to who takes the turn, when the turn begins', () => {
    const turns = (t: number): SubjectSeen[] => (t % 8 < 4 ? [left(1), right(0.2)] : [left(0.2), right(1)]);
    expect(told(planHolds(...shotOf(16, turns)))).toEqual([
      [0, [1], false],
      [4, [2], true],
      [8, [1], true],
      [12, [2], true],
    ]);
  });

  it('takes no notice of an interjection', () => {
    const holds = planHolds(...shotOf(10, (t) => (t >= 4 && t < 4.8 ? [left(0.2), right(1)] : [left(1), right(0.2)])));
    expect(told(holds)).toEqual([[0, [1], false]]);
  });

  it('stays on one side of a rally that is too quick to follow', () => {
    const holds = planHolds(...shotOf(20, (t) => (t % 1.6 < 0.8 ? [left(1), right(0.4)] : [left(0.4), right(1)])));
    expect(holds).toHaveLength(1);
  });

  it('follows a subject that leaves for one that stays, and glides where they are near', () => {
    const leaves = (x: number) => (t: number) => (t < 5 ? [left(0.8), right(0.5, x)] : [right(0.5, x)]);
    expect(told(planHolds(...shotOf(10, leaves(1000))))).toEqual([
      [0, [1], false],
      [5, [2], true],
    ]);
    // They do not fit together, but the centres are less than half a window apart.
    const tall = (t: number): SubjectSeen[] =>
      leaves(390)(t).map((one) => ({ ...one, box: { ...one.box, width: 300 } }));
    expect(told(planHolds(...shotOf(10, tall)))).toEqual([
      [0, [1], false],
      [5, [2], false],
    ]);
  });

  it('goes on with who appears where the subject was lost, though too briefly for a hold', () => {
    const again = (x: number) => (t: number) => (t < 5 ? [left(1)] : t < 6.4 ? [] : [right(1, x)]);
    expect(told(planHolds(...shotOf(7, again(450))))).toEqual([[0, [1, 2], false]]);
    // Further away it is somebody else.
    expect(told(planHolds(...shotOf(7, again(1000))))).toEqual([[0, [1], false]]);
  });

  it('has one hold for a shot in which nobody is, and for one shorter than a hold', () => {
    expect(planHolds(...shotOf(3, () => []))).toEqual([
      { startUs: 0, endUs: 3_000_000, subjects: [], startsWithCut: false },
    ]);
    expect(told(planHolds(...shotOf(0.8, (t) => (t < 0.4 ? [left(1)] : [right(1)]))))).toHaveLength(1);
  });

  it('tiles the shot with holds no shorter than allowed, wherever its time begins', () => {
    const seen = fc.array(
      fc.array(
        fc.record({
          id: fc.integer({ min: 1, max: 4 }),
          x: fc.integer({ min: 0, max: 1160 }),
          weight: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: 4 },
      ),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(seen, (moments) => {
        const [samples, shot] = shotOf(moments.length / 5, (t) =>
          [...new Map(moments[Math.round(t * 5)]!.map((one) => [one.id, one])).values()].map(({ id, x, weight }) => ({
            id,
            weight,
            box: { x, y: 0, width: 120, height: 120 },
          })),
        );
        const holds = planHolds(samples, shot, window);
        expect(holds[0]!.startUs).toBe(shot.startUs);
        expect(holds.at(-1)!.endUs).toBe(shot.endUs);
        expect(holds.slice(1).map(({ startUs }) => startUs)).toEqual(holds.slice(0, -1).map(({ endUs }) => endUs));
        const shortest = Math.min(...holds.map(({ startUs, endUs }) => endUs - startUs));
        expect(shortest).toBeGreaterThanOrEqual(Math.min(1_200_000, shot.endUs) - 1);
        const whom = holds.map(({ subjects }) => subjects[0]);
        expect(whom.slice(1).every((id, k) => id !== whom[k])).toBe(true);
        // Later by any time: the same holds, later.
        const later = planHolds(
          samples.map((sample) => ({ ...sample, timeUs: sample.timeUs + 7_000_000 })),
          { startUs: 7_000_000, endUs: shot.endUs + 7_000_000 },
          window,
        );
        expect(later.map(({ startUs, subjects }) => [startUs - 7_000_000, subjects])).toEqual(
          holds.map(({ startUs, subjects }) => [startUs, subjects]),
        );
      }),
    );
  });
});
