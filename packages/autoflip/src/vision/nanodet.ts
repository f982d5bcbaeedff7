import type { TensorMap } from '@nearside/core';
import type { Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { cocoLabels } from './coco-labels.ts';
import type { ScoredBox } from './non-maximum-suppression.ts';

const strides = [8, 16, 32] as const;
/** Each side of a box is a distribution over this many whole strides, from 0. */
const bins = 11;
const sides = 4;

/** A box with what is in it. */
export interface LabelledBox extends ScoredBox {
  /** COCO's word, such as `person`. */
  readonly label: string;
}

/**
 * Reads what NanoDet says of a picture.
 *
 * @param outputs `level8` [1, 124, H/8, W/8], `level16`, `level32`: logits of 80 classes, then 4 × 11 of the sides.
 * @param size Of the net's input, px; multiples of 32.
 * @param minScore The least confidence, above 0 and below 1.
 * @returns Things of at least that score, the likeliest class of each cell, several for each thing, in pixels of the input.
 * @throws NearsideError 'invalid-input' when the outputs are none of that size.
 * @see https://github.com/RangiLyu/nanodet (nanodet_head.py; distribution focal loss)
 */
export function decodeNanoDet(outputs: TensorMap, size: Size, minScore: number): LabelledBox[] {
  const minLogit = Math.log(minScore / (1 - minScore));
  return strides.flatMap((stride) => {
    const [across, down] = [size.width / stride, size.height / stride];
    const cells = across * down;
    const level = levelOf(outputs, `level${stride}`, cells);
    const found: LabelledBox[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const label = likeliest(level, cells, cell, minLogit);
      if (label === undefined) continue;
      const side = (index: number): number =>
        stride * expectation(level, cells, cell, cocoLabels.length + index * bins);
      const [left, top, right, bottom] = [side(0), side(1), side(2), side(3)];
      const x = ((cell % across) + 0.5) * stride - left;
      const y = (Math.floor(cell / across) + 0.5) * stride - top;
      const score = 1 / (1 + Math.exp(-(level[label * cells + cell] as number)));
      found.push({
        label: cocoLabels[label] as string,
        score,
        box: { x, y, width: left + right, height: top + bottom },
      });
    }
    return found;
  });
}

/** The class of the largest logit in a cell; none where that is below the least. */
function likeliest(level: Float32Array, cells: number, cell: number, minLogit: number): number | undefined {
  let best: number | undefined;
  let most = minLogit;
  for (let label = 0; label < cocoLabels.length; label++) {
    const logit = level[label * cells + cell] as number;
    if (logit < most) continue;
    most = logit;
    best = label;
  }
  return best;
}

/** The mean of a softmax over the bins: how many strides away that side is. */
function expectation(level: Float32Array, cells: number, cell: number, channel: number): number {
  const logits = Array.from({ length: bins }, (_, bin) => level[(channel + bin) * cells + cell] as number);
  // The largest is taken off: an exponential overflows.
  const most = Math.max(...logits);
  let total = 0;
  let weighted = 0;
  for (const [bin, logit] of logits.entries()) {
    const share = Math.exp(logit - most);
    total += share;
    weighted += bin * share;
  }
  return weighted / total;
}

function levelOf(outputs: TensorMap, name: string, cells: number): Float32Array {
  const output = outputs[name];
  const count = cells * (cocoLabels.length + sides * bins);
  if (output?.type !== 'float32' || output.data.length !== count)
    throw invalidInput(
      'detect-objects',
      `the output '${name}' has ${output?.data.length ?? 'no'} values, not ${count}`,
    );
  return output.data;
}
