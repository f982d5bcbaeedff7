/**
 * Makes, or checks, `back/golden.json`: `node models/blazeface/make-golden.ts PICTURE.png [--check]`. The picture is
 * `skimage/data/astronaut.png` of PyPI's scikit-image 0.26.0 (NASA, public domain), of which 64 × 64 pixels are kept; the
 * answer is that of TensorFlow.js's plain JavaScript kernels, which no provider of ours uses.
 */
// oxlint-disable-next-line import/no-unassigned-import -- it registers the backend
import '@tensorflow/tfjs-backend-cpu';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { PNG } from 'pngjs';
import { fitInto, letterbox } from '../../packages/autoflip/src/vision/letterbox.ts';
import { cropPicture, fromRgba } from '../../packages/autoflip/src/vision/picture.ts';
import { readGraphArtefact } from '../../packages/core/src/providers/tensorflow-artefact.ts';
import { requireDigest } from '../integrity.ts';

const picture = {
  bytes: 791_555,
  sha256: '88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5',
};
const face = { x: 150, y: 45, width: 144, height: 144 };
const size = { width: 64, height: 64 };
const folder = join(import.meta.dirname, 'back');

const [path, check] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: make-golden.ts PICTURE.png [--check]');
const png = PNG.sync.read(Buffer.from(requireDigest(path, readFileSync(path), picture)));
const part = cropPicture(fromRgba(png.data, png), face);
// Whole bytes, as a picture has them.
const input = letterbox(part, size, fitInto(part, size)).map((value) => Math.round(value) / 127.5 - 1);

const files = ['blazeface-back.json', 'blazeface-back.bin'];
const artefact = readGraphArtefact(
  Object.fromEntries(files.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))])),
);
await tf.setBackend('cpu');
const model = new GraphModel({ load: async () => artefact });
await model.load();
const image = tf.tensor(input, [1, size.height, size.width, 3], 'float32');
const outputs = model.execute({ image }, model.outputNodes) as tf.Tensor[];
const golden = {
  input: { image: toJson(image) },
  output: Object.fromEntries(model.outputNodes.map((name, index) => [name, toJson(outputs[index] as tf.Tensor)])),
  tolerance: 1e-3,
};

const file = join(folder, 'golden.json');
if (check === undefined) {
  writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
} else if (JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) !== JSON.stringify(golden)) {
  throw new Error(`${file} is another sample`);
}

function toJson(tensor: tf.Tensor): { type: string; dims: number[]; data: string } {
  const values = tensor.dataSync();
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return { type: 'float32', dims: tensor.shape, data: bytes.toString('base64') };
}
