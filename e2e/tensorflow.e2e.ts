/** TensorFlow.js as providers, in a real page: WebGL and WebGPU on Chromium's software renderer. */
import { expect, type Page } from '@playwright/test';
import { chromiumLaunchOptions } from '../tools/lib/launch-browser.ts';
import { expectKept, runContract } from './contract-page.ts';
import { test } from './policy-page.ts';

const chromium = process.env['NEARSIDE_CHROMIUM'];
test.use({
  launchOptions: chromium
    ? chromiumLaunchOptions(chromium, { softwareWebGpu: true, args: ['--enable-unsafe-swiftshader'] })
    : {},
});
test.beforeEach(() => test.setTimeout(180_000));

for (const [provider, seeds] of [
  ['tfjs-wasm', 20],
  ['tfjs-webgl', 6],
  ['tfjs-webgpu', 6],
] as const) {
  test(`H2 X9 P10 ${provider} keeps the contract of providers under a strict policy, Trusted Types and isolation`, async ({
    open,
  }) => {
    const { page, problems, requests } = await open({ trustedTypes: 'nearside', isolated: true });
    expectKept(await runContract(page, provider, seeds));
    expect(requests.filter((request) => /weights|etc|hosts/.test(request))).toEqual([]);
    // No policy was violated; TensorFlow.js warns of the broken models.
    expect(problems.filter((problem) => /policy|TrustedScript|violat/i.test(problem))).toEqual([]);
  });
}

for (const provider of ['tfjs-wasm', 'tfjs-webgl', 'tfjs-webgpu'] as const) {
  test(`BlazeFace on ${provider}: its golden sample, within its tolerance`, async ({ open }) => {
    const { page } = await open({ trustedTypes: 'nearside' });
    const { difference, tolerance } = await page.evaluate(async (name) => {
      type Core = typeof import('@nearside/core') & typeof import('@nearside/core/testing');
      const { compareTensors } = (await import('@nearside/core/testing' as string)) as Core;
      const { probeCapabilities, resolveAsset } = (await import('@nearside/core' as string)) as Core;
      const [descriptor] = Object.values(await import(`@nearside/core/${name}`)) as [
        typeof import('@nearside/core/tfjs-wasm').tfjsWasm,
      ];
      const bytes = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
      const { wasm } = descriptor.files;
      const { createProvider } = (await import(resolveAsset(descriptor.module!))) as {
        createProvider: import('@nearside/core').CreateProvider;
      };
      const made = await createProvider({
        files: wasm ? { wasm: await bytes(resolveAsset(wasm)) } : {},
        capabilities: await probeCapabilities({ webgpu: true }),
        trustedTypesPolicy: 'nearside',
      });
      const files = ['blazeface-back.json', 'blazeface-back.bin'];
      const read = await Promise.all(files.map(async (file) => [file, await bytes(`/blazeface/${file}`)] as const));
      const session = await made.load(Object.fromEntries(read));
      const golden = (await (await fetch('/blazeface/golden.json')).json()) as import('@nearside/core').Golden;
      const decode = (tensors: typeof golden.input): import('@nearside/core').TensorMap =>
        Object.fromEntries(
          Object.entries(tensors).map(([key, { dims, data }]) => {
            const raw = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
            return [key, { type: 'float32', dims, data: new Float32Array(raw.buffer) }];
          }),
        );
      const outputs = await session.run(decode(golden.input));
      await made.dispose();
      return { difference: compareTensors(outputs, decode(golden.output)), tolerance: golden.tolerance };
    }, provider);
    expect(difference).toBeLessThanOrEqual(tolerance);
    test.info().annotations.push({ type: 'difference', description: `${provider}: ${difference}` });
  });
}

test('a page’s own TensorFlow.js is left alone: nothing is put on the window', async ({ open }) => {
  const { page } = await open({});
  const before = await page.evaluate(() => Object.keys(globalThis));
  expectKept(await runContract(page, 'tfjs-wasm', 0));
  const after = await page.evaluate(() => Object.keys(globalThis));
  expect(after.filter((key) => !before.includes(key))).toEqual([]);
});

test('tfjs-webgl: its probe refuses a renderer in software, by name', async ({ open }) => {
  const { page } = await open({});
  const reason = await page.evaluate(async () => {
    type Core = typeof import('@nearside/core');
    const { probeCapabilities, resolveAsset } = (await import('@nearside/core' as string)) as Core;
    const { tfjsWebgl } = (await import(
      '@nearside/core/tfjs-webgl' as string
    )) as typeof import('@nearside/core/tfjs-webgl');
    const { createProvider } = await import(resolveAsset(tfjsWebgl.module!));
    const capabilities = await probeCapabilities({ webgpu: false });
    return (await createProvider({ files: {}, capabilities, trustedTypesPolicy: 'nearside' })).probe();
  });
  expect(reason).toMatch(/^WebGL is drawn in software here \(.*SwiftShader.*\): slower than WebAssembly$/);
});

/** Loads the tiny graph, takes its device away, and tells what the run or load after that came to. */
function loseDevice(page: Page, provider: 'tfjs-webgl' | 'tfjs-webgpu', when: string): Promise<string> {
  return page.evaluate(
    async ({ name, moment }): Promise<string> => {
      type Core = typeof import('@nearside/core') & typeof import('@nearside/core/testing');
      const { tinyFeeds, tinyTfjs } = (await import('@nearside/core/testing' as string)) as Core;
      const { probeCapabilities, resolveAsset } = (await import('@nearside/core' as string)) as Core;
      const [descriptor] = Object.values(await import(`@nearside/core/${name}`)) as [
        typeof import('@nearside/core/tfjs-webgl').tfjsWebgl,
      ];
      // The device is the runtime's own: seen where it is made.
      let lose = (): void => {};
      const { GPUAdapter } = globalThis as unknown as {
        GPUAdapter: { prototype: { requestDevice: (...wish: unknown[]) => Promise<{ destroy(): void }> } };
      };
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (...wish) {
        const device = await requestDevice.apply(this, wish);
        lose = () => device.destroy();
        return device;
      };
      const canvas = OffscreenCanvas.prototype as unknown as { getContext: (...wish: unknown[]) => unknown };
      const { getContext } = canvas;
      canvas.getContext = function (...wish) {
        const gl = getContext.apply(this, wish) as WebGL2RenderingContext;
        const extension = gl.getExtension('WEBGL_lose_context');
        lose = () => extension?.loseContext();
        return gl;
      };
      const { createProvider } = (await import(resolveAsset(descriptor.module!))) as {
        createProvider: import('@nearside/core').CreateProvider;
      };
      const capabilities = await probeCapabilities({ webgpu: true });
      const made = await createProvider({ files: {}, capabilities, trustedTypesPolicy: 'nearside' });
      const session = await made.load(tinyTfjs());
      const run = async () => (await session.run(tinyFeeds([1, 0, 0, 0])))['y']!.data.join();
      if (moment === 'after a run') await run();
      const inFlight = moment === 'in a run' ? run() : undefined;
      lose();
      // The event of a lost context is a task of its own.
      if (moment !== 'in a run') await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      try {
        if (moment === 'before the next load') await made.load(tinyTfjs());
        return await (inFlight ?? run());
      } catch (error) {
        return (error as { code?: string }).code ?? String(error);
      } finally {
        await session.dispose();
        await made.dispose();
      }
    },
    { name: provider, moment: when },
  );
}

for (const provider of ['tfjs-webgl', 'tfjs-webgpu'] as const) {
  for (const when of ['before a run', 'after a run', 'before the next load'] as const) {
    test(`X5 ${provider}: a device lost ${when} rejects with device-lost, and disposal ends`, async ({ open }) => {
      const { page } = await open({});
      expect(await loseDevice(page, provider, when)).toBe('device-lost');
    });
  }

  test(`X5 ${provider}: a device lost in a run: it is answered or rejects with device-lost`, async ({ open }) => {
    const { page } = await open({});
    expect(['1,1,2.4494898319244385', 'device-lost']).toContain(await loseDevice(page, provider, 'in a run'));
  });
}
