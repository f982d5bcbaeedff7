import type { ContractModel } from './provider-contract.ts';
import { tinyManifest, tinyWeights } from './tiny-onnx.ts';

/** What may be wrong with a tiny graph. */
export interface TinyTfjsOptions {
  /** Where the weights are said to lie, instead of beside it: a path or a URL that no provider may follow. */
  readonly weightsPath?: string;
  /** Operation in place of the square root. */
  readonly operation?: string;
}

/**
 * The tiny model of {@link tinyOnnx} as a TensorFlow.js graph: `tiny.json` and `tiny.bin`, new each time.
 *
 * @param options What may be wrong with it.
 */
export function tinyTfjs({
  weightsPath = 'tiny.bin',
  operation = 'Sqrt',
}: TinyTfjsOptions = {}): ContractModel['files'] {
  const { weights, bias } = tinyWeights;
  const float = { type: 'DT_FLOAT' };
  const shape = (...sizes: readonly number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });
  const node = (name: string, op: string, input: readonly string[] = [], attr: object = {}) => ({
    name,
    op,
    input,
    attr: { T: float, ...attr },
  });
  const model = {
    format: 'graph-model',
    modelTopology: {
      node: [
        node('x', 'Placeholder', [], { dtype: float, shape: shape(1, 4) }),
        node('W', 'Const', [], { dtype: float }),
        node('b', 'Const', [], { dtype: float }),
        // Fused, as converters write it: the text in its list is base64.
        node('sum', '_FusedMatMul', ['x', 'W', 'b'], {
          fused_ops: { list: { s: [btoa('BiasAdd')] } },
          num_args: { i: '1' },
          transpose_a: { b: false },
          transpose_b: { b: false },
        }),
        node('y', operation, ['sum']),
      ],
      versions: { producer: 1, minConsumer: 1 },
    },
    weightsManifest: [
      {
        paths: [weightsPath],
        weights: [
          { name: 'W', shape: [4, 3], dtype: 'float32' },
          { name: 'b', shape: [3], dtype: 'float32' },
        ],
      },
    ],
  };
  const bytes = new DataView(new ArrayBuffer((weights.length + bias.length) * 4));
  for (const [index, value] of [...weights, ...bias].entries()) bytes.setFloat32(index * 4, value, true);
  return { 'tiny.json': new TextEncoder().encode(JSON.stringify(model)), 'tiny.bin': new Uint8Array(bytes.buffer) };
}

/** The tiny graph for {@link providerContract}, with its hostile forms: for a provider that runs TensorFlow.js graphs. */
export function tinyTfjsContractModel(): ContractModel {
  return {
    files: tinyTfjs(),
    golden: tinyManifest([]).golden,
    hostile: {
      'whose weights lie at a URL': tinyTfjs({ weightsPath: 'https://nearside.invalid/weights.bin' }),
      'whose weights lie elsewhere': tinyTfjs({ weightsPath: 'weights.bin' }),
      'whose weights lie up the tree': tinyTfjs({ weightsPath: '../../../../etc/hosts' }),
    },
  };
}
