import type { Size } from '../geometry.ts';
import type { KinematicOptions } from '../options.ts';

/** Options of content zoom: pan, tilt and zoom for one shot, such as a webcam's. */
export interface ContentZoomOptions {
  /** The boxes' height as a share of the window's. Default 0.9. */
  readonly scaleFactor?: number;
  /** How long nothing is seen before zooming out, µs. Default 1 000 000. */
  readonly usBeforeZoomout?: number;
  /** Size whose ratio the window has. Default: the frame's. */
  readonly targetSize?: Size;
  /** Shift of every box by a share of its size. Default 0. */
  readonly detectionShiftVertical?: number;
  /** The same to the right, a fraction of its width. Default 0. */
  readonly detectionShiftHorizontal?: number;
  /** Space added around every box, as a share of its size, on each side. Default 0. */
  readonly extraVerticalPadding?: number;
  /** The same at the left and right, a fraction of its width. Default 0. */
  readonly extraHorizontalPadding?: number;
  /** Least height of the window, degrees of 60. Default 35. */
  readonly maxZoomValueDeg?: number;
  /** Begin anew with every frame. Default false. */
  readonly isStateless?: boolean;
  /** Begin with the whole frame. Default false. */
  readonly startZoomedOut?: boolean;
  /** Length of the animation from the whole frame to the first window, µs. Default 0: none. */
  readonly usToFirstRect?: number;
  /** Part of it before anything moves, µs. Default 0. */
  readonly usToFirstRectDelay?: number;
  /** Jump to where the camera would go. Default false. */
  readonly disableAnimations?: boolean;
  /** Let the window leave the frame. Default false. */
  readonly allowCroppingOutsideFrame?: boolean;
  /** Of the path from left to right. */
  readonly pan?: KinematicOptions;
  /** Of the path from top to bottom. */
  readonly tilt?: KinematicOptions;
  /** Of the window's height. */
  readonly zoom?: KinematicOptions;
}

/** Values that may change from frame to frame. */
export interface ContentZoomOverrides {
  /** Largest zoom, per cent: 100, which is none, or above. */
  readonly maxZoomFactorPct?: number;
  /** As `scaleFactor`, per cent; above 0. */
  readonly scaleFactorPct?: number;
  /** Whether the animation to the first window may begin. */
  readonly animateZoom?: boolean;
}

/** The window by its centre, px. */
export interface ZoomWindow extends Size {
  /** Pixels from the left. */
  readonly centerX: number;
  /** Pixels from the top. */
  readonly centerY: number;
}
