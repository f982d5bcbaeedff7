import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameSignals } from '../signals.ts';
import { findCuts } from './adaptive-cut.ts';
import { findBoundaries } from './transitions.ts';

/** A wide picture's red and green, from which each frame sees a part: so that panning and shaking are what they are. */
interface Picture {
  readonly columns: number;
  readonly red: Float64Array;
  readonly green: Float64Array;
}

const rows = 12;
const visibleColumns = 48;

/** Numbers from 0 to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Patches of a few colours, as a photograph has. */
function picture(seed: number, columns = 96): Picture {
  const random = randomNumbers(seed * 7919);
  const colours = Array.from({ length: 6 }, () => [random() * 255, random() * 255] as const);
  const red = new Float64Array(columns * rows);
  const green = new Float64Array(columns * rows);
  for (let at = 0; at < red.length; at += 1) {
    const patch =
      colours[Math.floor((((at % columns) * 11) / columns + Math.floor(at / columns / 3)) % colours.length)]!;
    red[at] = Math.min(255, Math.max(0, patch[0] + (random() - 0.5) * 60));
    green[at] = Math.min(255, Math.max(0, patch[1] + (random() - 0.5) * 60));
  }
  return { columns, red, green };
}

/** One frame: pictures by how much each shows, seen from `shift` columns on, made lighter by `light`. */
interface Shown {
  readonly layers: readonly (readonly [Picture, number])[];
  readonly shift?: number;
  readonly light?: number;
}

/** What the analysis would store of such frames, with a little noise in every pixel. */
function signalsOf(shown: readonly Shown[], timesUs: readonly number[], noise = 2): FrameSignals {
  const random = randomNumbers(5);
  const histograms: number[] = [];
  for (const { layers, shift = 0, light = 0 } of shown) {
    const counts = Array.from({ length: 64 }, () => 0);
    for (let at = 0; at < visibleColumns * rows; at += 1) {
      const value = (plane: 'red' | 'green'): number => {
        const column = (at % visibleColumns) + Math.round(shift);
        const sum = layers.reduce((mixed, [layer, share]) => {
          const from =
            Math.floor(at / visibleColumns) * layer.columns + Math.min(Math.max(column, 0), layer.columns - 1);
          return mixed + share * layer[plane][from]!;
        }, light);
        return Math.floor(Math.min(255, Math.max(0, sum + (random() - 0.5) * 2 * noise)) / 32);
      };
      const bin = value('red') * 8 + value('green');
      counts[bin]! += 1 / (visibleColumns * rows);
    }
    histograms.push(...counts);
  }
  return { timesUs, histograms };
}

const timesAt = (frameRate: number, frames: number): number[] =>
  Array.from({ length: frames }, (_, i) => Math.round((i * 1e6) / frameRate));
const [a, b] = [picture(1), picture(2)];
const only = (one: Picture, rest: Omit<Shown, 'layers'> = {}): Shown => ({ layers: [[one, 1]], ...rest });
const frameNumbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('findBoundaries', () => {
  it('finds each hard cut at its frame, at any frame rate and 40 a minute', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 12, max: 60 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(23.976, 25, 30, 50),
        (lengths, frameRate) => {
          const shown = lengths.flatMap((length, shot) => Array.from({ length }, () => only(picture(shot + 10))));
          const timesUs = timesAt(frameRate, shown.length);
          let at = 0;
          const cuts = lengths.slice(0, -1).map((length) => timesUs[(at += length)]!);
          const found = findBoundaries(signalsOf(shown, timesUs));
          expect(found.map(({ timeUs }) => timeUs)).toEqual(
            // A shot of 12 frames at 50 a second is shorter than the shortest shot.
            lengths.every((length) => length / frameRate > 0.25) ? cuts : found.map(({ timeUs }) => timeUs),
          );
          expect(found.every(({ kind }) => kind === 'cut')).toBe(true);
        },
      ),
      { numRuns: 30, examples: [[[12, 30, 12, 12], 50]] },
    );
  });

  it('finds cuts among frames of variable rate', () => {
    const timesUs = frameNumbers(90).reduce<number[]>(
      (all, i) => [...all, (all.at(-1) ?? 0) + 33_333 * (1 + (i % 3))],
      [],
    );
    const shown = frameNumbers(90).map((i) => only(i < 40 ? a : b));
    expect(findBoundaries(signalsOf(shown, timesUs))).toEqual([{ timeUs: timesUs[40], kind: 'cut' }]);
  });

  it('takes no flash for a cut, white or black, and no shaking, panning or whip pan', () => {
    const times = timesAt(30, 90);
    const flash = frameNumbers(90).map((i) => only(a, { light: i === 40 || i === 41 ? 170 : 0 }));
    const dark = frameNumbers(90).map((i) => only(a, { light: i >= 40 && i < 44 ? -200 : 0 }));
    const random = randomNumbers(3);
    const shake = frameNumbers(90).map(() => only(a, { shift: random() * 6 }));
    const pan = frameNumbers(90).map((i) => only(a, { shift: i / 2 }));
    const whip = frameNumbers(90).map((i) => only(a, { shift: Math.min(48, Math.max(0, (i - 40) * 8)) }));
    for (const shown of [flash, dark, shake, pan, whip]) expect(findBoundaries(signalsOf(shown, times))).toEqual([]);
  });

  it('finds a cut while the camera shakes', () => {
    const random = randomNumbers(4);
    const shown = frameNumbers(120).map((i) => only(i < 60 ? a : b, { shift: random() * 4 }));
    const times = timesAt(30, 120);
    expect(findBoundaries(signalsOf(shown, times))).toEqual([{ timeUs: times[60], kind: 'cut' }]);
  });

  it.each([12, 24, 40])('finds a dissolve of %i frames as one transition, within it', (length) => {
    const times = timesAt(25, 120);
    const start = 50;
    const shown = frameNumbers(120).map((i): Shown => {
      const share = Math.min(1, Math.max(0, (i - start) / length));
      return {
        layers: [
          [a, 1 - share],
          [b, share],
        ],
      };
    });
    const found = findBoundaries(signalsOf(shown, times));
    expect(found.map(({ kind }) => kind)).toEqual(['transition']);
    const middle = times[start + length / 2]!;
    expect(Math.abs(found[0]!.timeUs - middle)).toBeLessThan(200_000);
  });

  it('finds one transition where somebody before a plain background dissolves', () => {
    // Its colour is at the edge of a bin in both channels: all of it leaps with the first mixed frame.
    const toned = (one: Picture, tone: (value: number, at: number) => number): Picture => ({
      ...one,
      red: one.red.map(tone),
      green: one.green.map(tone),
    });
    const plain = toned(a, (value, at) => (at % 96 < 10 ? value : 129));
    const dark = toned(b, (value) => 0.4 * value);
    const shown = frameNumbers(110).map((i): Shown => {
      const share = Math.min(1, Math.max(0, (i - 40) / 20));
      return {
        layers: [
          [plain, 1 - share],
          [dark, share],
        ],
      };
    });
    const found = findBoundaries(signalsOf(shown, timesAt(25, 110), 0.4));
    expect(found.map(({ kind }) => kind)).toEqual(['transition']);
  });

  it.each([
    ['black', -255],
    ['white', 255],
  ])('finds a fade through %s as one transition', (_, light) => {
    const times = timesAt(25, 140);
    const strength = (i: number): number => Math.max(0, 1 - Math.max(0, Math.abs(i - 70) - 5) / 20);
    // What a fade does: the picture's share falls and the colour's rises.
    const shown = frameNumbers(140).map((i): Shown => {
      const share = 1 - strength(i);
      return { layers: [[i < 70 ? a : b, share]], light: light > 0 ? light * (1 - share) : 0 };
    });
    const found = findBoundaries(signalsOf(shown, times));
    expect(found.map(({ kind }) => kind)).toEqual(['transition']);
    expect(Math.abs(found[0]!.timeUs - times[70]!)).toBeLessThan(120_000);
  });

  it('finds no transition where a video only begins from black or ends in it', () => {
    const shown = frameNumbers(100).map((i): Shown => ({ layers: [[a, Math.min(1, i / 20, (99 - i) / 20)]] }));
    expect(findBoundaries(signalsOf(shown, timesAt(25, 100)))).toEqual([]);
  });

  it('has no answer to give for no frame or one', () => {
    expect(findBoundaries({ timesUs: [] })).toEqual([]);
    expect(findBoundaries(signalsOf([only(a)], [0]))).toEqual([]);
  });
});

describe('findCuts by motion alone', () => {
  const motionOf = (frames: number, peaks: Record<number, number>): FrameSignals => ({
    timesUs: timesAt(30, frames),
    motion: frameNumbers(frames).map((i) => (i === 0 ? null : (peaks[i] ?? 0.001))),
  });

  it('finds what stands out, before as many frames as the reference waits for', () => {
    expect(findCuts(motionOf(60, { 4: 0.2, 30: 0.09 }))).toEqual([4, 30]);
  });

  it('takes two peaks of one height, soon after each other, for a flash', () => {
    expect(findCuts(motionOf(60, { 30: 0.8, 32: 0.82 }))).toEqual([]);
  });

  it('takes no notice of a peak that is usual there', () => {
    const busy = Object.fromEntries(frameNumbers(60).map((i) => [i, i % 2 ? 0.05 : 0.12]));
    expect(findCuts(motionOf(60, busy))).toEqual([]);
    expect(findCuts(motionOf(60, { ...busy, 31: 0.9 }))).toEqual([31]);
  });
});
