import { describe, expect, it } from 'vitest';
import { cutGraph, type GraphCut } from './tfjs-graph.ts';

const weights = [
  { name: 'w', shape: [2], dtype: 'float32' },
  { name: 'gone', shape: [1, 2], dtype: 'int32' },
  { name: 'half', shape: [3], dtype: 'float32', quantization: { dtype: 'float16' } },
];
const bin = Uint8Array.from({ length: 8 + 8 + 6 }, (_, index) => index);
const graph = {
  format: 'graph-model',
  generatedBy: 'someone',
  signature: { inputs: { old: {} } },
  modelTopology: {
    node: [
      { name: 'x', op: 'Placeholder', attr: { shape: { shape: { dim: [{ size: '7' }] } } } },
      { name: 'w', op: 'Const' },
      { name: 'gone', op: 'Const' },
      { name: 'half', op: 'Const' },
      { name: 'split', op: 'Split', input: ['x', 'w'] },
      { name: 'kept', op: 'Add', input: ['split:1', 'half', '^x'] },
      { name: 'tail', op: 'Reshape', input: ['kept', 'gone'] },
    ],
    versions: { producer: 1 },
  },
  weightsManifest: [{ paths: ['old.bin'], weights }],
};
const json = new TextEncoder().encode(JSON.stringify(graph));
const cut: GraphCut = { name: 'new', input: { name: 'image', node: 'x', dims: [1, -1] }, outputs: { end: 'kept' } };

const read = (files: Map<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files.get('new.json'))) as typeof graph & { convertedBy: string };

describe('cutGraph', () => {
  it('keeps what the outputs need, in its order, and the weights of that bit for bit', () => {
    const files = cutGraph(json, bin, cut);
    const model = read(files);
    expect(model.modelTopology.node.map(({ name }) => name)).toEqual(['x', 'w', 'half', 'split', 'kept']);
    expect(model.weightsManifest).toEqual([{ paths: ['new.bin'], weights: [weights[0], weights[2]] }]);
    expect([...(files.get('new.bin') as Uint8Array)]).toEqual([...bin.subarray(0, 8), ...bin.subarray(16)]);
  });

  it('gives the input its new size, input and outputs their names, and says that it was changed', () => {
    const model = read(cutGraph(json, bin, cut));
    const shape = { dim: [{ size: '1' }, { size: '-1' }] };
    expect(model.modelTopology.node[0]!.attr).toEqual({ dtype: { type: 'DT_FLOAT' }, shape: { shape } });
    expect(model.signature).toEqual({
      inputs: { image: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: shape } },
      outputs: { end: { name: 'kept:0', dtype: 'DT_FLOAT' } },
    });
    expect(model.generatedBy).toBe('someone');
    expect(model.convertedBy).toMatch(/^cut by Nearside .* from [0-9a-f]{64}$/);
  });

  it('reads a size from another node, in place of a constant', () => {
    const files = cutGraph(json, bin, { ...cut, outputs: { end: 'tail' }, sizes: { gone: 'split' } });
    const model = read(files);
    const byName = new Map(model.modelTopology.node.map((node) => [node.name, node]));
    expect(byName.get('gone')).toMatchObject({
      op: 'Slice',
      input: ['gone/shape', 'nearside/first-side', 'nearside/two-sides'],
    });
    expect(byName.get('gone/shape')).toMatchObject({ op: 'Shape', input: ['split'] });
    expect(byName.get('nearside/two-sides')).toMatchObject({ op: 'Const' });
    const names = model.weightsManifest[0]!.weights.map(({ name }) => name);
    expect(names).toEqual(['w', 'half', 'nearside/first-side', 'nearside/two-sides']);
    expect([...(files.get('new.bin') as Uint8Array)]).toEqual([
      ...bin.subarray(0, 8),
      ...bin.subarray(16),
      ...new Uint8Array(Int32Array.of(1, 2).buffer),
    ]);
  });

  it('makes the same files each time, and leaves its input alone', () => {
    const before = bin.slice();
    expect(cutGraph(json, bin, cut)).toEqual(cutGraph(json, bin, cut));
    expect(bin).toEqual(before);
  });

  it.each<[string, Uint8Array, GraphCut, RegExp]>([
    ['an output that is no node', bin, { ...cut, outputs: { end: 'none' } }, /no node none/],
    ['an input that nothing needs', bin, { ...cut, outputs: { end: 'half' } }, /no output needs the input x/],
    ['a size that nothing needs', bin, { ...cut, sizes: { gone: 'x' } }, /no output needs the size gone/],
    ['a size that is no constant', bin, { ...cut, sizes: { split: 'x' } }, /the size split is no constant/],
    ['a size like no node', bin, { ...cut, outputs: { end: 'tail' }, sizes: { gone: 'none' } }, /no node none/],
    ['weights of another length', bin.subarray(1), cut, /fill 22 bytes, and the file has 21/],
  ])('refuses %s', (_, bytes, wish, problem) => {
    expect(() => cutGraph(json, bytes, wish)).toThrow(problem);
  });
});
