// The contract suite as a third party has it: from the built package, under node:test, on the oldest Node.
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { probeCapabilities } from '@nearside/core';
import { ortWasm } from '@nearside/core/ort-wasm';
import { providerContract, tinyContractModel } from '@nearside/core/testing';

const { createProvider } = await import(ortWasm.module.url);
const capabilities = await probeCapabilities({ webgpu: false });
const create = () =>
  createProvider({
    files: { wasm: new Uint8Array(readFileSync(ortWasm.files.wasm.url)) },
    capabilities,
    trustedTypesPolicy: 'nearside',
  });

for (const { name, run } of providerContract(create, tinyContractModel(), { seeds: 4 })) {
  test(`ort-wasm ${name}`, run);
}
