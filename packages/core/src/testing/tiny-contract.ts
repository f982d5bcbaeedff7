import type { ContractModel } from './provider-contract.ts';
import { tinyManifest, tinyOnnx } from './tiny-onnx.ts';

/** The tiny model for {@link providerContract}, with the hostile forms of ONNX: for a provider that runs ONNX. */
export function tinyContractModel(): ContractModel {
  return {
    files: { 'tiny.onnx': tinyOnnx() },
    golden: tinyManifest([]).golden,
    hostile: {
      'whose weights lie at a URL': { 'tiny.onnx': tinyOnnx({ externalData: 'https://nearside.invalid/weights.bin' }) },
      'whose weights lie beside it': { 'tiny.onnx': tinyOnnx({ externalData: 'weights.bin' }) },
      'whose weights lie up the tree': { 'tiny.onnx': tinyOnnx({ externalData: '../../../../etc/hosts' }) },
    },
  };
}
