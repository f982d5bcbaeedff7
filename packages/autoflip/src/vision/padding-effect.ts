import type { Rect } from '../geometry.ts';
import { paddingLayout } from '../solve/padding.ts';
import { blurRows } from './gaussian-blur.ts';
import { blackPicture, cropPicture, pastePicture, resizePicture, transposePicture, type Picture } from './picture.ts';

/** How the bands are filled (scene_cropping_calculator.proto, PaddingEffectParameters). */
export interface PaddingEffectOptions {
  /** Brightness of the blurred background, 1 = as it is. Default 1. */
  readonly backgroundContrast?: number;
  /** Kernel of the blur, px; made odd. Default 200. */
  readonly blurCvSize?: number;
  /** Black over the background, 0…1. Default 0.6. */
  readonly overlayOpacity?: number;
  /** One colour instead of all that, 0…255 each. */
  readonly solidColor?: readonly [number, number, number] | undefined;
  /** Default false. */
  readonly scaleToMultipleOfTwo?: boolean;
}

// Below this a contrast is 1 and an opacity 0.
const equalThreshold = 1e-4;

/**
 * Sets a picture into a frame of another ratio, with bands of one colour or of the picture itself, blurred and darkened.
 * It is the reference's, on the CPU and for comparison: a renderer draws the same with the GPU.
 *
 * @param picture Unchanged.
 * @param aspectRatio Of the frame, W ÷ H.
 * @param options Blur, brightness, colour.
 * @see MediaPipe AutoFlip, quality/padding_effect_generator.cc, Process
 */
export function padPicture(picture: Picture, aspectRatio: number, options: PaddingEffectOptions = {}): Picture {
  const layout = paddingLayout(picture, aspectRatio, options.scaleToMultipleOfTwo);
  const { canvas, foreground, isTransposed } = layout;
  const upright = isTransposed ? transposePicture(picture) : picture;
  const background = options.solidColor
    ? filled(canvas.width, canvas.height, options.solidColor)
    : blurredBackground(upright, { x: 0, y: 0, ...canvas }, foreground, options);
  pastePicture(background, resizePicture(upright, foreground), foreground.x, foreground.y);
  return isTransposed ? transposePicture(background) : background;
}

function filled(width: number, height: number, color: readonly [number, number, number]): Picture {
  const picture = blackPicture(width, height);
  for (let at = 0; at < picture.data.length; at += 3) picture.data.set(color, at);
  return picture;
}

function blurredBackground(
  upright: Picture,
  canvas: Rect,
  foreground: Rect,
  { backgroundContrast = 1, blurCvSize = 200, overlayOpacity = 0.6 }: PaddingEffectOptions,
): Picture {
  const left = Math.trunc(0.5 * (upright.width - canvas.width));
  const background = cropPicture(upright, { ...canvas, x: left });
  const kernel = blurCvSize % 2 === 1 ? blurCvSize : blurCvSize + 1;
  const above = Math.trunc((canvas.height - foreground.height) / 2) + kernel;
  blurRows(background, 0, Math.min(above, canvas.height), kernel);
  const below = above + foreground.height - kernel;
  blurRows(background, Math.max(0, below), canvas.height, kernel);
  const scales: number[] = [];
  if (Math.abs(backgroundContrast - 1) > equalThreshold) scales.push(backgroundContrast);
  if (Math.abs(overlayOpacity) > equalThreshold) scales.push(1 - overlayOpacity);
  for (const scale of scales) {
    background.data.forEach((value, at) => {
      background.data[at] = Math.min(255, Math.round(value * scale));
    });
  }
  return background;
}
