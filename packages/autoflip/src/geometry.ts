/** Width and height, in pixels or as a share of the frame, as the place that uses it says. */
export interface Size {
  /** From left to right, 0 or more; pixels or a fraction of the frame. */
  readonly width: number;
  /** From top to bottom, 0 or more; pixels or a fraction of the frame. */
  readonly height: number;
}

/** A point, in the unit that the place that uses it says; y grows downwards. */
export interface Point {
  /** From the left edge; pixels or a fraction of the frame. */
  readonly x: number;
  /** From the top edge; pixels or a fraction of the frame. */
  readonly y: number;
}

/** A box by its top left corner and its size, in the unit that the place that uses it says. */
export interface Rect extends Point, Size {}
