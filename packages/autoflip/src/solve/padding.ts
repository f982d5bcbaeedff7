import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { roundAway } from '../rectangles.ts';

/** How a picture is set into a frame of another ratio. */
export interface PaddingLayout {
  /** Size of the frame, px. */
  readonly output: Size;
  /** Whether the picture is transposed for the work, so that the bands are above and below in every case. */
  readonly isTransposed: boolean;
  /** Size of the frame in that orientation. */
  readonly canvas: Size;
  /** Where the picture goes, in that orientation. */
  readonly foreground: Rect;
}

/**
 * Lays out a picture in the largest frame of a ratio that needs no larger picture: full width, bands above and below;
 * or, where the picture is the narrower one, the same turned about.
 *
 * @param input Size of the picture, whole px.
 * @param aspectRatio Of the frame, W ÷ H.
 * @param scaleToMultipleOfTwo Makes the frame's sides even, downwards.
 * @throws NearsideError 'invalid-input' when a number is not above 0.
 * @see MediaPipe AutoFlip, quality/padding_effect_generator.cc, ComputeOutputLocation
 */
export function paddingLayout(input: Size, aspectRatio: number, scaleToMultipleOfTwo = false): PaddingLayout {
  if (!(input.width > 0 && input.height > 0 && aspectRatio > 0))
    throw invalidInput('padding', `${input.width} × ${input.height} in a frame of ratio ${aspectRatio}`);
  const isVertical = input.width / input.height > aspectRatio;
  const whole = (side: number) => (scaleToMultipleOfTwo ? side - (side % 2) : side);
  const output = {
    width: whole(isVertical ? roundAway(aspectRatio * input.height) : input.width),
    height: whole(isVertical ? input.height : roundAway(input.width / aspectRatio)),
  };
  const picture = isVertical ? input : transposed(input);
  const canvas = isVertical ? output : transposed(output);
  const height = Math.trunc((picture.height * canvas.width) / picture.width);
  return {
    output,
    isTransposed: !isVertical,
    canvas,
    foreground: { x: 0, y: Math.trunc((canvas.height - height) / 2), width: canvas.width, height },
  };
}

function transposed({ width, height }: Size): Size {
  return { width: height, height: width };
}

/** How a crop of one size becomes an output of another. */
export interface ScaledCrop {
  /** Size of the crop after scaling, px. */
  readonly scaled: Size;
  /** Output pixels for each pixel of the crop, above 0. */
  readonly scaling: number;
  /** Whether bands are needed. */
  readonly isPadded: boolean;
}

/**
 * Scales a crop until it fills the target in one direction at least; a pixel too much or too little is not padded.
 *
 * @param crop Size of the window, px.
 * @param target Size of the output, px.
 * @see MediaPipe AutoFlip, calculators/scene_cropping_calculator.cc, FormatAndOutputCroppedFrames
 */
export function scaleCrop(crop: Size, target: Size): ScaledCrop {
  const scaling = Math.max(target.width / crop.width, target.height / crop.height);
  const snap = (length: number, to: number) => (Math.abs(length - to) <= 1 ? to : length);
  const scaled = {
    width: snap(roundAway(scaling * crop.width), target.width),
    height: snap(roundAway(scaling * crop.height), target.height),
  };
  return { scaled, scaling, isPadded: scaled.width !== target.width || scaled.height !== target.height };
}
