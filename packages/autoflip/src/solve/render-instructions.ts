import type { Rect, Size } from '../geometry.ts';
import { scaleCrop } from './padding.ts';
import type { Rgb } from './lab-color.ts';

/** How one frame is rendered, for a renderer of one's own (autoflip_messages.proto, ExternalRenderFrame). */
export interface RenderInstruction {
  /** Of the frame. */
  readonly timeUs: number;
  /** In the source with its borders, px. */
  readonly cropFrom: Rect;
  /** The same as shares of the source. */
  readonly normalizedCropFrom: Rect;
  /** In the output, px. */
  readonly renderTo: Rect;
  /** For what the crop does not cover. */
  readonly paddingColor: Rgb;
}

/**
 * Tells where in the source a frame is taken from, and where in the output it goes.
 *
 * @param timeUs Of the frame.
 * @param window In the source, px.
 * @param source px.
 * @param target Size of the output, px.
 * @param paddingColor Default white.
 * @see MediaPipe AutoFlip, calculators/scene_cropping_calculator.cc, ConstructExternalRenderMessage
 */
export function renderInstruction(
  timeUs: number,
  window: Rect,
  source: Size,
  target: Size,
  paddingColor: Rgb = [255, 255, 255],
): RenderInstruction {
  const { scaled, isPadded } = scaleCrop(window, target);
  return {
    timeUs,
    cropFrom: window,
    normalizedCropFrom: {
      x: window.x / source.width,
      y: window.y / source.height,
      width: window.width / source.width,
      height: window.height / source.height,
    },
    renderTo: isPadded ? fitted(scaled, target) : { x: 0, y: 0, width: target.width, height: target.height },
    paddingColor,
  };
}

/** The scaled crop as large as the target holds it, in the middle. */
function fitted(scaled: Size, target: Size): Rect {
  const scale = Math.min(target.width / scaled.width, target.height / scaled.height);
  const width = Math.trunc(scaled.width * scale);
  const height = Math.trunc(scaled.height * scale);
  return {
    x: Math.trunc((target.width - width) / 2),
    y: Math.trunc((target.height - height) / 2),
    width,
    height,
  };
}
