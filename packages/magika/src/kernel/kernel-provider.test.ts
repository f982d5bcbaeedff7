import { readFileSync } from 'node:fs';
import { probeCapabilities } from '@nearside/core';
import { providerContract } from '@nearside/core/testing';
import { describe, expect, it } from 'vitest';
import { standardManifest } from '../manifest.generated.ts';
import { kernelProvider } from './kernel-provider.ts';

const weights = new URL('../../../../models/magika/standard_v3_3/kernel-weights.bin', import.meta.url);
const model = {
  files: { 'kernel-weights.bin': new Uint8Array(readFileSync(weights)) },
  golden: standardManifest.golden,
  tolerance: 5e-3, // its weights are rounded
};
const create = async () =>
  kernelProvider.create({
    files: {},
    capabilities: await probeCapabilities({ webgpu: false }),
    trustedTypesPolicy: 'nearside',
  });

describe("Magika's kernel keeps the contract of providers", () => {
  it.each(providerContract(create, model))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});
