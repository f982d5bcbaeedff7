import { describe, expect, it } from 'vitest';
import { standardConfig } from './model-config.generated.ts';
import { parseModelConfig, standardModelConfig } from './model-config.ts';

const valid = standardConfig as Record<string, unknown>;

describe('parseModelConfig', () => {
  it("reads the vendored model's", () => {
    expect(standardModelConfig()).toMatchObject({
      begSize: 1024,
      endSize: 1024,
      blockSize: 4096,
      paddingToken: 256,
      minFileSizeForDl: 8,
    });
    expect(standardModelConfig().thresholds.get('latex')).toBe(0.95);
    expect(standardModelConfig().overwriteMap.get('randombytes')).toBe('unknown');
  });

  it.each([
    { name: 'features of the middle', config: { ...valid, mid_size: 1 } },
    { name: 'features at offsets', config: { ...valid, use_inputs_at_offsets: true } },
    { name: 'a missing field', config: { ...valid, beg_size: undefined } },
    { name: 'a negative size', config: { ...valid, end_size: -1 } },
    { name: 'a threshold above 1', config: { ...valid, thresholds: { python: 1.5 } } },
    { name: 'labels that are no strings', config: { ...valid, target_labels_space: [1] } },
    { name: 'no labels', config: { ...valid, target_labels_space: [] } },
    { name: 'a map to a number', config: { ...valid, overwrite_map: { a: 1 } } },
    { name: 'null', config: null },
    { name: 'a string', config: 'config' },
  ])('refuses $name', ({ config }) => {
    expect(() => parseModelConfig(config)).toThrow(expect.objectContaining({ code: 'model-invalid', stage: 'config' }));
  });
});
