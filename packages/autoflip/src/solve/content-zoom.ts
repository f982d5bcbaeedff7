import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { clamp } from '../rectangles.ts';
import type { ContentZoomOptions, ContentZoomOverrides, ZoomWindow } from './content-zoom-options.ts';
import { easeInOutQuad, mix } from './easing.ts';
import { fieldOfViewDeg, KinematicPathSolver } from './kinematic-path-solver.ts';
import { zoomAim, type ZoomAim } from './zoom-aim.ts';

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
  #lastAim: ZoomAim;
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

  #aim(boxes: readonly Rect[], timeUs: number, mayAnimate: boolean, overrides: ContentZoomOverrides): ZoomAim {
    const { startZoomedOut = false, usBeforeZoomout = 1_000_000, zoom } = this.#options;
    const { width, height } = this.#frame;
    const isAnimating = this.#isAnimating(timeUs);
    const whole = (extra: number): ZoomAim => {
      const size = Math.trunc(this.#maxShare * height + extra);
      return { height: size, x: Math.trunc((this.#aspect * size) / 2), y: Math.trunc(height / 2) };
    };
    if (!isAnimating && startZoomedOut && !mayAnimate && !this.#first) return whole(0);
    if (!isAnimating && boxes.length > 0) {
      this.#lastSeenUs = timeUs;
      this.#lastAim = zoomAim(boxes, { width, height }, this.#maxShare, this.#options, overrides);
      return this.#lastAim;
    }
    // More than the whole frame, so that the zoom's least motion is passed.
    if (!isAnimating && timeUs - this.#lastSeenUs >= usBeforeZoomout)
      return whole((zoom?.minMotionToReframe ?? 0) * Math.fround(height / fieldOfViewDeg));
    return this.#lastAim;
  }

  /** While the camera moves, the median filter would only delay it. */
  #clearHistoryIfMoving({ height, x, y }: ZoomAim, timeUs: number): void {
    const isMoving =
      this.#pan.predictMotionState(x, timeUs) ||
      this.#tilt.predictMotionState(y, timeUs) ||
      this.#zoom.predictMotionState(height, timeUs);
    if (isMoving) for (const solver of [this.#pan, this.#tilt, this.#zoom]) solver.clearHistory();
  }

  #follow({ height, x, y }: ZoomAim, timeUs: number): ZoomWindow {
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
