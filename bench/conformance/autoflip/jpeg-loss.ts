/**
 * What coding a picture as a baseline JPEG does to it, without the entropy coding, which loses nothing: to YCbCr, chroma
 * halved in both directions, cosine transform, quantisation by the tables of the standard's annex K, and back. As
 * libjpeg codes, and as our decoder (jpeg-js) decodes: each chroma sample is repeated for its four pixels.
 */
import { blackPicture, type Picture } from '@nearside/autoflip/steps';

// ITU-T T.81, tables K.1 and K.2, row after row.
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const chrominance = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99,
];

/** One channel, with sides that are whole blocks. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/**
 * Codes and decodes.
 *
 * @param picture Unchanged.
 * @param quality 1…100, as libjpeg counts.
 */
export function codeAsJpeg(picture: Picture, quality: number): Picture {
  const y = toPlane(picture, 16, (red, green, blue) => 0.299 * red + 0.587 * green + 0.114 * blue);
  const cb = toPlane(picture, 16, (r, g, b) => -0.168735892 * r - 0.331264108 * g + 0.5 * b + 128);
  const cr = toPlane(picture, 16, (r, g, b) => 0.5 * r - 0.418687589 * g - 0.081312411 * b + 128);
  const light = codePlane(y, scaleTable(luminance, quality));
  const blueness = codePlane(halve(cb), scaleTable(chrominance, quality));
  const redness = codePlane(halve(cr), scaleTable(chrominance, quality));
  const result = blackPicture(picture.width, picture.height);
  let at = 0;
  for (let row = 0; row < picture.height; row++) {
    for (let column = 0; column < picture.width; column++) {
      const l = light.data[row * light.width + column] as number;
      const chroma = (row >> 1) * blueness.width + (column >> 1);
      const b = (blueness.data[chroma] as number) - 128;
      const r = (redness.data[chroma] as number) - 128;
      result.data[at++] = toByte(l + 1.402 * r);
      result.data[at++] = toByte(l - 0.344136286 * b - 0.714136286 * r);
      result.data[at++] = toByte(l + 1.772 * b);
    }
  }
  return result;
}

/**
 * Peak signal-to-noise ratio of two pictures of one size, dB.
 *
 * @returns Infinity for equal pictures.
 */
export function psnr(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height)
    throw new Error(`${a.width} × ${a.height} against ${b.width} × ${b.height}`);
  const squared = a.data.reduce((sum, value, at) => sum + (value - (b.data[at] as number)) ** 2, 0);
  return 10 * Math.log10((255 * 255 * a.data.length) / squared);
}

/** libjpeg's scale: 50 is the tables as they are. */
function scaleTable(table: readonly number[], quality: number): number[] {
  const percent = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  return table.map((value) => Math.min(255, Math.max(1, Math.trunc((value * percent + 50) / 100))));
}

/** A channel, its last row and column repeated up to whole blocks. */
function toPlane(
  { width, height, data }: Picture,
  block: number,
  convert: (red: number, green: number, blue: number) => number,
): Plane {
  const padded = (length: number) => Math.ceil(length / block) * block;
  const plane = {
    width: padded(width),
    height: padded(height),
    data: new Float64Array(padded(width) * padded(height)),
  };
  for (let row = 0; row < plane.height; row++) {
    for (let column = 0; column < plane.width; column++) {
      const at = (Math.min(row, height - 1) * width + Math.min(column, width - 1)) * 3;
      const value = convert(data[at] as number, data[at + 1] as number, data[at + 2] as number);
      plane.data[row * plane.width + column] = Math.round(value);
    }
  }
  return plane;
}

/** Means of four, rounded down and up in turn from column to column, as libjpeg's h2v2_downsample. */
function halve({ width, height, data }: Plane): Plane {
  const half = { width: width / 2, height: height / 2, data: new Float64Array((width * height) / 4) };
  for (let row = 0; row < half.height; row++) {
    for (let column = 0; column < half.width; column++) {
      const at = 2 * row * width + 2 * column;
      const sum =
        (data[at] as number) +
        (data[at + 1] as number) +
        (data[at + width] as number) +
        (data[at + width + 1] as number);
      half.data[row * half.width + column] = (sum + 1 + (column % 2)) >> 2;
    }
  }
  return half;
}

function codePlane(plane: Plane, table: readonly number[]): Plane {
  const coded = { ...plane, data: new Float64Array(plane.data.length) };
  const block = new Float64Array(64);
  for (let top = 0; top < plane.height; top += 8) {
    for (let left = 0; left < plane.width; left += 8) {
      const at = (index: number) => (top + (index >> 3)) * plane.width + left + (index & 7);
      for (let index = 0; index < 64; index++) block[index] = (plane.data[at(index)] as number) - 128;
      const frequencies = transform(block, false);
      for (let index = 0; index < 64; index++) {
        const step = table[index] as number;
        frequencies[index] = roundAway((frequencies[index] as number) / step) * step;
      }
      const pixels = transform(frequencies, true);
      for (let index = 0; index < 64; index++) coded.data[at(index)] = toByte((pixels[index] as number) + 128);
    }
  }
  return coded;
}

const cosines = Float64Array.from({ length: 64 }, (_, index) => {
  const frequency = index >> 3;
  const scale = frequency === 0 ? Math.sqrt(1 / 8) : 0.5;
  return scale * Math.cos(((2 * (index & 7) + 1) * frequency * Math.PI) / 16);
});

/** The 8 × 8 cosine transform, or its inverse. */
function transform(block: Float64Array, isInverse: boolean): Float64Array {
  const cosine = (frequency: number, place: number) =>
    cosines[isInverse ? place * 8 + frequency : frequency * 8 + place] as number;
  const half = new Float64Array(64);
  const result = new Float64Array(64);
  for (let row = 0; row < 8; row++)
    for (let out = 0; out < 8; out++)
      for (let place = 0; place < 8; place++)
        half[row * 8 + out] = (half[row * 8 + out] as number) + cosine(out, place) * (block[row * 8 + place] as number);
  for (let column = 0; column < 8; column++)
    for (let out = 0; out < 8; out++)
      for (let place = 0; place < 8; place++)
        result[out * 8 + column] =
          (result[out * 8 + column] as number) + cosine(out, place) * (half[place * 8 + column] as number);
  return result;
}

function roundAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}

function toByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
