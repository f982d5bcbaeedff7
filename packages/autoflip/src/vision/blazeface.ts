import type { TensorMap } from '@nearside/core';
import type { Point, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import type { ScoredBox } from './non-maximum-suppression.ts';

/** A level of the net: a grid of cells, and so many anchors at each cell's centre. */
interface Level {
  readonly stride: number;
  readonly anchors: number;
}

const levels: readonly Level[] = [
  { stride: 16, anchors: 2 },
  { stride: 32, anchors: 6 },
];
const keypoints = 6;
/** Centre, size and key points. */
const valuesPerAnchor = 4 + 2 * keypoints;

/**
 * Reads what BlazeFace, back range, says of a picture.
 *
 * @param outputs `scores16` [1, H/16, W/16, 2], `boxes16` [… × 32], `scores32` [1, H/32, W/32, 6], `boxes32` [… × 96].
 * @param size Of the net's input, px; multiples of 32.
 * @param minScore The least confidence, above 0 and below 1.
 * @returns Faces of at least that score, many for each face, in pixels of the input; six points each: eye at the picture's
 *   left, eye at its right, nose, mouth, ear at the left, ear at the right.
 * @throws NearsideError 'invalid-input' when the outputs are none of that size.
 * @see MediaPipe, tensors_to_detections_calculator.cc, face_detection_back
 */
export function decodeBlazeFace(outputs: TensorMap, size: Size, minScore: number): ScoredBox[] {
  // Only the logit is compared for most anchors: the sigmoid grows with it.
  const minLogit = Math.log(minScore / (1 - minScore));
  return levels.flatMap(({ stride, anchors }) => {
    const across = size.width / stride;
    const scores = values(outputs, `scores${stride}`, across * (size.height / stride) * anchors);
    const boxes = values(outputs, `boxes${stride}`, scores.length * valuesPerAnchor);
    const faces: ScoredBox[] = [];
    for (let anchor = 0; anchor < scores.length; anchor++) {
      const logit = scores[anchor] as number;
      if (logit < minLogit) continue;
      const cell = Math.floor(anchor / anchors);
      const centre = { x: ((cell % across) + 0.5) * stride, y: (Math.floor(cell / across) + 0.5) * stride };
      const raw = boxes.subarray(anchor * valuesPerAnchor, (anchor + 1) * valuesPerAnchor);
      faces.push(faceAt(centre, raw, 1 / (1 + Math.exp(-logit))));
    }
    return faces;
  });
}

function faceAt(anchor: Point, raw: Float32Array, score: number): ScoredBox {
  const at = (index: number): number => raw[index] as number;
  const [width, height] = [at(2), at(3)];
  return {
    score,
    box: { x: anchor.x + at(0) - width / 2, y: anchor.y + at(1) - height / 2, width, height },
    keypoints: Array.from({ length: keypoints }, (_, index) => ({
      x: anchor.x + at(4 + 2 * index),
      y: anchor.y + at(5 + 2 * index),
    })),
  };
}

function values(outputs: TensorMap, name: string, count: number): Float32Array {
  const output = outputs[name];
  if (output?.type !== 'float32' || output.data.length !== count)
    throw invalidInput('detect-faces', `the output '${name}' has ${output?.data.length ?? 'no'} values, not ${count}`);
  return output.data;
}
