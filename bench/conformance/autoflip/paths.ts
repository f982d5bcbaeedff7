/** kinematic_path_solver, polynomial_path_solver, piecewise_linear. */
import type { KinematicOptions } from '@nearside/autoflip/solve';
import { KinematicPathSolver, PiecewiseLinear, polynomialOffsets, roundAway } from '@nearside/autoflip/steps';
import { differ, isRefusal, type Form } from './check.ts';
import { camelKeys, type Pair } from './values.ts';

interface Step {
  readonly op: string;
  readonly position?: number;
  readonly time_us?: number;
  readonly value?: number | boolean;
  readonly min_location?: number;
  readonly max_location?: number;
  readonly error?: boolean;
}

/** Steps in order; a step with `error: true` must be refused. */
export const kinematic: Form = (item, { file }) => {
  const relative = (file['relative_tolerance'] as number | undefined) ?? 2e-6;
  const options = camelKeys({ ...(file['defaults'] as object), ...(item['options'] as object) }) as KinematicOptions;
  const solver = new KinematicPathSolver(
    options,
    item['min_location'] as number,
    item['max_location'] as number,
    item['pixels_per_degree'] as number,
  );
  return (item['steps'] as readonly Step[]).flatMap((step, index) => {
    const name = `step ${index} ${step.op}`;
    if (!step.error) return runStep(solver, step, name, relative);
    try {
      runStep(solver, step, name, relative);
      return [`${name}: was not refused`];
    } catch (error) {
      return isRefusal(error) ? [] : [`${name}: ${String(error)}`];
    }
  });
};

function runStep(solver: KinematicPathSolver, step: Step, name: string, relative: number): string[] {
  const { position = 0, time_us: timeUs = 0, value } = step;
  switch (step.op) {
    case 'observe':
      solver.observe(position, timeUs);
      return [];
    case 'predict':
      solver.predict(timeUs);
      return [];
    case 'set_state':
      solver.setState((value as number | undefined) ?? position);
      return [];
    case 'set_bounds':
      solver.updateMinMax(step.min_location as number, step.max_location as number);
      return [];
    case 'set_pixels_per_degree':
      solver.updatePixelsPerDegree(value as number);
      return [];
    case 'clear_history':
      solver.clearHistory();
      return [];
    case 'expect_state':
      return differ(name, solver.state, value, { relative });
    case 'expect_state_rounded':
      return differ(name, roundAway(solver.state), value);
    case 'expect_delta_state':
      return differ(name, solver.deltaState, value, { relative });
    case 'expect_target':
      return differ(name, solver.target, value);
    case 'expect_motion_state':
      return differ(name, solver.predictMotionState(position, timeUs), value);
    default:
      return [`${name}: there is no such step`];
  }
}

/** Offsets of prior frames, then of the scene's. */
export const polynomial: Form = (item, { file }) => {
  const [frameWidth, frameHeight] = item['frame'] as Pair;
  const [cropWidth, cropHeight] = item['crop'] as Pair;
  const absolute =
    (item['tolerance_px'] as number | undefined) ?? (file['suggested_tolerance_px'] as number | undefined) ?? 0.01;
  const solve = (axis: 'x' | 'y', frameLength: number, windowLength: number) =>
    polynomialOffsets({
      focus: perFrame(item[`focus_${axis}`]),
      prior: perFrame(item[`prior_focus_${axis}`]),
      frameLength,
      windowLength,
    });
  const problems: string[] = [];
  if (item['focus_x']) problems.push(...compareOffsets(solve('x', frameWidth, cropWidth), item, 'x', absolute));
  if (item['focus_y']) problems.push(...compareOffsets(solve('y', frameHeight, cropHeight), item, 'y', absolute));
  if (!item['focus_x'] && !item['focus_y']) solve('x', frameWidth, cropWidth);
  return problems;
};

/** One focus point a frame, or a list of them. */
function perFrame(values: unknown): number[][] {
  return ((values ?? []) as readonly (number | number[])[]).map((value) => [value].flat());
}

function compareOffsets(
  offsets: Float64Array,
  item: Readonly<Record<string, unknown>>,
  axis: 'x' | 'y',
  absolute: number,
): string[] {
  const expected = item[`expected_offset_${axis}`];
  const count = item['expected_count'];
  return [
    ...(expected === undefined ? [] : differ(`offset ${axis}`, offsets, expected, { absolute })),
    ...(count === undefined ? [] : differ('count', offsets.length, count)),
  ];
}

/** Values of a function given by points. */
export const piecewiseLinear: Form = (item) => {
  const line = new PiecewiseLinear();
  for (const [x, y] of item['points'] as readonly Pair[]) line.add(x, y);
  const tolerance = item['exact'] === true ? { relative: 0, absolute: 0 } : {};
  return ((item['evaluate'] ?? []) as readonly Pair[]).flatMap(([x, y]) => differ(`at ${x}`, line.at(x), y, tolerance));
};
