import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { probeCapabilities } from '../capabilities.ts';
import { providerContract } from '../testing/provider-contract.ts';
import { tinyContractModel } from '../testing/tiny-contract.ts';
import { createProvider } from './ort-wasm.ts';

const wasm = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
const create = async () =>
  createProvider({
    files: { wasm: new Uint8Array(readFileSync(wasm)) },
    capabilities: await probeCapabilities({ webgpu: false }),
    trustedTypesPolicy: 'nearside',
  });

describe('H2 X9 ort-wasm keeps the contract of providers', () => {
  it.each(providerContract(create, tinyContractModel(), { seeds: 40 }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});
