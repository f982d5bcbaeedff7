import type { Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { TargetSizeType } from '../options.ts';
import { roundAway } from '../rectangles.ts';

/**
 * Reads `W:H`.
 *
 * @param text Two numbers above 0 around a colon, decimals allowed: `9:16`, `2.39:1`.
 * @returns W ÷ H.
 * @throws NearsideError 'invalid-input' for anything else.
 * @see MediaPipe AutoFlip, calculators/scene_cropping_calculator.cc, ParseAspectRatioString
 */
export function parseAspectRatio(text: string): number {
  const match = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*:\s*(\d+(?:\.\d*)?|\.\d+)\s*$/.exec(text);
  const ratio = match ? Number(match[1]) / Number(match[2]) : NaN;
  if (!(ratio > 0 && Number.isFinite(ratio)))
    throw invalidInput('target', `'${text}' is no aspect ratio`, "Write width and height as '9:16' or '2.39:1'.");
  return ratio;
}

/** What {@link targetSize} chooses from. */
export interface TargetSizeRequest {
  /** Which rule. */
  readonly type: TargetSizeType;
  /** The source, px. */
  readonly input: Size;
  /** For the types that take a size, px. */
  readonly target?: Size | undefined;
  /** Ratio W ÷ H, above 0; for `MAXIMIZE_TARGET_DIMENSION`. */
  readonly aspectRatio?: number | undefined;
}

/**
 * The size of the output, even in both directions, since encoders want that.
 *
 * @param request Type, source, and a size or a ratio by type.
 * @throws NearsideError 'invalid-input' when the size or ratio that the type needs is missing, or a given one is odd.
 * @see MediaPipe AutoFlip, calculators/scene_cropping_calculator.cc, Process
 */
export function targetSize({ type, input, target, aspectRatio }: TargetSizeRequest): Size {
  const ratioOf = (size: Size | undefined) => {
    if (!size) throw invalidInput('target', `${type} needs a target width and height`);
    return size.width / size.height;
  };
  switch (type) {
    case 'USE_TARGET_DIMENSION':
      ratioOf(target);
      return checkEven(target as Size);
    case 'KEEP_ORIGINAL_HEIGHT': {
      const height = roundEven(input.height);
      return { width: roundEven(height * ratioOf(target)), height };
    }
    case 'KEEP_ORIGINAL_WIDTH': {
      const width = roundEven(input.width);
      return { width, height: roundEven(width / ratioOf(target)) };
    }
    case 'MAXIMIZE_TARGET_DIMENSION': {
      if (aspectRatio === undefined) throw invalidInput('target', `${type} needs an aspect ratio`);
      if (input.width / input.height > aspectRatio) {
        const height = roundEven(input.height);
        return { width: roundEven(height * aspectRatio), height };
      }
      const width = roundEven(input.width);
      return { width, height: roundEven(width / aspectRatio) };
    }
    case 'KEEP_ORIGINAL_DIMENSION':
      return { width: roundEven(input.width), height: roundEven(input.height) };
    default:
      throw invalidInput('target', `there is no target size type '${String(type satisfies never)}'`);
  }
}

/**
 * The largest window of a ratio within a frame.
 *
 * @param frame Whole px, above 0; less its borders.
 * @param aspectRatio W ÷ H.
 * @returns Whole px; one side is the frame's.
 * @throws NearsideError 'invalid-input' when a side or the ratio is not above 0.
 * @see MediaPipe AutoFlip, quality/utils.cc, SetKeyFrameCropTarget
 */
export function cropTarget(frame: Size, aspectRatio: number): Size {
  if (!(frame.width > 0 && frame.height > 0 && aspectRatio > 0))
    throw invalidInput('target', `no window of ratio ${aspectRatio} in ${frame.width} × ${frame.height}`);
  return aspectRatio < frame.width / frame.height
    ? { width: roundAway(frame.height * aspectRatio), height: frame.height }
    : { width: frame.width, height: roundAway(frame.width / aspectRatio) };
}

/**
 * The nearest integer, less 1 where that is odd, but 2 at least.
 *
 * @param value px, above 0.
 */
export function roundEven(value: number): number {
  const rounded = roundAway(value);
  return rounded % 2 === 0 && rounded > 0 ? rounded : Math.max(2, rounded - 1);
}

function checkEven(size: Size): Size {
  if (!(size.width > 0 && size.height > 0 && size.width % 2 === 0 && size.height % 2 === 0))
    throw invalidInput('target', `${size.width} × ${size.height} is no size for video`, 'Both must be even.');
  return { width: size.width, height: size.height };
}
