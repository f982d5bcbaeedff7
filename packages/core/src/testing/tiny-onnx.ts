import { sha256 } from '@noble/hashes/sha2.js';
import type { TensorMap } from '../execution-provider.ts';
import type { Manifest, TensorJson } from '../manifest/manifest.ts';
import { encodeMessage, type Field } from './protobuf.ts';

// y = √(x · W + b), x of dims [1, 4], y of dims [1, 3]: small, exact in float32, and NaN where x is negative enough.
const weights = Float32Array.of(1, 0, 2, 0.5, 1, 0, 0, 3, 1, 2, 0, 0.25);
const bias = Float32Array.of(0, 1, 4);
const inputs = 4;
const outputs = 3;

/** Of the tiny model: `weights` of dims [4, 3], `bias` of dims [3]. Not to be changed. */
export const tinyWeights: { readonly weights: Float32Array; readonly bias: Float32Array } = { weights, bias };

const float = 1; // TensorProto.DataType.FLOAT

/** What may be wrong with a tiny model. */
export interface TinyOnnxOptions {
  /** Where the weights are said to lie, instead of in the file: a path or a URL that no provider may follow. */
  readonly externalData?: string;
}

/**
 * An ONNX model of some 200 bytes, made on the spot: input `x`, float32 [1, 4]; output `y`, float32 [1, 3];
 * y = √(x·W + b). For tests of providers, tasks and pages that need a real model and not a large one.
 *
 * @param options What may be wrong with it.
 * @returns The file's bytes, new each time.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (field numbers)
 */
export function tinyOnnx({ externalData }: TinyOnnxOptions = {}): Uint8Array<ArrayBuffer> {
  const graph: readonly Field[] = [
    node('MatMul', ['x', 'W'], 'product'),
    node('Add', ['product', 'b'], 'sum'),
    node('Sqrt', ['sum'], 'y'),
    [2, 'tiny'],
    [5, externalData === undefined ? initializer('W', [inputs, outputs], weights) : elsewhere(externalData)],
    [5, initializer('b', [outputs], bias)],
    [11, valueInfo('x', [1, inputs])],
    [12, valueInfo('y', [1, outputs])],
  ];
  return encodeMessage([
    [1, 8], // ir_version
    [7, graph],
    [
      8,
      [
        [1, ''], // the default operator set
        [2, 13],
      ],
    ],
  ]);
}

function node(type: string, from: readonly string[], to: string): Field {
  return [1, [...from.map((name): Field => [1, name]), [2, to], [4, type]]];
}

function initializer(name: string, dims: readonly number[], data: Float32Array): readonly Field[] {
  const bytes = new DataView(new ArrayBuffer(data.length * 4));
  for (const [index, value] of data.entries()) bytes.setFloat32(index * 4, value, true);
  return [...tensor(name, dims), [9, new Uint8Array(bytes.buffer)]];
}

function elsewhere(location: string): readonly Field[] {
  const entry: readonly Field[] = [
    [1, 'location'],
    [2, location],
  ];
  return [...tensor('W', [inputs, outputs]), [13, entry], [14, 1]];
}

function tensor(name: string, dims: readonly number[]): readonly Field[] {
  return [...dims.map((dim): Field => [1, dim]), [2, float], [8, name]];
}

function valueInfo(name: string, dims: readonly number[]): readonly Field[] {
  const shape = dims.map((dim): Field => [1, [[1, dim]]]);
  const type: readonly Field[] = [
    [
      1,
      [
        [1, float],
        [2, shape],
      ],
    ],
  ];
  return [
    [1, name],
    [2, type],
  ];
}

/**
 * What the tiny model gives.
 *
 * @param x Four numbers.
 * @returns Three numbers, as float32.
 */
export function tinyAnswer(x: ArrayLike<number>): Float32Array<ArrayBuffer> {
  return Float32Array.from(bias, (sum, column) => {
    let total = sum;
    for (let row = 0; row < inputs; row++) total += (x[row] as number) * (weights[row * outputs + column] as number);
    return Math.sqrt(total);
  });
}

/** Feeds for the tiny model: four numbers as its input `x`. */
export function tinyFeeds(x: readonly [number, number, number, number]): TensorMap {
  return { x: { type: 'float32', dims: [1, inputs], data: Float32Array.from(x) } };
}

const goldenInput = [1, 2, 3, 4] as const;

/**
 * A manifest for the tiny model: its file is `tiny.onnx`.
 *
 * @param providers Names of the providers that may run it.
 * @param file Its bytes; default: {@link tinyOnnx}.
 */
export function tinyManifest(providers: readonly string[], file: Uint8Array<ArrayBuffer> = tinyOnnx()): Manifest {
  const files = [{ path: 'tiny.onnx', bytes: file.length, sha256: hex(sha256(file)) }];
  return {
    schema: 1,
    id: 'nearside/tiny',
    version: '1',
    licence: 'Apache-2.0',
    artefacts: providers.map((provider) => ({ provider, files })),
    golden: {
      input: { x: toJson([1, inputs], Float32Array.from(goldenInput)) },
      output: { y: toJson([1, outputs], tinyAnswer(goldenInput)) },
      tolerance: 1e-4,
    },
  };
}

function toJson(dims: readonly number[], values: Float32Array): TensorJson {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return { type: 'float32', dims, data: btoa(String.fromCharCode(...new Uint8Array(view.buffer))) };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
