import type { Asset } from './assets.ts';
import type { ProviderDescriptor } from './execution-provider.ts';
import { compareTensors } from './model/golden.ts';

export { compareTensors };
export {
  providerContract,
  type ContractCase,
  type ContractModel,
  type ContractOptions,
} from './testing/provider-contract.ts';
export { tinyContractModel } from './testing/tiny-contract.ts';
export { tinyAnswer, tinyFeeds, tinyManifest, tinyOnnx, type TinyOnnxOptions } from './testing/tiny-onnx.ts';
export { tinyTfjs, tinyTfjsContractModel, type TinyTfjsOptions } from './testing/tiny-tfjs.ts';

/**
 * A provider that no model has an artefact for: to see how a page behaves when nothing runs.
 *
 * @param name What it is called in `explain()`.
 */
export function unavailableProvider(name: string): ProviderDescriptor {
  const module: Asset = { name: `${name}.provider.js`, url: new URL('file:///none'), kind: 'script' };
  return { name, version: '0', requires: [], module, files: {} };
}
