import type { Rect } from '../geometry.ts';
import { clampRect } from '../rectangles.ts';
import type { Rgb } from '../solve/lab-color.ts';
import { cropPicture, pastePicture, type Picture } from '../vision/picture.ts';
import type { Mark } from './mark.ts';

/**
 * Draws marks over a frame. What lies outside of it is left out.
 *
 * @param picture The frame; unchanged.
 * @param marks In order.
 * @returns A new picture of the same size.
 */
export function paintMarks(picture: Picture, marks: readonly Mark[]): Picture {
  const painted = { ...picture, data: picture.data.slice() };
  for (const mark of marks) paint(painted, mark);
  return painted;
}

function paint(picture: Picture, mark: Mark): void {
  switch (mark.kind) {
    case 'shade':
      return shade(picture, mark.opacity, mark.except);
    case 'box':
      return drawEdges(picture, mark.rect, mark.thickness, mark.color);
    case 'dot':
      return drawDot(picture, mark);
    default:
      return mark satisfies never;
  }
}

function shade(picture: Picture, opacity: number, except: Rect): void {
  const kept = wholePixels(picture, except);
  const inside = kept && cropPicture(picture, kept);
  picture.data.forEach((value, at) => (picture.data[at] = Math.round(value * (1 - opacity))));
  if (inside) pastePicture(picture, inside, kept.x, kept.y);
}

function drawEdges(picture: Picture, { x, y, width, height }: Rect, thickness: number, color: Rgb): void {
  const out = thickness / 2;
  const across = { x: x - out, width: width + thickness, height: thickness };
  const down = { y: y - out, width: thickness, height: height + thickness };
  fill(picture, { ...across, y: y - out }, color);
  fill(picture, { ...across, y: y + height - out }, color);
  fill(picture, { ...down, x: x - out }, color);
  fill(picture, { ...down, x: x + width - out }, color);
}

function drawDot(picture: Picture, { center, radius, within, color }: Extract<Mark, { kind: 'dot' }>): void {
  const box = { x: center.x - radius, y: center.y - radius, width: 2 * radius + 1, height: 2 * radius + 1 };
  const window = wholePixels(picture, within);
  const area = window && clampRect(box, window);
  if (!area) return;
  for (let y = area.y; y < area.y + area.height; y++)
    for (let x = area.x; x < area.x + area.width; x++)
      if (Math.hypot(x - center.x, y - center.y) <= radius) picture.data.set(color, (y * picture.width + x) * 3);
}

function fill(picture: Picture, rect: Rect, color: Rgb): void {
  const area = wholePixels(picture, rect);
  if (!area) return;
  for (let y = area.y; y < area.y + area.height; y++)
    for (let x = area.x; x < area.x + area.width; x++) picture.data.set(color, (y * picture.width + x) * 3);
}

/** The whole pixels of a rectangle that are in the picture. */
function wholePixels({ width, height }: Picture, rect: Rect): Rect | undefined {
  const x = Math.round(rect.x);
  const y = Math.round(rect.y);
  const right = Math.round(rect.x + rect.width);
  const bottom = Math.round(rect.y + rect.height);
  return clampRect({ x, y, width: right - x, height: bottom - y }, { x: 0, y: 0, width, height });
}
