// The contract suite as a third party has it: from the built package, under node:test, on the oldest Node.
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { probeCapabilities } from '@nearside/core';
import { ortWasm } from '@nearside/core/ort-wasm';
import { providerContract, tinyContractModel, tinyTfjsContractModel } from '@nearside/core/testing';
import { tfjsWasm } from '@nearside/core/tfjs-wasm';

const capabilities = await probeCapabilities({ webgpu: false });

/** @type {[import('@nearside/core').ProviderDescriptor, import('@nearside/core/testing').ContractModel, number][]} */
const subjects = [
  [ortWasm, tinyContractModel(), 4],
  [tfjsWasm, tinyTfjsContractModel(), 40],
];
for (const [{ name: provider, module, files }, model, seeds] of subjects) {
  const { createProvider } = await import(module.url);
  const create = () =>
    createProvider({
      files: { wasm: new Uint8Array(readFileSync(files.wasm.url)) },
      capabilities,
      trustedTypesPolicy: 'nearside',
    });
  for (const { name, run } of providerContract(create, model, { seeds })) test(`${provider} ${name}`, run);
}
