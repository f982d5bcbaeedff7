/** The contract of providers, run in a page: the suite is the one that third parties are given. */
import { expect, type Page } from '@playwright/test';

/** Runs the suite in the page; settles with what each case said, 'kept' where it passed. */
export function runContract(
  page: Page,
  which: 'ort-wasm' | 'ort-webgpu' | 'tfjs-wasm' | 'tfjs-webgl' | 'tfjs-webgpu',
  seeds: number,
) {
  return page.evaluate(
    async ({ provider, rounds }) => {
      type Core = typeof import('@nearside/core') & typeof import('@nearside/core/testing');
      const { providerContract, tinyContractModel, tinyTfjsContractModel } = (await import(
        '@nearside/core/testing' as string
      )) as Core;
      const { probeCapabilities, resolveAsset } = (await import('@nearside/core' as string)) as Core;
      const [descriptor] = Object.values(await import(`@nearside/core/${provider}`)) as [
        typeof import('@nearside/core/ort-wasm').ortWasm,
      ];
      const { createProvider } = await import(resolveAsset(descriptor.module!));
      const { wasm } = descriptor.files;
      const bytes = wasm && (await (await fetch(resolveAsset(wasm))).arrayBuffer());
      const capabilities = await probeCapabilities({ webgpu: true });
      const create = () => {
        const files = bytes ? { wasm: new Uint8Array(bytes) } : {};
        return createProvider({ files, capabilities, trustedTypesPolicy: 'nearside' });
      };
      const model = provider.startsWith('tfjs') ? tinyTfjsContractModel() : tinyContractModel();
      const outcomes: Record<string, string> = {};
      for (const { name, run } of providerContract(create, model, { seeds: rounds })) {
        outcomes[name] = await run().then(
          () => 'kept',
          (error: unknown) => String(error),
        );
      }
      return outcomes;
    },
    { provider: which, rounds: seeds },
  );
}

/** Every case was kept; says what the others said. */
export function expectKept(outcomes: Record<string, string>): void {
  expect(Object.keys(outcomes).length).toBeGreaterThan(10);
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'kept')).toEqual([]);
}
