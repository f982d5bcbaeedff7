import type { Point, Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { KinematicOptions } from '../options.ts';
import { clamp } from '../rectangles.ts';
import { easeInOutQuad, mix } from './easing.ts';
import { fieldOfViewDeg, KinematicPathSolver } from './kinematic-path-solver.ts';

/** Options of {@link ContentZoom}: pan, tilt and zoom for one shot, such as a webcam's. */
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

/** Height, and place of the centre, px; whole numbers. */
interface Aim extends Point {
  readonly height: number;
}

/** The first window, shares of the frame, and when the animation to it began, if one may. */
interface FirstWindow {
  readonly window: ZoomWindow;
  readonly animatedFromUs: number | undefined;
}

// Nearer than this to the edge of its room, the centre is left alone while zooming out; px.
const pixelTolerance = 3;

/**
 * Frames what must be seen by panning, tilting and zooming, each with a kinematic solver of its own. Online: one frame
 * after the other.
 *
 * @see MediaPipe AutoFlip, calculators/content_zooming_calculator.cc
 */
export class ContentZoom {
  readonly #options: ContentZoomOptions;
  #state: ZoomState | undefined;

  /** @param options All have defaults, but the kinematic ones need a velocity and a least motion. */
  constructor(options: ContentZoomOptions) {
    this.#options = options;
  }

  /**
   * The window of the next frame, in real numbers.
   *
   * @param boxes What must be seen, shares of the frame.
   * @param timeUs After the frame before.
   * @param frame Its size, px; may change.
   * @param overrides Of this frame.
   * @throws NearsideError 'invalid-input' for options that cannot be, or when time goes back.
   */
  next(boxes: readonly Rect[], timeUs: number, frame: Size, overrides: ContentZoomOverrides = {}): ZoomWindow {
    if (!this.#state || this.#options.isStateless) this.#state = new ZoomState(this.#options, frame, overrides);
    else this.#state.resize(frame, overrides);
    return this.#state.next(boxes, timeUs, overrides);
  }
}

/** From the first frame on. */
class ZoomState {
  readonly #options: ContentZoomOptions;
  #frame: Size;
  #aspect = 1;
  /** Largest height of the window as a share of the frame's. */
  #maxShare = 1;
  readonly #pan: KinematicPathSolver;
  readonly #tilt: KinematicPathSolver;
  readonly #zoom: KinematicPathSolver;
  #lastSeenUs = 0;
  #lastAim: Aim;
  #first: FirstWindow | undefined;

  constructor(options: ContentZoomOptions, frame: Size, overrides: ContentZoomOverrides) {
    this.#options = options;
    this.#frame = frame;
    this.#measure();
    const degree = (length: number) => Math.fround(length / fieldOfViewDeg);
    this.#pan = new KinematicPathSolver(options.pan ?? {}, 0, frame.width, degree(frame.width));
    this.#tilt = new KinematicPathSolver(options.tilt ?? {}, 0, frame.height, degree(frame.height));
    const [least, most] = this.#zoomBounds(overrides);
    this.#zoom = new KinematicPathSolver(options.zoom ?? {}, least, most, degree(frame.height));
    this.#lastAim = {
      height: Math.trunc(this.#maxShare * frame.height),
      x: Math.trunc(frame.width / 2),
      y: Math.trunc(frame.height / 2),
    };
  }

  resize(frame: Size, overrides: ContentZoomOverrides): void {
    if (frame.width === this.#frame.width && frame.height === this.#frame.height) return;
    const across = frame.width / this.#frame.width;
    const down = frame.height / this.#frame.height;
    const { height, x, y } = this.#lastAim;
    this.#lastAim = { height: Math.trunc(height * down), x: Math.trunc(x * across), y: Math.trunc(y * down) };
    this.#frame = frame;
    this.#measure();
    this.#pan.updateMinMax(0, frame.width);
    this.#tilt.updateMinMax(0, frame.height);
    this.#zoom.updateMinMax(...this.#zoomBounds(overrides));
    this.#zoom.updatePixelsPerDegree(Math.fround(frame.height / fieldOfViewDeg));
  }

  next(boxes: readonly Rect[], timeUs: number, overrides: ContentZoomOverrides): ZoomWindow {
    const mayAnimate = (this.#options.usToFirstRect ?? 0) !== 0 && (overrides.animateZoom ?? true);
    const aim = this.#aim(boxes, timeUs, mayAnimate, overrides);
    this.#clearHistoryIfMoving(aim, timeUs);
    const window = this.#follow(aim, timeUs);
    this.#first ??= { window: this.#asShares(window), animatedFromUs: mayAnimate ? timeUs : undefined };
    return this.#isAnimating(timeUs) ? this.#animated(timeUs) : window;
  }

  #aim(boxes: readonly Rect[], timeUs: number, mayAnimate: boolean, overrides: ContentZoomOverrides): Aim {
    const { startZoomedOut = false, usBeforeZoomout = 1_000_000, zoom } = this.#options;
    const { width, height } = this.#frame;
    const isAnimating = this.#isAnimating(timeUs);
    const whole = (extra: number): Aim => {
      const size = Math.trunc(this.#maxShare * height + extra);
      return { height: size, x: Math.trunc((this.#aspect * size) / 2), y: Math.trunc(height / 2) };
    };
    if (!isAnimating && startZoomedOut && !mayAnimate && !this.#first) return whole(0);
    if (!isAnimating && boxes.length > 0) {
      this.#lastSeenUs = timeUs;
      this.#lastAim = this.#fit(boxes, { width, height }, overrides);
      return this.#lastAim;
    }
    // More than the whole frame, so that the zoom's least motion is passed.
    if (!isAnimating && timeUs - this.#lastSeenUs >= usBeforeZoomout)
      return whole((zoom?.minMotionToReframe ?? 0) * Math.fround(height / fieldOfViewDeg));
    return this.#lastAim;
  }

  /** ConvertToPanTiltZoom, in single precision as there: its results are cut to integers. */
  #fit(boxes: readonly Rect[], frame: Size, { scaleFactorPct = 0 }: ContentZoomOverrides): Aim {
    const { scaleFactor = 0.9, allowCroppingOutsideFrame = false } = this.#options;
    const factor = scaleFactorPct > 0 ? Math.min(scaleFactorPct / 100, 1) : scaleFactor;
    if (!(factor > 0)) throw invalidInput('content-zoom', 'scaleFactor must be above 0');
    const { left, right, top, bottom } = this.#bounds(boxes);
    const raw = Math.fround(Math.max(Math.fround(bottom - top) / Math.fround(factor), Math.fround(right - left)));
    const half = Math.fround(Math.min(this.#maxShare, raw) / 2);
    const place = (from: number, to: number) => {
      const center = Math.fround(from + Math.fround(Math.fround(to - from) / 2));
      return allowCroppingOutsideFrame ? center : clamp(center, half, Math.fround(1 - half));
    };
    const pixels = (share: number, length: number) => Math.trunc(Math.fround(share * length));
    return {
      height: pixels(raw, frame.height),
      x: pixels(place(left, right), frame.width),
      y: pixels(place(top, bottom), frame.height),
    };
  }

  /** Around all boxes, each shifted and padded; the reference's start values keep 0…1 in where boxes are inside. */
  #bounds(boxes: readonly Rect[]) {
    const { detectionShiftHorizontal = 0, detectionShiftVertical = 0 } = this.#options;
    const { extraHorizontalPadding = 0, extraVerticalPadding = 0 } = this.#options;
    const f = Math.fround;
    const bounds = { left: 1, right: 0, top: 1, bottom: 0 };
    for (const box of boxes) {
      const width = f(box.width);
      const height = f(box.height);
      const x = f(f(box.x) + f(width * f(detectionShiftHorizontal)));
      const y = f(f(box.y) + f(height * f(detectionShiftVertical)));
      const padX = f(f(extraHorizontalPadding) * width);
      const padY = f(f(extraVerticalPadding) * height);
      bounds.left = Math.min(bounds.left, f(x - padX));
      bounds.right = Math.max(bounds.right, f(f(x + width) + padX));
      bounds.top = Math.min(bounds.top, f(y - padY));
      bounds.bottom = Math.max(bounds.bottom, f(f(y + height) + padY));
    }
    return bounds;
  }

  /** While the camera moves, the median filter would only delay it. */
  #clearHistoryIfMoving({ height, x, y }: Aim, timeUs: number): void {
    const isMoving =
      this.#pan.predictMotionState(x, timeUs) ||
      this.#tilt.predictMotionState(y, timeUs) ||
      this.#zoom.predictMotionState(height, timeUs);
    if (isMoving) for (const solver of [this.#pan, this.#tilt, this.#zoom]) solver.clearHistory();
  }

  #follow({ height, x, y }: Aim, timeUs: number): ZoomWindow {
    if (this.#options.disableAnimations && this.#zoom.isInitialized) {
      this.#zoom.setState(height);
      this.#tilt.setState(y);
      this.#pan.setState(x);
    }
    this.#zoom.observe(height, timeUs);
    const pathHeight = Math.fround(this.#zoom.state);
    const size = { width: Math.fround(pathHeight * this.#aspect), height: pathHeight };
    // How far pan and tilt may be off depends on how near the camera is going.
    const target = { width: Math.trunc(Math.fround(this.#zoom.target * this.#aspect)), height: this.#zoom.target };
    this.#pan.updatePixelsPerDegree(Math.fround(target.width / fieldOfViewDeg));
    this.#tilt.updatePixelsPerDegree(Math.fround(target.height / fieldOfViewDeg));
    this.#pan.observe(x, timeUs);
    this.#tilt.observe(y, timeUs);
    const center = { x: Math.fround(this.#pan.state), y: Math.fround(this.#tilt.state) };
    if (this.#options.allowCroppingOutsideFrame) return { centerX: center.x, centerY: center.y, ...size };

    const grown = Math.fround(this.#zoom.deltaState);
    const grownWidth = Math.trunc(grown * this.#aspect);
    const centerX = keepInside(easeInwards(center.x, this.#frame.width, target.width, size.width, grownWidth), {
      length: this.#frame.width,
      size: size.width,
    });
    const centerY = keepInside(easeInwards(center.y, this.#frame.height, target.height, size.height, grown), {
      length: this.#frame.height,
      size: size.height,
    });
    this.#pan.setState(centerX);
    this.#tilt.setState(centerY);
    return { centerX, centerY, ...size };
  }

  #isAnimating(timeUs: number): boolean {
    const { usToFirstRect = 0 } = this.#options;
    const from = this.#first?.animatedFromUs;
    return usToFirstRect !== 0 && from !== undefined && timeUs >= from && timeUs - from <= usToFirstRect;
  }

  #animated(timeUs: number): ZoomWindow {
    const { usToFirstRect = 0, usToFirstRectDelay = 0 } = this.#options;
    const { window, animatedFromUs = 0 } = this.#first as FirstWindow;
    const passed = (timeUs - animatedFromUs - usToFirstRectDelay) / (usToFirstRect - usToFirstRectDelay);
    const part = easeInOutQuad(Math.max(0, passed));
    const { width, height } = this.#frame;
    return {
      centerX: mix(0.5, window.centerX, part) * width,
      centerY: mix(0.5, window.centerY, part) * height,
      width: mix(1, window.width, part) * width,
      height: mix(1, window.height, part) * height,
    };
  }

  #asShares({ centerX, centerY, width, height }: ZoomWindow): ZoomWindow {
    return {
      centerX: centerX / this.#frame.width,
      centerY: centerY / this.#frame.height,
      width: width / this.#frame.width,
      height: height / this.#frame.height,
    };
  }

  #measure(): void {
    const input = Math.fround(this.#frame.width / this.#frame.height);
    const { targetSize } = this.#options;
    if (targetSize && !(targetSize.width > 0 && targetSize.height > 0))
      throw invalidInput('content-zoom', `${targetSize.width} × ${targetSize.height} is no target size`);
    this.#aspect = targetSize ? Math.fround(targetSize.width / targetSize.height) : input;
    this.#maxShare = targetSize ? Math.fround(Math.min(input / this.#aspect, this.#aspect / input)) : 1;
  }

  #zoomBounds({ maxZoomFactorPct }: ContentZoomOverrides): [number, number] {
    const least = Math.max(
      (this.#options.maxZoomValueDeg ?? 35) / fieldOfViewDeg,
      maxZoomFactorPct === undefined ? 0 : 1 / Math.max(1, maxZoomFactorPct / 100),
    );
    return [Math.trunc(this.#frame.height * least), Math.trunc(this.#maxShare * this.#frame.height)];
  }
}

/** SmoothAndClampPath: while zooming out, the centre moves as far inwards as the larger window will need. */
function easeInwards(center: number, length: number, targetSize: number, size: number, grown: number): number {
  const middle = Math.trunc(length / 2);
  const room = Math.trunc((length - targetSize) / 2);
  const remaining = targetSize - size;
  const distance = Math.abs(center - middle);
  if (distance <= room + pixelTolerance || remaining <= pixelTolerance) return center;
  const step = grown * ((distance - room) / remaining);
  return center < middle ? center + step : center - step;
}

function keepInside(center: number, { length, size }: { readonly length: number; readonly size: number }): number {
  const half = Math.ceil(size / 2);
  return clamp(center, half, length - half);
}

/**
 * A window in whole px, cut as the reference cuts it.
 *
 * @param window px.
 */
export function wholeWindow({ centerX, centerY, width, height }: ZoomWindow): ZoomWindow {
  return {
    centerX: Math.trunc(centerX),
    centerY: Math.trunc(centerY),
    width: Math.trunc(width),
    height: Math.trunc(height),
  };
}

/**
 * The bands above and below a zoom window, whole px.
 *
 * @param window px, real numbers.
 * @param frameHeight px.
 * @see MediaPipe AutoFlip, calculators/content_zooming_calculator.cc, MakeStaticFeatures
 */
export function zoomBorders(
  window: ZoomWindow,
  frameHeight: number,
): { readonly top: number; readonly bottom: number } {
  return {
    top: Math.trunc(window.centerY - window.height / 2),
    bottom: Math.trunc(frameHeight - (window.centerY + window.height / 2)),
  };
}
