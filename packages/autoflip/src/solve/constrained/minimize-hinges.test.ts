import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorBanded, solveBanded } from './banded-cholesky.ts';
import { HingeProgram, rowWidth } from './hinge-program.ts';
import { minimizeHinges } from './minimize-hinges.ts';

const search = { tolerance: 1e-7, maxIterations: 100 };
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A program, and its cost by the definition. */
interface Known {
  readonly program: HingeProgram;
  readonly cost: (x: Float64Array) => number;
  /** How far the worst hard hinge is exceeded. */
  readonly exceeded: (x: Float64Array) => number;
}

interface Row {
  readonly start: number;
  readonly factors: number[];
  readonly bound: number;
  readonly rate: number;
  readonly isUpper: boolean;
}

function programOf(size: number, rows: readonly Row[], square: number): Known {
  const program = new HingeProgram(size);
  for (const { start, factors, bound, rate, isUpper } of rows) {
    program.row(start, factors);
    if (isUpper) program.above(bound, rate);
    else program.below(bound, rate);
  }
  for (let k = 0; k < size; k += 1) {
    program.row(k, [1]);
    program.above(10, Infinity);
    program.below(-10, Infinity);
    program.square(square);
  }
  const beyond = ({ start, factors, bound, isUpper }: Row, x: Float64Array): number => {
    const value = factors.reduce((sum, factor, k) => sum + factor * (x[start + k] ?? 0), 0);
    return Math.max(0, isUpper ? value - bound : bound - value);
  };
  return {
    program,
    cost: (x) =>
      rows.reduce((sum, row) => sum + row.rate * beyond(row, x), 0) +
      x.reduce((sum, v) => sum + (square * v * v) / 2, 0),
    exceeded: (x) => Math.max(...Array.from(x, (v) => Math.abs(v) - 10)),
  };
}

const known = fc.integer({ min: rowWidth, max: 12 }).chain((size) =>
  fc
    .record({
      rows: fc.array(
        fc.record({
          start: fc.integer({ min: 0, max: size - 1 }),
          factors: fc.array(number(-2, 2), { minLength: 1, maxLength: rowWidth }),
          bound: number(-3, 3),
          rate: fc.constantFrom(0.05, 0.3, 1, 40, 2000),
          isUpper: fc.boolean(),
        }),
        { minLength: 1, maxLength: 30 },
      ),
      square: fc.constantFrom(0, 0.01, 1),
    })
    .map(({ rows, square }) =>
      programOf(
        size,
        rows.map((row) => ({ ...row, factors: row.factors.slice(0, size - row.start) })),
        square,
      ),
    ),
);

describe('minimizeHinges', () => {
  it('finds the weighted median', () => {
    const medianOf = (points: readonly (readonly [number, number])[]): number => {
      const program = new HingeProgram(rowWidth);
      for (let k = 0; k < rowWidth; k += 1) {
        program.row(k, [1]);
        for (const [at, weight] of points) {
          program.above(at, weight);
          program.below(at, weight);
        }
      }
      const x = new Float64Array(rowWidth);
      minimizeHinges(program, x, search);
      expect(Math.max(...x) - Math.min(...x)).toBeLessThan(1e-4);
      return x[0]!;
    };
    expect(
      medianOf([
        [1, 1],
        [2, 1],
        [9, 1],
      ]),
    ).toBeCloseTo(2, 4);
    expect(
      medianOf([
        [1, 5],
        [2, 1],
        [9, 1],
      ]),
    ).toBeCloseTo(1, 4);
  });

  it('finds what nothing nearby undercuts, with the hard hinges kept', () => {
    fc.assert(
      fc.property(
        known,
        fc.array(fc.array(number(-1, 1), { minLength: 12, maxLength: 12 }), { maxLength: 20 }),
        ({ program, cost, exceeded }, ways) => {
          const x = new Float64Array(program.size);
          minimizeHinges(program, x, search);
          const best = cost(x);
          expect(exceeded(x)).toBeLessThan(0);
          const axes = Array.from({ length: program.size }, (_, k) =>
            Array.from({ length: 12 }, (__, j) => (j === k ? 1 : 0)),
          );
          // The cost is convex: what is best nearby is best.
          for (const way of [...axes, ...axes.map((axis) => axis.map((v) => -v)), ...ways]) {
            for (const length of [1e-3, 0.1, 2]) {
              const other = x.map((value, k) => Math.min(10, Math.max(-10, value + length * way[k]!)));
              expect(cost(other)).toBeGreaterThan(best - 1e-5 * (1 + best));
            }
          }
        },
      ),
    );
  });

  it('has the cost that HiGHS 1.15.3, YALPS 0.6.4 and javascript-lp-solver 1.0.3 find for a path of 24 cells', () => {
    const cells = 24;
    const step = 1 / 3;
    const program = new HingeProgram(cells + 3);
    const terms: ((x: Float64Array) => number)[] = [];
    const both = (start: number, factors: readonly number[], center: number, slack: number, rate: number): void => {
      program.above(center + slack, rate);
      program.below(center - slack, rate);
      if (rate === Infinity) return;
      terms.push((x) => {
        const value = factors.reduce((sum, factor, k) => sum + factor * x[start + k]!, 0);
        return rate * Math.max(0, Math.abs(value - center) - slack);
      });
    };
    for (const [factors, limit, rate] of [
      [[-1, 1], 0.15, 0.3],
      [[1, -2, 1], 0.05, 0.4 / step],
    ] as const) {
      for (let k = 0; k + factors.length <= program.size; k += 1) {
        program.row(k, factors);
        both(k, factors, 0, limit, Infinity);
        both(k, factors, 0, 0, rate);
      }
    }
    for (let k = 0; k < program.size; k += 1) {
      program.row(k, [1]);
      both(k, [1], 0, 0.34, Infinity);
    }
    for (let k = 0; k <= cells; k += 1) {
      const center = -0.3 + (0.6 * k) / cells + 0.01 * Math.sin(7 * k);
      const factors = [1 / 6, 4 / 6, 1 / 6];
      program.row(k, factors);
      both(k, factors, center, 0, 0.08 * step);
      both(k, factors, center, 0.05, 0.7 * step);
      both(k, factors, center, 0.1, 16 * step);
    }
    const x = new Float64Array(program.size);
    expect(minimizeHinges(program, x, search)).toBeLessThan(40);
    expect(terms.reduce((sum, term) => sum + term(x), 0)).toBeCloseTo(0.178_654_95, 6);
  });
});

describe('solveBanded', () => {
  it('solves what the matrix times a vector gives', () => {
    fc.assert(
      fc.property(fc.array(number(-5, 5), { minLength: 1, maxLength: 20 }), number(0.1, 3), (x, diagonal) => {
        const band = 3;
        const entry = (i: number, j: number): number =>
          Math.abs(i - j) > band ? 0 : i === j ? diagonal + 6 : Math.sin(Math.min(i, j) * 3 + Math.abs(i - j));
        const a = new Float64Array(x.length * (band + 1));
        for (let i = 0; i < x.length; i += 1) {
          for (let k = 0; k <= band; k += 1) if (i - band + k >= 0) a[i * (band + 1) + k] = entry(i, i - band + k);
        }
        const b = Float64Array.from(x, (_, i) => x.reduce((sum, value, j) => sum + entry(i, j) * value, 0));
        factorBanded(a, x.length, band);
        solveBanded(a, x.length, band, b);
        expect(Math.max(...x.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-9);
      }),
    );
  });
});
