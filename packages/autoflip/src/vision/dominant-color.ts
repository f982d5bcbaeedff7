import { resizePicture, type Picture } from './picture.ts';
import { seededRandom } from './seeded-random.ts';

/** The colour of the largest group of pixels. */
export interface DominantColor {
  /** Mean of the group, cut to whole numbers, 0…255 each. */
  readonly color: readonly [number, number, number];
  /** Its share of the pixels, 0…1. */
  readonly fraction: number;
}

const clusters = 4;
const maxIterations = 5;
const maxPixels = 300_000;
// Of candidates for each next centre, the best is taken, as in OpenCV.
const trials = 3;

/** One colour and how many pixels have it. */
interface Shade {
  readonly color: readonly [number, number, number];
  readonly count: number;
}

/**
 * The dominant colour: k-means with four clusters, k-means++ seeds and at most five rounds. Seeds come from a fixed
 * generator, so the answer is always the same. Pixels of one colour are counted first and clustered once.
 *
 * @param picture Unchanged; larger than 300,000 px it is made smaller first.
 * @see MediaPipe AutoFlip, calculators/border_detection_calculator.cc, FindDominantColor
 */
export function dominantColor(picture: Picture): DominantColor {
  const shades = countShades(limitPixels(picture));
  if (shades.length === 0) return { color: [0, 0, 0], fraction: 0 };
  let centers = seedCenters(shades);
  let groups = assign(shades, centers);
  for (let round = 1; round < maxIterations; round++) {
    const moved = groups.map(meanOf);
    if (moved.every((center, index) => distance(center, centers[index] as readonly number[]) === 0)) break;
    centers = moved;
    groups = assign(shades, centers);
  }
  const sizes = groups.map((group) => group.reduce((sum, { count }) => sum + count, 0));
  const largest = sizes.indexOf(Math.max(...sizes));
  const [first, second, third] = meanOf(groups[largest] as Shade[]);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    color: [Math.trunc(first), Math.trunc(second), Math.trunc(third)],
    fraction: (sizes[largest] as number) / total,
  };
}

function limitPixels(picture: Picture): Picture {
  const pixels = picture.width * picture.height;
  if (pixels <= maxPixels) return picture;
  // The reference scales each side by the ratio of the pixel counts, so the result is smaller than it says.
  const scale = maxPixels / pixels;
  return resizePicture(picture, {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  });
}

function countShades({ data }: Picture): Shade[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 3) {
    const key = ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => ({ color: [key >> 16, (key >> 8) & 255, key & 255], count }));
}

/** k-means++: each next centre is drawn with the odds of its squared distance to those there are. */
function seedCenters(shades: readonly Shade[]): (readonly [number, number, number])[] {
  const random = seededRandom(1);
  const total = shades.reduce((sum, { count }) => sum + count, 0);
  const centers = [draw(shades, (shade) => shade.count, total * random())];
  let nearest = shades.map(({ color }) => distance(color, centers[0] as readonly number[]));
  while (centers.length < Math.min(clusters, shades.length)) {
    const weightOf = (shade: Shade, index: number) => shade.count * (nearest[index] as number);
    const sum = shades.reduce((all, shade, index) => all + weightOf(shade, index), 0);
    const candidates = Array.from({ length: trials }, () => {
      const center = draw(shades, weightOf, sum * random());
      const distances = shades.map(({ color }, index) => Math.min(nearest[index] as number, distance(color, center)));
      const cost = shades.reduce((all, { count }, index) => all + count * (distances[index] as number), 0);
      return { center, distances, cost };
    });
    const best = candidates.reduce((least, candidate) => (candidate.cost < least.cost ? candidate : least));
    centers.push(best.center);
    nearest = best.distances;
  }
  return centers;
}

function draw(
  shades: readonly Shade[],
  weightOf: (shade: Shade, index: number) => number,
  mark: number,
): readonly [number, number, number] {
  let left = mark;
  for (const [index, shade] of shades.entries()) {
    left -= weightOf(shade, index);
    if (left < 0) return shade.color;
  }
  return (shades.at(-1) as Shade).color;
}

/** Groups by the nearest centre; a centre that nothing is near to is left out. */
function assign(shades: readonly Shade[], centers: readonly (readonly [number, number, number])[]): Shade[][] {
  const groups: Shade[][] = centers.map(() => []);
  for (const shade of shades) {
    let best = 0;
    for (let index = 1; index < centers.length; index++) {
      const isNearer =
        distance(shade.color, centers[index] as readonly number[]) <
        distance(shade.color, centers[best] as readonly number[]);
      if (isNearer) best = index;
    }
    (groups[best] as Shade[]).push(shade);
  }
  return groups.filter((group) => group.length > 0);
}

function meanOf(group: readonly Shade[]): readonly [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let total = 0;
  for (const { color, count } of group) {
    total += count;
    for (const channel of [0, 1, 2] as const) sums[channel] += color[channel] * count;
  }
  return [sums[0] / total, sums[1] / total, sums[2] / total];
}

function distance(a: readonly number[], b: readonly number[]): number {
  const across = (a[0] as number) - (b[0] as number);
  const along = (a[1] as number) - (b[1] as number);
  const up = (a[2] as number) - (b[2] as number);
  return across * across + along * along + up * up;
}
