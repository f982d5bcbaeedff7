// What TensorFlow.js as a provider refuses, beyond the contract: from the built package, as ../e2e/tensorflow.e2e.ts in a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { probeCapabilities } from '@nearside/core';
import { tinyFeeds, tinyTfjs } from '@nearside/core/testing';
import { tfjsWasm } from '@nearside/core/tfjs-wasm';

const { createProvider } = await import(tfjsWasm.module.url);
const capabilities = await probeCapabilities({ webgpu: false });

/** @param {Uint8Array} [wasm] */
const create = (wasm = new Uint8Array(readFileSync(tfjsWasm.files.wasm.url))) =>
  createProvider({ files: { wasm }, capabilities, trustedTypesPolicy: 'nearside' });

for (const operation of ['Where', 'While', 'Frobnicate']) {
  test(`a graph with ${operation} is the model's fault, and runs nothing`, async () => {
    const provider = await create();
    const load = async () => {
      const session = await provider.load(tinyTfjs({ operation }));
      await session.run(tinyFeeds([1, 2, 3, 4]));
    };
    await assert.rejects(load, { code: 'model-invalid' });
    await provider.dispose();
  });
}

test('WASM that is none fails in a typed way, and a good one works after it', async () => {
  const broken = await create(new Uint8Array([0, 97, 115, 109, 1]));
  await assert.rejects(broken.load(tinyTfjs()), { code: 'provider-failed', message: /^tfjs-wasm does not start: / });
  await broken.dispose();
  const provider = await create();
  const session = await provider.load(tinyTfjs());
  const { y } = await session.run(tinyFeeds([1, 2, 3, 4]));
  assert.equal(y.data.length, 3);
  await provider.dispose();
});
