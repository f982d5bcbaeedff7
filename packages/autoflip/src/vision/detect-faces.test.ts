import type { OpenModel, TensorMap } from '@nearside/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blazeFaceGolden, openBlazeFace } from '../fixtures/open-blazeface.ts';
import type { Rect } from '../geometry.ts';
import { detectFaces, faceSignals } from './detect-faces.ts';
import { intersectionOverUnion } from './non-maximum-suppression.ts';
import { blackPicture, pastePicture, resizePicture, type Picture } from './picture.ts';

let opened: Awaited<ReturnType<typeof openBlazeFace>>;
let model: Pick<OpenModel, 'run'>;
beforeAll(async () => {
  opened = await openBlazeFace();
  model = opened.session;
});
afterAll(() => opened.dispose());

const golden = blazeFaceGolden();
const floats = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

/** The portrait of the golden sample, 64 × 64. */
function portrait(): Picture {
  const data = Uint8Array.from(floats(golden.input['image']!.data), (value) => Math.round((value + 1) * 127.5));
  return { width: 64, height: 64, data };
}

/** The face in it, brow to chin, as a person would mark it; px. */
const face: Rect = { x: 14, y: 18, width: 39, height: 39 };

/** The portrait at a place in a grey frame, and where the face is then, as a share. */
function scene(width: number, height: number, x: number, y: number, size: number): { picture: Picture; at: Rect } {
  const picture = blackPicture(width, height);
  picture.data.fill(96);
  pastePicture(picture, resizePicture(portrait(), { width: size, height: size }), x, y);
  const scale = size / 64;
  return {
    picture,
    at: {
      x: (x + face.x * scale) / width,
      y: (y + face.y * scale) / height,
      width: (face.width * scale) / width,
      height: (face.height * scale) / height,
    },
  };
}

describe('detectFaces', () => {
  it('gives the golden outputs for the golden picture, on other kernels', async () => {
    let outputs: TensorMap = {};
    const spy = { run: async (feeds: TensorMap) => (outputs = await model.run(feeds)) };
    await detectFaces(spy, portrait(), { inputSize: { width: 64, height: 64 } });
    for (const [name, { data }] of Object.entries(golden.output)) {
      const want = floats(data);
      const got = outputs[name]!.data;
      expect(got).toHaveLength(want.length);
      expect(Math.max(...want.map((value, index) => Math.abs(value - got[index]!)))).toBeLessThan(golden.tolerance);
    }
  });

  it.each<[string, ReturnType<typeof scene>]>([
    ['in the middle of a landscape', scene(640, 360, 240, 100, 160)],
    ['at the left edge of it', scene(640, 360, 0, 60, 200)],
    ['in a corner of a large one', scene(1920, 1080, 1500, 700, 360)],
    ['in an upright picture', scene(360, 640, 80, 200, 180)],
    ['small, 6 % of the width', scene(640, 360, 400, 120, 63)],
  ])('finds the one face %s, with its points in it', async (_, { picture, at }) => {
    const faces = await detectFaces(model, picture);
    expect(faces).toHaveLength(1);
    const [{ box, keypoints, score }] = faces as [(typeof faces)[number]];
    expect(score).toBeGreaterThan(0.65);
    expect(intersectionOverUnion(box, at)).toBeGreaterThan(0.6);
    const [left, right, nose, mouth, leftEar, rightEar] = keypoints as (typeof keypoints & { length: 6 })[number][];
    expect(keypoints).toHaveLength(6);
    // Left and right of the picture; eyes above the nose above the mouth.
    expect(left!.x).toBeLessThan(nose!.x);
    expect(nose!.x).toBeLessThan(right!.x);
    expect(leftEar!.x).toBeLessThan(rightEar!.x);
    expect(Math.max(left!.y, right!.y)).toBeLessThan(nose!.y);
    expect(nose!.y).toBeLessThan(mouth!.y);
  });

  it('tells two faces apart, best first', async () => {
    const { picture } = scene(640, 360, 40, 80, 200);
    pastePicture(picture, resizePicture(portrait(), { width: 150, height: 150 }), 420, 120);
    const faces = await detectFaces(model, picture);
    expect(faces).toHaveLength(2);
    expect(faces[0]!.score).toBeGreaterThanOrEqual(faces[1]!.score);
    expect(faces.map(({ box }) => box.x < 0.5).sort()).toEqual([false, true]);
  });

  it('finds none in grey, and none in noise', async () => {
    const grey = blackPicture(640, 360);
    grey.data.fill(128);
    let state = 1;
    const noise = blackPicture(640, 360);
    for (let index = 0; index < noise.data.length; index++) noise.data[index] = state = (state * 48_271) % 0x7fffffff;
    expect(await detectFaces(model, grey)).toEqual([]);
    expect(await detectFaces(model, noise)).toEqual([]);
  });

  it.each([
    [{ inputSize: { width: 320, height: 180 } }, /320 × 180: multiples of 32/],
    [{ inputSize: { width: 0, height: 32 } }, /0 × 32: multiples of 32/],
    [{ minScore: 0 }, /minScore 0/],
    [{ minScore: NaN }, /minScore NaN/],
  ])('refuses %j', async (options, problem) => {
    await expect(detectFaces(model, portrait(), options)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(problem) as string,
    });
  });
});

describe('faceSignals', () => {
  it('are FACE_FULL with box and score', () => {
    const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
    expect(faceSignals([{ box, score: 0.7, keypoints: [] }])).toEqual([{ type: 'FACE_FULL', box, score: 0.7 }]);
  });
});
