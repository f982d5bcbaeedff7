import { describe, expect, it } from 'vitest';
import type { TensorMap } from '../execution-provider.ts';
import { checkFeeds, type InputSpec } from './feeds.ts';

const inputs: readonly InputSpec[] = [{ name: 'x', type: 'float32', dims: [undefined, 2] }];
const feed = (data: Float32Array | Int32Array, dims: readonly number[], type = 'float32') =>
  ({ x: { type, dims, data } }) as TensorMap;

describe('checkFeeds', () => {
  it.each([feed(new Float32Array(2), [1, 2]), feed(new Float32Array(6), [3, 2])])('lets through what fits', (feeds) => {
    expect(() => checkFeeds(inputs, feeds)).not.toThrow();
  });

  it('asks for no dims where the model names none', () => {
    expect(() => checkFeeds([{ name: 'x', type: 'int32' }], feed(new Int32Array(2), [2], 'int32'))).not.toThrow();
  });

  it.each([
    { feeds: {}, message: "'x' is missing" },
    {
      feeds: { ...feed(new Float32Array(2), [1, 2]), z: feed(new Float32Array(1), [1])['x'] },
      message: "no input 'z'",
    },
    { feeds: feed(new Int32Array(2), [1, 2], 'int32'), message: 'is float32, not int32' },
    { feeds: feed(new Int32Array(2), [1, 2]), message: 'no Float32Array' },
    { feeds: feed(new Float32Array(3), [1, 3]), message: 'has dims [?,2], not [1,3]' },
    { feeds: feed(new Float32Array(2), [2]), message: 'has dims' },
    { feeds: feed(new Float32Array(3), [1, 2]), message: 'needs 2 values, not 3' },
  ])('refuses: $message', ({ feeds, message }) => {
    expect(() => checkFeeds(inputs, feeds as TensorMap)).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: expect.stringContaining(message) }),
    );
  });
});
