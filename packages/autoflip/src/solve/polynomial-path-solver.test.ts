import { describe, expect, it } from 'vitest';
import { fitPolynomial } from './levenberg-marquardt.ts';
import { polynomialOffsets } from './polynomial-path-solver.ts';

describe('the quartic', () => {
  it('goes through samples of one', () => {
    const quartic = (t: number) => 0.3 + 0.01 * t - 4e-4 * t ** 2 + 3e-6 * t ** 3;
    const samples = Array.from({ length: 100 }, (_, t) => ({ t, value: quartic(t) }));
    const [k = NaN, a = NaN, b = NaN, c = NaN, d = NaN] = fitPolynomial(samples);
    for (const { t, value } of samples)
      // The search stops when the cost hardly falls, so not at the last bit.
      expect(Math.abs(k + t * (a + t * (b + t * (c + t * d))) - value)).toBeLessThan(1e-3);
  });

  it('is hardly moved by gross errors', () => {
    const samples = Array.from({ length: 90 }, (_, t) => ({ t, value: t % 9 === 4 ? 40 : 0.6 }));
    const [k = NaN, a = NaN, b = NaN, c = NaN, d = NaN] = fitPolynomial(samples);
    for (const t of [0, 20, 45, 70, 89])
      expect(Math.abs(k + t * (a + t * (b + t * (c + t * d))) - 0.6)).toBeLessThan(0.02);
  });

  it('is nothing without samples', () => {
    expect([...fitPolynomial([])]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('offsets', () => {
  it('do not move a window as long as the frame, nor leave the frame', () => {
    const focus = [[0.9], [0.95], [1]];
    expect([...polynomialOffsets({ focus, frameLength: 300, windowLength: 300 })]).toEqual([0, 0, 0]);
    expect([...polynomialOffsets({ focus, frameLength: 300, windowLength: 200 })]).toEqual([50, 50, 50]);
  });

  it('need a frame, and a window within it', () => {
    expect(() => polynomialOffsets({ focus: [], frameLength: 300, windowLength: 200 })).toThrow('no focus points');
    expect(() => polynomialOffsets({ focus: [[0.5]], frameLength: 100, windowLength: 200 })).toThrow('200 px in 100');
  });
});
