import type { Borders } from '../plan.ts';
import type { Picture } from './picture.ts';

const sides = ['top', 'right', 'bottom', 'left'] as const;
type Side = (typeof sides)[number];

/** A pixel further than this from the border's colour, in any channel, shows something else: above compression noise. */
const colorTolerance = 14;

/** Share of the length or height of the frame in which a border is looked for: a 9:16 picture in a 16:9 frame has 34 %. */
const searchShare = 0.45;

/** A line of the border: at most this share of it ever shows something else. */
const flatShare = 0.02;

/** A line of the picture beside a border: at least this share of it shows something else at some time. */
const edgeShare = 0.8;

/** The same where the other borders are not known yet, so that their share of the line is not either. */
const firstEdgeShare = 0.2;

/** The same where another scene has a border that ends there: the picture may be dark in this one. */
const expectedEdgeShare = 0.2;

/** Share of a border's lines that must be flat: subtitles and logos may lie in the others. */
const flatLineShare = 0.5;

/** A softened edge takes at most this share of the frame, and at least three lines. */
const softShare = 0.02;

/** A border may lie this many lines from the expected one, and is no narrower than this. */
const slack = 2;

/**
 * Finds bands of one colour, any colour, on each of the four sides, from frames of one scene.
 *
 * What is remembered of the frames is how far each pixel near a side ever was from the colour of that side's edge. A border
 * is flat in that map but for what is written in it; it ends in one straight line, along nearly all of which the picture
 * shows something else sooner or later. A dark scene has no such line, nor has a plain background with somebody before it.
 *
 * The reference looks at each frame alone, above and below only.
 */
export class BorderObserver {
  #sides: readonly SideObserver[] = [];
  #width = 0;
  #height = 0;
  #isBlank = true;

  /**
   * Looks at a frame; a few of a scene are enough, the more the surer. Takes about ten nanoseconds a pixel.
   *
   * @param picture Of one size for one observer (another size starts anew); unchanged, and not kept.
   */
  add(picture: Picture): void {
    const { width, height } = picture;
    // After nothing but one colour (a fade's black) the border's own colour is still to be seen.
    if (this.#isBlank || width !== this.#width || height !== this.#height) {
      this.#width = width;
      this.#height = height;
      this.#sides = sides.map((side) => new SideObserver(side, picture));
      this.#isBlank = true;
    }
    for (const side of this.#sides) {
      if (side.add(picture)) this.#isBlank = false;
    }
  }

  /**
   * The bands seen so far, px of the frames that were added; a softened edge belongs to the band. In a frame of another
   * size they are scaled and rounded up.
   *
   * @param expected Bands of other scenes of the video, where there are: a dark picture then needs less proof.
   */
  borders(expected?: Borders): Borders {
    let found: Borders = { top: 0, right: 0, bottom: 0, left: 0 };
    if (this.#isBlank) return found;
    const measure = (side: SideObserver, least: number): number => {
      const isRow = side.side === 'top' || side.side === 'bottom';
      const [from, to] = isRow ? [found.left, this.#width - found.right] : [found.top, this.#height - found.bottom];
      const want = expected?.[side.side] ?? 0;
      return side.depth(from, to, least, want);
    };
    found = this.#each((side) => measure(side, firstEdgeShare));
    // One that does not hold between the others goes, and then the others are looked at again without it.
    for (let round = 0; round < sides.length; round += 1) {
      const checked = this.#each((side) => (found[side.side] > 0 ? measure(side, edgeShare) : 0));
      const isSettled = sides.every((side) => checked[side] > 0 === found[side] > 0);
      found = checked;
      if (isSettled) break;
    }
    return found;
  }

  #each(measure: (side: SideObserver) => number): Borders {
    const [top = 0, right = 0, bottom = 0, left = 0] = this.#sides.map(measure);
    return { top, right, bottom, left };
  }
}

/** One side, by lines from the edge inwards. */
class SideObserver {
  readonly side: Side;
  readonly #lines: number;
  readonly #length: number;
  readonly #softLines: number;
  /** First value of the line at the edge, and the steps to the next line and to the next pixel of a line. */
  readonly #origin: number;
  readonly #lineStep: number;
  readonly #pixelStep: number;
  readonly #color: readonly [number, number, number];
  /** The furthest that each pixel ever was from the colour; dims [lines × length]. */
  readonly #furthest: Uint8Array;

  constructor(side: Side, picture: Picture) {
    const { width, height } = picture;
    const isRow = side === 'top' || side === 'bottom';
    const depth = isRow ? height : width;
    this.side = side;
    this.#length = isRow ? width : height;
    this.#lines = Math.floor(depth * searchShare);
    this.#softLines = Math.max(3, Math.ceil(depth * softShare));
    this.#pixelStep = isRow ? 3 : 3 * width;
    const inwards = isRow ? 3 * width : 3;
    const isFar = side === 'bottom' || side === 'right';
    this.#lineStep = isFar ? -inwards : inwards;
    this.#origin = isFar ? (depth - 1) * inwards : 0;
    this.#furthest = new Uint8Array(this.#lines * this.#length);
    this.#color = [0, 1, 2].map((channel) => this.#edgeMedian(picture, channel)) as [number, number, number];
  }

  #edgeMedian({ data }: Picture, channel: number): number {
    const values = Uint8Array.from(
      { length: this.#length },
      (_, k) => data[this.#origin + k * this.#pixelStep + channel]!,
    );
    return values.sort()[this.#length >> 1] ?? 0;
  }

  /** @returns Whether anything but the border's colour was ever seen. */
  add({ data }: Picture): boolean {
    const [red, green, blue] = this.#color;
    const furthest = this.#furthest;
    let largest = 0;
    for (let line = 0, cell = 0; line < this.#lines; line += 1) {
      let at = this.#origin + line * this.#lineStep;
      for (let k = 0; k < this.#length; k += 1, cell += 1, at += this.#pixelStep) {
        const distance = Math.max(
          Math.abs(data[at]! - red),
          Math.abs(data[at + 1]! - green),
          Math.abs(data[at + 2]! - blue),
        );
        if (distance > furthest[cell]!) furthest[cell] = distance;
        if (distance > largest) largest = distance;
      }
    }
    return largest > colorTolerance;
  }

  /**
   * Lines of the border, 0 without one.
   *
   * @param from First pixel of the lines that counts: those before belong to another border. Likewise `to`.
   * @param least Share of the picture's lines that must show something else; less near `expected`.
   */
  depth(from: number, to: number, least: number, expected: number): number {
    const shares: number[] = [];
    const means: number[] = [];
    for (let line = 0; line < this.#lines; line += 1) {
      let different = 0;
      let sum = 0;
      for (let cell = line * this.#length + from; cell < line * this.#length + to; cell += 1) {
        const distance = this.#furthest[cell]!;
        sum += distance;
        if (distance > colorTolerance) different += 1;
      }
      shares.push(different / Math.max(1, to - from));
      means.push(sum / Math.max(1, to - from));
    }
    let flatLines = 0;
    for (let line = 0; line + 2 * this.#softLines < this.#lines && (shares[0] ?? 1) <= flatShare; line += 1) {
      const isFlat = shares[line]! <= flatShare;
      if (isFlat) flatLines += 1;
      const depth = line + 1;
      if (!isFlat || shares[depth]! <= flatShare || depth < slack || flatLines < flatLineShare * depth) continue;
      const needed = expected > 0 && Math.abs(depth - expected) <= slack ? Math.min(least, expectedEdgeShare) : least;
      // The picture is there once the edge is past, and stays.
      const beyond = shares.slice(depth + this.#softLines - 1, depth + 2 * this.#softLines);
      if (Math.min(...beyond) >= needed) return this.#withSoftEdge(depth, means);
    }
    return 0;
  }

  /** Adds the lines in which the picture is still mixed with the border. */
  #withSoftEdge(depth: number, means: readonly number[]): number {
    const inside = means.slice(depth + this.#softLines, depth + 2 * this.#softLines);
    const full = inside.reduce((sum, mean) => sum + mean, 0) / inside.length;
    let line = depth;
    while (line < depth + this.#softLines && means[line]! < 0.5 * full) line += 1;
    return line;
  }
}

/**
 * The bands of one scene: {@link BorderObserver} over its frames.
 *
 * @param pictures Of one size; unchanged.
 * @param expected Bands of the video's other scenes.
 */
export function findBorders(pictures: Iterable<Picture>, expected?: Borders): Borders {
  const observer = new BorderObserver();
  for (const picture of pictures) observer.add(picture);
  return observer.borders(expected);
}
