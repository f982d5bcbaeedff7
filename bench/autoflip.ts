/**
 * `npm run bench -- autoflip [--quick] [--json FILE]`: how long the planner takes for a video of ten minutes at 30 frames
 * a second, and for one scene of it after an edit. bench/README.md says what each figure means.
 */
import { parseArgs } from 'node:util';
import { solve, type Edit } from '@nearside/autoflip/solve';
import { longVideo } from './autoflip/long-video.ts';
import { Report } from './lib/report.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});

const notYet = [
  'analysis_x_realtime_360p',
  'analysis_x_realtime_1080p',
  'analysis_fps_ratio_decode',
  'render_fps_ratio_unscaled',
  'render_fps_ratio_scaled',
  'memory_slope_mib_per_min',
];
const report = new Report('autoflip', [...notYet, 'solve_10min_ms', 'resolve_scene_ms']);
const rounds = options.quick ? 5 : 30;
const warmUps = options.quick ? 3 : 10;
const seconds = 600;

try {
  measure();
  for (const figure of notYet) report.missing(figure, 'analysis and rendering are not there yet');
  report.finish(options.json);
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function measure(): void {
  const signals = longVideo(seconds);
  const previous = solve(signals);
  const middles = previous.scenes.map(({ startUs, endUs }) => Math.floor((startUs + endUs) / 2));
  const editAt = (index: number): Edit => ({
    kind: 'hint',
    atUs: middles[index % middles.length] as number,
    box: { x: 0.1, y: 0.1, width: 0.1, height: 0.1 },
  });
  // Another object each time: nothing is known of these signals from the time before.
  const whole = () => timeOf({ ...signals }, (fresh) => solve(fresh));
  const one = (round: number) => timeOf(signals, () => solve(signals, {}, { previous, edits: [editAt(round)] }));
  for (let round = 0; round < warmUps; round++) {
    whole();
    one(round);
  }
  const all = Array.from({ length: rounds }, () => whole());
  const edits = Array.from({ length: rounds }, (_, round) => one(round));
  report.row(
    `a plan of ${seconds / 60} minutes, ${previous.scenes.length} scenes`,
    'ours',
    'ms',
    all,
    'solve_10min_ms',
  );
  report.row('one scene again, after an edit', 'ours', 'ms', edits, 'resolve_scene_ms');
}

function timeOf<T>(input: T, run: (input: T) => unknown): number {
  const start = performance.now();
  run(input);
  return performance.now() - start;
}
