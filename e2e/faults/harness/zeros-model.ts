/** A model that allocates as much as it is asked to: `sum`, of as many zeros as `shape` says. */
import { createHash } from 'node:crypto';
import type { Manifest, TensorJson } from '@nearside/core';
import { encodeMessage, type Field } from './protobuf.ts';

const float = 1; // TensorProto.DataType
const int64 = 7;

/** Its bytes: `shape`, float32 [2], is cast, filled with zeros and summed up. */
export function zerosOnnx(): Buffer {
  const graph: readonly Field[] = [
    node('Cast', 'shape', 'dims', [
      [1, 'to'],
      [3, int64],
      [20, 2], // AttributeProto.INT
    ]),
    node('ConstantOfShape', 'dims', 'zeros'),
    node('ReduceSum', 'zeros', 'sum', [
      [1, 'keepdims'],
      [3, 0],
      [20, 2],
    ]),
    [2, 'zeros'],
    [11, valueInfo('shape', [2])],
    [12, valueInfo('sum', [])],
  ];
  const operators: readonly Field[] = [
    [1, ''],
    [2, 13],
  ];
  return encodeMessage([
    [1, 8],
    [7, graph],
    [8, operators],
  ]);
}

function node(type: string, from: string, to: string, attribute?: readonly Field[]): Field {
  return [1, [[1, from], [2, to], [4, type], ...(attribute ? [[5, attribute] as Field] : [])]];
}

function valueInfo(name: string, dims: readonly number[]): readonly Field[] {
  const shape = dims.map((dim): Field => [1, [[1, dim]]]);
  const type: readonly Field[] = [
    [1, float],
    [2, shape],
  ];
  return [
    [1, name],
    [2, [[1, type]]],
  ];
}

/** Its manifest, for ONNX Runtime on WASM. */
export function zerosManifest(): Manifest {
  const file = zerosOnnx();
  const sha256 = createHash('sha256').update(file).digest('hex');
  return {
    schema: 1,
    id: 'faults/zeros',
    version: '1',
    licence: 'Apache-2.0',
    artefacts: [{ provider: 'ort-wasm', files: [{ path: 'zeros.onnx', bytes: file.length, sha256 }] }],
    golden: { input: { shape: tensor([2], [2, 3]) }, output: { sum: tensor([], [0]) }, tolerance: 0 },
  };
}

function tensor(dims: number[], values: number[]): TensorJson {
  return { type: 'float32', dims, data: Buffer.from(Float32Array.from(values).buffer).toString('base64') };
}
