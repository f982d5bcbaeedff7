import { JsonReader } from './json-reader.ts';
import type { Plan } from './plan.ts';
import { checkSource } from './read-source.ts';

const read = new JsonReader('plan');

// What arithmetic may push a window out of the frame, px.
const hair = 1e-6;

/**
 * Checks a plan of unknown origin, such as a stored file's parsed JSON.
 *
 * @param json Anything.
 * @returns The same object, unknown keys and all.
 * @throws NearsideError 'invalid-input' naming the first field that is wrong (scenes that do not tile the video and
 *   windows outside the frame among them), or for an unknown version.
 */
export function readPlan(json: unknown): Plan {
  const plan = read.object(json, 'the document');
  read.version(plan['version']);
  const durationUs = checkSource(read, plan['source']);
  checkTarget(plan['target']);
  const scenes = read.list(plan['scenes'], 'scenes');
  if (scenes.length === 0) throw read.refuse('scenes', 'one scene at least');
  const { width, height } = plan['source'] as { width: number; height: number };
  let startUs = 0;
  for (const [index, scene] of scenes.entries())
    startUs = checkScene(scene, `scenes[${index}]`, { startUs, width, height });
  if (startUs !== durationUs) throw read.refuse(`scenes[${scenes.length - 1}].endUs`, `the duration, ${durationUs}`);
  return json as Plan;
}

function checkTarget(value: unknown): void {
  const target = read.object(value, 'target');
  read.string(target['aspectRatio'], 'target.aspectRatio');
  read.number(target['width'], 'target.width', 2);
  read.number(target['height'], 'target.height', 2);
}

/** Returns where the scene ends. */
function checkScene(
  value: unknown,
  field: string,
  { startUs, width, height }: { startUs: number; width: number; height: number },
): number {
  const scene = read.object(value, field);
  if (scene['startUs'] !== startUs) throw read.refuse(`${field}.startUs`, `where the scene before ends, ${startUs}`);
  const endUs = read.number(scene['endUs'], `${field}.endUs`, startUs + 1);
  read.word(scene['boundary'], `${field}.boundary`, ['cut', 'transition', 'length', 'end']);
  read.word(scene['camera'], `${field}.camera`, ['stationary', 'panning', 'tracking']);
  read.boolean(scene['locked'], `${field}.locked`);
  const borders = read.object(scene['borders'], `${field}.borders`);
  const [top, right, bottom, left] = ['top', 'right', 'bottom', 'left'].map((side) =>
    read.number(borders[side], `${field}.borders.${side}`, 0),
  ) as [number, number, number, number];
  checkPadding(scene['padding'], `${field}.padding`);
  checkPath(scene['path'], `${field}.path`, { x: left, y: top, right: width - right, bottom: height - bottom });
  checkSubjects(scene['subjects'], `${field}.subjects`);
  return endUs;
}

function checkPadding(value: unknown, field: string): void {
  const padding = read.object(value, field);
  const kind = read.word(padding['kind'], `${field}.kind`, ['none', 'solid', 'blur']);
  if (kind !== 'solid') return;
  const color = read.list(padding['color'], `${field}.color`);
  if (color.length !== 3) throw read.refuse(`${field}.color`, 'three numbers');
  for (const [channel, item] of color.entries()) read.number(item, `${field}.color[${channel}]`, 0, 255);
}

function checkPath(
  value: unknown,
  field: string,
  bounds: { x: number; y: number; right: number; bottom: number },
): void {
  const path = read.list(value, field);
  if (path.length === 0) throw read.refuse(field, 'one entry at least');
  let before = -Infinity;
  for (const [index, item] of path.entries()) {
    const name = `${field}[${index}]`;
    const entry = read.object(item, name);
    const timeUs = read.number(entry['timeUs'], `${name}.timeUs`);
    if (timeUs <= before) throw read.refuse(`${name}.timeUs`, 'later than the one before');
    before = timeUs;
    const width = read.number(entry['width'], `${name}.width`, hair);
    const height = read.number(entry['height'], `${name}.height`, hair);
    read.number(entry['x'], `${name}.x`, bounds.x - hair, bounds.right - width + hair);
    read.number(entry['y'], `${name}.y`, bounds.y - hair, bounds.bottom - height + hair);
  }
}

function checkSubjects(value: unknown, field: string): void {
  for (const [index, item] of read.list(value, field).entries()) {
    const subject = read.object(item, `${field}[${index}]`);
    read.number(subject['id'], `${field}[${index}].id`);
    read.string(subject['kind'], `${field}[${index}].kind`);
    read.number(subject['weight'], `${field}[${index}].weight`, 0, 1);
    read.boolean(subject['required'], `${field}[${index}].required`);
  }
}
