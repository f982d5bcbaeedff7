/**
 * Makes, or checks, the golden sample of a detector: `node models/make-detector-golden.ts NAME PICTURE.png [--check]`, once
 * the model was obtained. The picture is `skimage/data/astronaut.png` of PyPI's scikit-image 0.26.0 (NASA, public domain), of
 * which 64 × 64 pixels are kept; the answer is that of TensorFlow.js's plain JavaScript kernels, which no provider of ours
 * uses.
 */
// oxlint-disable-next-line import/no-unassigned-import -- it registers the backend
import '@tensorflow/tfjs-backend-cpu';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { PNG } from 'pngjs';
import { detectFaces } from '../packages/autoflip/src/vision/detect-faces.ts';
import { detectObjects } from '../packages/autoflip/src/vision/detect-objects.ts';
import { fitInto, letterbox } from '../packages/autoflip/src/vision/letterbox.ts';
import { cropPicture, fromRgba, type Picture } from '../packages/autoflip/src/vision/picture.ts';
import type { TensorMap } from '../packages/core/src/execution-provider.ts';
import { readGraphArtefact } from '../packages/core/src/providers/tensorflow-artefact.ts';
import { requireDigest } from './integrity.ts';
import { defaultLayout, filesFolderOf, folderOf, readSources, vendoredFiles } from './source.ts';

const astronaut = {
  bytes: 791_555,
  sha256: '88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5',
};
const face = { x: 150, y: 45, width: 144, height: 144 };
const inputSize = { width: 64, height: 64 };
const detectors = { blazeface: detectFaces, nanodet: detectObjects };

const [name, path, check] = process.argv.slice(2);
const source = readSources(defaultLayout()).find((one) => one.name === name);
const detect = Object.entries(detectors).find(([one]) => one === name)?.[1];
if (!source || !detect || path === undefined) {
  throw new Error(`usage: make-detector-golden.ts ${Object.keys(detectors).join('|')} PICTURE.png [--check]`);
}

const feeds = await feedsFor(portrait(path));
const files = filesFolderOf(source, defaultLayout());
const artefact = readGraphArtefact(
  Object.fromEntries(
    vendoredFiles(source).map((file) => [file.path, new Uint8Array(readFileSync(join(files, file.path)))]),
  ),
);
await tf.setBackend('cpu');
const model = new GraphModel({ load: async () => artefact });
await model.load();
const inputs = Object.fromEntries(
  Object.entries(feeds).map(([input, { data, dims, type }]) => [input, tf.tensor(data, [...dims], type)]),
);
const outputs = model.execute(inputs, model.outputNodes) as tf.Tensor[];
const golden = {
  input: Object.fromEntries(Object.entries(inputs).map(([input, tensor]) => [input, toJson(tensor)])),
  output: Object.fromEntries(outputs.map((tensor, index) => [model.outputNodes[index], toJson(tensor)])),
  tolerance: 1e-3,
};

const file = join(folderOf(source, defaultLayout()), 'golden.json');
if (check === undefined) {
  writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
} else if (JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) !== JSON.stringify(golden)) {
  throw new Error(`${file} is another sample`);
}

/** The face, in whole bytes as a picture has them. */
function portrait(png: string): Picture {
  const whole = PNG.sync.read(Buffer.from(requireDigest(png, readFileSync(png), astronaut)));
  const part = cropPicture(fromRgba(whole.data, whole), face);
  return { ...inputSize, data: Uint8Array.from(letterbox(part, inputSize, fitInto(part, inputSize)), Math.round) };
}

/** What the detector itself feeds for a picture. */
async function feedsFor(picture: Picture): Promise<TensorMap> {
  let seen: TensorMap | undefined;
  const run = (given: TensorMap): Promise<never> => Promise.reject(new Error(String((seen = given))));
  await detect?.({ run }, picture, { inputSize }).catch(() => undefined);
  if (!seen) throw new Error('the detector fed nothing');
  return seen;
}

function toJson(tensor: tf.Tensor): { type: string; dims: number[]; data: string } {
  const values = tensor.dataSync();
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return { type: 'float32', dims: tensor.shape, data: bytes.toString('base64') };
}
