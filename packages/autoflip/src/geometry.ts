/** Width and height, in pixels or as a share of the frame, as the place that uses it says. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point, in the unit that the place that uses it says; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box by its top left corner and its size, in the unit that the place that uses it says. */
export interface Rect extends Point, Size {}
