import type { io } from '@tensorflow/tfjs-core';
import { messageOf, NearsideError } from '../errors.ts';

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** Bytes of one value in the file, by the type it is kept as there. */
const bytesOfType: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

interface ModelJson {
  readonly format?: string;
  readonly modelTopology: { readonly node: readonly unknown[] };
  readonly weightsManifest: readonly WeightGroup[];
  readonly signature?: object;
  readonly userDefinedMetadata?: Record<string, object>;
}

/**
 * Reads a TensorFlow.js graph model: one `.json` (topology and the list of weights) and the weights it names, which lie
 * beside it. Nothing is fetched: a path that is no file of the artefact is refused.
 *
 * @param files The artefact's bytes, by path; the result refers to them.
 * @returns What TensorFlow.js loads a graph from.
 * @throws NearsideError 'model-invalid' when a file is missing or too many, or the weights do not fill it.
 * @see https://www.tensorflow.org/js/guide/save_load (model.json)
 */
export function readGraphArtefact(files: Files): io.ModelArtifacts {
  const jsonPath = solePath(files);
  const model = readJson(jsonPath, files[jsonPath] as Uint8Array);
  const { modelTopology, weightsManifest, signature, userDefinedMetadata } = model;
  const folder = jsonPath.slice(0, jsonPath.lastIndexOf('/') + 1);
  const paths = weightsManifest.flatMap((group) => group.paths).map((path) => folder + path);
  const stray = Object.keys(files).filter((path) => path !== jsonPath && !paths.includes(path));
  if (stray.length > 0) reject(`'${stray[0]}' is no file that '${jsonPath}' names`);
  const pieces = paths.map((path) => (Object.hasOwn(files, path) ? files[path] : undefined) ?? missing(jsonPath, path));
  const specs = weightsManifest.flatMap(({ weights }) => weights);
  const want = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  const got = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  if (want !== got) reject(`the weights of '${jsonPath}' need ${want} bytes, and its files have ${got}`);
  return {
    modelTopology,
    ...(signature && { signature }),
    // Some converters keep the signature there.
    ...(userDefinedMetadata && { userDefinedMetadata }),
    weightSpecs: specs as unknown as io.WeightsManifestEntry[],
    weightData: joined(pieces, got),
  };
}

function solePath(files: Files): string {
  const [path, ...others] = Object.keys(files).filter((name) => name.endsWith('.json'));
  if (path === undefined || others.length > 0) return reject('a TensorFlow.js artefact has exactly one .json file');
  return path;
}

function readJson(path: string, bytes: Uint8Array): ModelJson {
  let model: Partial<ModelJson> | null;
  try {
    model = JSON.parse(new TextDecoder().decode(bytes)) as typeof model;
  } catch (error) {
    return reject(`'${path}' is no JSON: ${messageOf(error)}`);
  }
  if ((model?.format ?? 'graph-model') !== 'graph-model')
    return reject(`'${path}' is a ${model?.format}, no graph model`);
  if (!Array.isArray(model?.modelTopology?.node)) return reject(`'${path}' has no graph`);
  if (!Array.isArray(model.weightsManifest) || !model.weightsManifest.every(isGroup)) {
    return reject(`'${path}' has no list of weights`);
  }
  return model as ModelJson;
}

function isGroup(group: Partial<WeightGroup> | null): boolean {
  const { paths, weights } = group ?? {};
  return (
    Array.isArray(paths) &&
    paths.every((path) => typeof path === 'string') &&
    Array.isArray(weights) &&
    weights.every((spec: Partial<WeightSpec> | null) => Array.isArray(spec?.shape) && typeof spec.name === 'string')
  );
}

function bytesOf({ name, shape, dtype, quantization }: WeightSpec): number {
  const size = bytesOfType[quantization?.dtype ?? dtype];
  if (size === undefined) return reject(`the weight '${name}' is of a type that is not known here`);
  const isShape = shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0);
  const bytes = shape.reduce((product, dim) => product * dim, size);
  // The bound of a typed array: what is larger cannot be in a file either.
  if (!isShape || !Number.isSafeInteger(bytes)) return reject(`the weight '${name}' has no shape`);
  return bytes;
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[], bytes: number): ArrayBuffer {
  const [first] = pieces;
  if (pieces.length === 1 && first?.byteLength === first?.buffer.byteLength) return first?.buffer as ArrayBuffer;
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole.buffer;
}

function missing(jsonPath: string, path: string): never {
  return reject(`'${jsonPath}' names '${path}', which is no file of the model`);
}

function reject(message: string): never {
  throw new NearsideError('model-invalid', message, { stage: 'load' });
}
