import { describe, expect, it } from 'vitest';
import type { HostedModel } from './hosted.ts';
import { planImports } from './plan-imports.ts';

const fileOf = (name: string, bytes: number): File => new File([new Uint8Array(bytes)], name);

const known: HostedModel = {
  manifest: { id: 'known/model', version: '1', licence: 'MIT', artefacts: [] },
  artefact: {
    provider: 'ort-wasm',
    files: [
      { path: 'parts/graph.onnx', bytes: 3, sha256: '' },
      { path: 'weights.bin', bytes: 5, sha256: '' },
    ],
  },
};

describe('files from disk', () => {
  it('are a model each, named as the file is, for what runs such files', () => {
    const plans = planImports([fileOf('a.GGUF', 4), fileOf('b', 2)], []);
    expect(plans.map(({ id, provider, bytes }) => [id, provider, bytes])).toEqual([
      ['a.GGUF', 'llama', 4],
      ['b', 'unknown', 2],
    ]);
    expect(plans.every(({ manifest }) => manifest === undefined)).toBe(true);
  });

  it('that are all those of a known model are that model, under its own paths', () => {
    const files = [fileOf('weights.bin', 5), fileOf('other', 1), fileOf('graph.onnx', 3)];
    const [model, other] = planImports(files, [known]);
    expect(model).toMatchObject({ id: 'known/model', provider: 'ort-wasm', bytes: 8 });
    expect(model?.files).toEqual({ 'parts/graph.onnx': files[2], 'weights.bin': files[0] });
    expect(model?.manifest?.artefacts).toEqual([known.artefact]);
    expect(other?.id).toBe('other');
  });

  it('of which one is missing, or has another size, are not', () => {
    expect(planImports([fileOf('weights.bin', 5)], [known])[0]?.id).toBe('weights.bin');
    const files = [fileOf('weights.bin', 4), fileOf('graph.onnx', 3)];
    expect(planImports(files, [known]).map(({ id }) => id)).toEqual(['weights.bin', 'graph.onnx']);
  });
});
