/** Red, green and blue, 0…255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** CIELAB: L 0…100, a and b about −128…127. */
export type Lab = readonly [lightness: number, a: number, b: number];

// sRGB primaries and the white point D65, as OpenCV's color_lab.cpp takes them.
const toXyz = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const;
const toRgb = [
  [3.240479, -1.53715, -0.498535],
  [-0.969256, 1.875991, 0.041556],
  [0.055648, -0.204043, 1.057311],
] as const;
const white = [0.950456, 1, 1.088754] as const;

// From here on CIELAB is a cube root, below a line.
const rootFrom = 0.008856;
const slope = 7.787;
const offset = 16 / 116;

/**
 * To CIELAB, where the middle between two colours looks like the middle.
 *
 * @param rgb sRGB, 0…255.
 * @see OpenCV, cvtColor with COLOR_RGB2Lab, floating point
 */
export function rgbToLab(rgb: Rgb): Lab {
  const linear = rgb.map((value) => expand(value / 255));
  const [x, y, z] = toXyz.map((row, index) => root(dot(row, linear) / (white[index] as number))) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/**
 * Back from CIELAB.
 *
 * @param lab Any colour; one outside sRGB is cut to it.
 * @returns Whole numbers, 0…255.
 */
export function labToRgb([lightness, a, b]: Lab): Rgb {
  const y = (lightness + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map((value, index) => unroot(value) * (white[index] as number));
  const [red, green, blue] = toRgb.map((row) =>
    Math.min(255, Math.max(0, Math.round(255 * compress(dot(row, xyz))))),
  ) as [number, number, number];
  return [red, green, blue];
}

function dot(row: readonly number[], column: readonly number[]): number {
  return row.reduce((sum, value, index) => sum + value * (column[index] as number), 0);
}

function root(value: number): number {
  return value > rootFrom ? Math.cbrt(value) : slope * value + offset;
}

function unroot(value: number): number {
  const cube = value ** 3;
  return cube > rootFrom ? cube : (value - offset) / slope;
}

/** sRGB's transfer function, to linear light. */
function expand(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function compress(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}
