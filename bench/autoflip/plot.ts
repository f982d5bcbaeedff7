import { detected, frameRate, frameWidth, windowWidth, type SyntheticScene } from './scenes.ts';
import type { SolvedPath } from './solvers.ts';

const panel = { width: 300, height: 200, gap: 16, left: 34, top: 34, bottom: 26 };

// Both pages of a host: on dark ones the ink is light. The colours of lines and faces are legible on both.
const style = `
  text { font: 11px system-ui, sans-serif; fill: #3d444d }
  .title { font-weight: 600; font-size: 12px }
  .axis { stroke: #8c959f; fill: none; stroke-width: 1 }
  .cut { stroke: #8c959f; stroke-dasharray: 3 3; stroke-width: 1 }
  .face { fill: #bf8700; fill-opacity: .45 }
  .required { fill: #cf222e; fill-opacity: .3 }
  .window { fill: #218bff; fill-opacity: .18 }
  .path { stroke: #218bff; fill: none; stroke-width: 1.6 }
  @media (prefers-color-scheme: dark) { text { fill: #c9d1d9 } }`;

/**
 * Draws what each solver does with a scene: time to the right, the frame's width upwards; the faces, what is required, and
 * the window with its centre.
 *
 * @returns An SVG document; the same for the same paths.
 */
export function plotScene(scene: SyntheticScene, paths: readonly { name: string; path: SolvedPath }[]): string {
  const width = panel.left + paths.length * (panel.width + panel.gap);
  const height = panel.top + panel.height + panel.bottom;
  const panels = paths.map(({ name, path }, k) => {
    const x = panel.left + k * (panel.width + panel.gap);
    return `<g transform="translate(${x} ${panel.top})">${drawPanel(scene, name, path, k === 0)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t">`,
    `<title id="t">${scene.title}: the window of each solver over the faces</title>`,
    `<style>${style}\n</style>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
}

function drawPanel(scene: SyntheticScene, name: string, { centers, cuts }: SolvedPath, isFirst: boolean): string {
  const x = (frame: number): string => ((frame / (scene.seconds * frameRate)) * panel.width).toFixed(1);
  const y = (px: number): string => (panel.height * (1 - px / frameWidth)).toFixed(1);
  const parts = [`<text class="title" y="-10">${name}</text>`];
  const { required } = scene;
  if (required) {
    const [from, to] = [required.startSec * frameRate, required.endSec * frameRate];
    parts.push(`<path class="required" d="M${x(from)} ${y(required.from)}H${x(to)}V${y(required.to)}H${x(from)}Z"/>`);
  }
  for (const { id } of scene.people) parts.push(...faceBands(scene, id, x, y));
  const starts = [0, ...cuts];
  for (const [k, first] of starts.entries()) {
    const last = (starts[k + 1] ?? centers.length) - 1;
    const frames = everyThird(first, last);
    const line = (offset: number, order: readonly number[]): string =>
      order.map((frame) => `${x(frame)} ${y(centers[frame]! + offset)}`).join('L');
    const half = windowWidth / 2;
    parts.push(
      `<path class="window" d="M${line(half, frames)}L${line(-half, frames.toReversed())}Z"/>`,
      `<path class="path" d="M${line(0, frames)}"/>`,
    );
    if (k > 0) parts.push(`<path class="cut" d="M${x(first)} 0V${panel.height}"/>`);
  }
  parts.push(`<path class="axis" d="M0 0V${panel.height}H${panel.width}"/>`);
  for (let sec = 0; sec <= scene.seconds; sec += 3) {
    // The first and the last stay within the panel.
    const anchor = sec === 0 ? 'start' : sec === scene.seconds ? 'end' : 'middle';
    parts.push(`<text x="${x(sec * frameRate)}" y="${panel.height + 16}" text-anchor="${anchor}">${sec} s</text>`);
  }
  if (isFirst) {
    for (const px of [0, frameWidth / 2, frameWidth]) {
      parts.push(`<text x="-5" y="${Number(y(px)) + 4}" text-anchor="end">${px}</text>`);
    }
  }
  return parts.join('\n');
}

/** A face's upper and lower edge as bands, one for each time it is there. */
function faceBands(
  scene: SyntheticScene,
  id: number,
  x: (frame: number) => string,
  y: (px: number) => string,
): string[] {
  const bands: string[] = [];
  let run: number[] = [];
  const spanAt = (frame: number) => detected(scene, frame).find((person) => person.id === id)?.span;
  const flush = (): void => {
    if (run.length > 1) {
      const upper = run.map((frame) => `${x(frame)} ${y(spanAt(frame)!.to)}`).join('L');
      const lower = run
        .toReversed()
        .map((frame) => `${x(frame)} ${y(spanAt(frame)!.from)}`)
        .join('L');
      bands.push(`<path class="face" d="M${upper}L${lower}Z"/>`);
    }
    run = [];
  };
  for (const frame of everyThird(0, scene.seconds * frameRate - 1)) {
    if (spanAt(frame)) run.push(frame);
    else flush();
  }
  flush();
  return bands;
}

function everyThird(first: number, last: number): number[] {
  const frames = [];
  for (let frame = first; frame < last; frame += 3) frames.push(frame);
  return [...frames, last];
}
