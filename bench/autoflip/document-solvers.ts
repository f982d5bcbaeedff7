import { measurePath, type PathMeasures } from './measures.ts';
import { plotScene } from './plot.ts';
import { scenes } from './scenes.ts';
import { pathSolvers } from './solvers.ts';

const introduction = `# The three path solvers, side by side

\`solve\` smooths the camera's path by one of three solvers; \`path\` chooses.

- **constrained** (the default): the steadiest path within limits of velocity and acceleration that keeps what is required
  in the window and the subject comfortably so, with cuts where two people are further apart than a window
  ([how, and why](adr/0010-camera-path.md)).
- **polynomial**: the reference's default, one quartic for each scene. No limits; it swings where the motion is complex.
- **kinematic**: the reference's online one, which follows like an operator, so late; along x only.

The scenes are synthetic, a 9:16 window in a 1280 × 720 frame, with detections five times a second that are a few pixels
off. All three follow in every scene; \`solve\` itself would let the reference's two stand where little moves. The figures
are the same on every machine: \`npm run bench -- autoflip-solvers\` writes this page, \`--check\` compares it.

In the plots time runs to the right and the frame's width upwards. Blue is the window and its centre, ochre the faces, red
what is required; a dashed line is a cut.
`;

const legend = `## What the figures are

- **in window**: frames with at least 90 % of the face that one wants to see in the window.
- **jitter**: mean |second difference| of the centre from frame to frame, in millionths of the frame's width.
- **reversals**: changes of direction a minute, of 1 % of the frame's width or more.
- **speed**, **acceleration**: the largest, in windows a second and windows a second squared. The limits are 1.5 and 4.
- **cuts**: those that the camera adds.
`;

/**
 * The page about the solvers and its plots.
 *
 * @returns Contents by path below docs/; the same on every machine.
 */
export function documentSolvers(): Map<string, string> {
  const files = new Map<string, string>();
  const sections = scenes.map((scene) => {
    const paths = pathSolvers.map(({ name, solve }) => ({ name, path: solve(scene) }));
    const image = `images/autoflip-${scene.name}.svg`;
    files.set(image, plotScene(scene, paths));
    const rows = paths.map(({ name, path }) => [
      name,
      ...cells(measurePath(scene, path), scene.required !== undefined),
    ]);
    const heads = ['solver', 'in window', 'jitter', 'reversals', 'speed', 'acceleration', 'cuts'];
    if (scene.required) heads.push('frames with the logo cut');
    return `## ${scene.title}\n\n${scene.story}\n\n![${scene.title}](${image})\n\n${table(heads, rows)}\n`;
  });
  files.set('autoflip-solvers.md', [introduction, ...sections, legend].join('\n'));
  return files;
}

function cells(measures: PathMeasures, hasRequired: boolean): string[] {
  const { contained, jitter, reversalsPerMin, maxSpeed, maxAcceleration, ownCuts, requiredCut } = measures;
  return [
    contained === null ? '–' : `${(100 * contained).toFixed(1)} %`,
    jitter.toFixed(0),
    reversalsPerMin.toFixed(0),
    maxSpeed.toFixed(2),
    maxAcceleration.toFixed(1),
    String(ownCuts),
    ...(hasRequired ? [String(requiredCut)] : []),
  ];
}

/** A Markdown table as prettier writes it: numbers to the right. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, k) => Math.max(head.length, ...rows.map((row) => row[k]!.length), 3));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join(' | ')} |`;
  const rule = widths.map((width, k) => (k === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
