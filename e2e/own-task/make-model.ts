/**
 * Writes the model of the guide, y = 2·x + 1, as ONNX, and its manifest: `node make-model.ts`. A model of your own comes
 * from your training; what is worth keeping is how its manifest is made.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

/** Protocol buffers, as far as ONNX needs them here: numbers below 128, texts, bytes and messages. */
function encode(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.of(number << 3, value);
      const bytes =
        typeof value === 'string' ? Buffer.from(value) : value instanceof Uint8Array ? value : encode(value);
      return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
    }),
  );
}

const float32 = 1;
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const constant = (name: string, value: number): Field => [
  5,
  [
    [2, float32],
    [8, name],
    [9, floats(value)],
  ],
];
const node = (type: string, from: readonly string[], to: string): Field => [
  1,
  [...from.map((name): Field => [1, name]), [2, to], [4, type]],
];
// One value at a time: dims [1].
const value = (number: number, name: string): Field => [
  number,
  [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, float32],
            [2, [[1, [[1, 1]]]]],
          ],
        ],
      ],
    ],
  ],
];

/** The model's file. */
export function makeModel(): Uint8Array {
  const graph: readonly Field[] = [
    node('Mul', ['x', 'a'], 'ax'),
    node('Add', ['ax', 'b'], 'y'),
    [2, 'scale'],
    constant('a', 2),
    constant('b', 1),
    value(11, 'x'),
    value(12, 'y'),
  ];
  return encode([
    [1, 8],
    [7, graph],
    [
      8,
      [
        [1, ''],
        [2, 13],
      ],
    ],
  ]); // ir_version, graph, opset 13
}

/** Its manifest: what is fetched, and one known run that every provider must reproduce. */
export function makeManifest(model: Uint8Array): object {
  const tensor = (number: number) => ({
    type: 'float32',
    dims: [1],
    data: Buffer.from(floats(number)).toString('base64'),
  });
  const sha256 = createHash('sha256').update(model).digest('hex');
  return {
    schema: 1,
    id: 'example/scale',
    version: '1',
    licence: 'Apache-2.0',
    artefacts: [{ provider: 'ort-wasm', files: [{ path: 'scale.onnx', bytes: model.length, sha256 }] }],
    golden: { input: { x: tensor(20) }, output: { y: tensor(41) }, tolerance: 1e-6 },
  };
}

if (import.meta.main) {
  const model = makeModel();
  writeFileSync(new URL('scale.onnx', import.meta.url), model);
  const manifest = JSON.stringify(makeManifest(model), undefined, 2);
  writeFileSync(new URL('scale.manifest.json', import.meta.url), `${manifest}\n`);
}
