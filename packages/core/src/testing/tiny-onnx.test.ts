// By ONNX Runtime itself: what else would say that the bytes are a model.
import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { goldenDifference } from '../model/golden.ts';
import { tinyAnswer, tinyFeeds, tinyManifest, tinyOnnx } from './tiny-onnx.ts';

it('is a model that ONNX Runtime runs as documented', async () => {
  const session = await ort.InferenceSession.create(tinyOnnx(), { executionProviders: ['wasm'] });
  const run = async (x: [number, number, number, number]) =>
    (await session.run({ x: new ort.Tensor('float32', x, [1, 4]) }))['y']?.data;
  expect(await run([1, 2, 3, 4])).toEqual(tinyAnswer([1, 2, 3, 4]));
  expect(await run([0, 0, 0, 0])).toEqual(Float32Array.of(0, 1, 2));
  expect([...((await run([-1, 0, 0, 0])) as Float32Array)][0]).toBeNaN();
  await session.release();
});

it("has a manifest whose golden sample is the model's own", () => {
  const { golden } = tinyManifest(['any']);
  const run = ({ x }: ReturnType<typeof tinyFeeds>) => ({
    y: { type: 'float32', dims: [1, 3], data: tinyAnswer(x?.data as Float32Array) } as const,
  });
  expect(goldenDifference(golden, run)).toBe(0);
});
