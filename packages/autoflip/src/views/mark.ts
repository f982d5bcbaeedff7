import type { Point, Rect } from '../geometry.ts';
import type { Rgb } from '../solve/lab-color.ts';

/**
 * Something drawn over a frame to show what the planner saw or decided: plain data, for {@link paintMarks}, a canvas or an
 * SVG. Pixels of the frame; later marks lie over earlier ones.
 *
 * - `shade`: everything darker, but for what is inside of `except`.
 * - `box`: the edge of a rectangle, `thickness` px wide, half of it on either side.
 * - `dot`: a filled circle, as far as it lies in `within`.
 */
export type Mark =
  | { readonly kind: 'shade'; readonly opacity: number; readonly except: Rect }
  | { readonly kind: 'box'; readonly rect: Rect; readonly thickness: number; readonly color: Rgb }
  | {
      readonly kind: 'dot';
      readonly center: Point;
      readonly radius: number;
      readonly within: Rect;
      readonly color: Rgb;
    };
