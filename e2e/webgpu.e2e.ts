/** ONNX Runtime on WebGPU, on Chromium's software adapter: slow, so few files; and what becomes of a lost device. */
import { expect, type Browser, type Page } from '@playwright/test';
import { chromiumLaunchOptions } from '../tools/lib/launch-browser.ts';
import { expectKept, runContract } from './contract-page.ts';
import { python } from './inputs.ts';
import { identify, test } from './policy-page.ts';

const chromium = process.env['NEARSIDE_CHROMIUM'];
test.use({ launchOptions: chromium ? chromiumLaunchOptions(chromium, { softwareWebGpu: true }) : {} });
test.beforeEach(() => test.setTimeout(180_000));

test('P10 works under a strict policy and Trusted Types', async ({ open }) => {
  const { page, problems } = await open({ trustedTypes: 'nearside' });
  expect(await identify(page, 'ort-webgpu')).toEqual({ label: 'python', threads: false });
  // ONNX Runtime warns on the console of nodes that it leaves to the processor.
  expect(problems.filter((problem) => !problem.includes('onnxruntime'))).toEqual([]);
});

test('H2 X9 ort-webgpu keeps the contract of providers', async ({ open }) => {
  const { page } = await open({});
  expectKept(await runContract(page, 'ort-webgpu', 3));
});

test('X7 what this adapter lacks is named, with both figures', async ({ open }) => {
  const { page } = await open({});
  const { refused } = await page.evaluate(async () => {
    const { defaultRuntime } = (await import('@nearside/core' as string)) as typeof import('@nearside/core');
    const { ortWebgpu } = (await import(
      '@nearside/core/ort-webgpu' as string
    )) as typeof import('@nearside/core/ort-webgpu');
    const { tinyManifest } = (await import(
      '@nearside/core/testing' as string
    )) as typeof import('@nearside/core/testing');
    const manifest = tinyManifest(['half', 'large', 'ort-webgpu']);
    const providers = [
      { ...ortWebgpu, name: 'half', requires: ['webgpu', { gpuFeature: 'shader-f16' }] as const },
      { ...ortWebgpu, name: 'large', requires: ['webgpu', { gpuLimit: 'maxBufferSize', atLeast: 2 ** 50 }] as const },
    ];
    const { refused: lacking } = await defaultRuntime().explain(manifest, providers, { allowFallbackAdapter: true });
    const { refused: fallback } = await defaultRuntime().explain(manifest, [ortWebgpu]);
    return { refused: [...lacking, ...fallback].map(({ reason }) => reason) };
  });
  expect(refused).toEqual([
    'the WebGPU adapter here has no shader-f16',
    expect.stringMatching(/^the WebGPU adapter here has a maxBufferSize of \d{8,}, and 1125899906842624 is needed$/),
    'WebGPU has only a software adapter here, which is slower than WebAssembly',
  ]);
});

type When = 'before a run' | 'in a run' | 'after a run' | 'before the next load';

/** Loads the tiny model in the page, destroys its device, and tells what the run or load after that came to. */
function loseDevice(page: Page, when: When): Promise<string> {
  return page.evaluate(async (moment): Promise<string> => {
    type Core = typeof import('@nearside/core') & typeof import('@nearside/core/testing');
    const { tinyFeeds, tinyOnnx } = (await import('@nearside/core/testing' as string)) as Core;
    const { probeCapabilities, resolveAsset } = (await import('@nearside/core' as string)) as Core;
    const { ortWebgpu } = (await import(
      '@nearside/core/ort-webgpu' as string
    )) as typeof import('@nearside/core/ort-webgpu');
    // The device is the runtime's own: seen where it is made.
    const { GPUAdapter } = globalThis as unknown as {
      GPUAdapter: { prototype: { requestDevice: (...wish: unknown[]) => Promise<{ destroy(): void }> } };
    };
    const { requestDevice } = GPUAdapter.prototype;
    let device: { destroy(): void } | undefined;
    GPUAdapter.prototype.requestDevice = async function (...wish) {
      return (device = await requestDevice.apply(this, wish));
    };
    const { createProvider } = (await import(resolveAsset(ortWebgpu.module!))) as {
      createProvider: import('@nearside/core').CreateProvider;
    };
    const wasm = await (await fetch(resolveAsset(ortWebgpu.files['wasm']!))).arrayBuffer();
    const provider = await createProvider({
      files: { wasm: new Uint8Array(wasm) },
      capabilities: await probeCapabilities({ webgpu: true }),
      trustedTypesPolicy: 'nearside',
    });
    const load = () => provider.load({ 'tiny.onnx': tinyOnnx() });
    const session = await load();
    const run = async () => (await session.run(tinyFeeds([1, 0, 0, 0])))['y']!.data.join();
    if (moment === 'after a run') await run();
    const inFlight = moment === 'in a run' ? run() : undefined;
    device!.destroy();
    try {
      if (moment === 'before the next load') await load();
      return await (inFlight ?? run());
    } catch (error) {
      await session.dispose();
      await provider.dispose();
      return (error as { code?: string }).code ?? String(error);
    }
  }, when);
}

const answer = '1,1,2.4494898319244385'; // of the tiny model: √1, √1, √6

test.describe('X5 a device that is destroyed', () => {
  for (const when of ['before a run', 'after a run', 'before the next load'] as const) {
    test(`${when} rejects with device-lost, and disposal ends`, async ({ open }) => {
      const { page } = await open({});
      expect(await loseDevice(page, when)).toBe('device-lost');
    });
  }

  test('in a run: it is answered or rejects with device-lost, never hangs', async ({ open }) => {
    const { page } = await open({});
    expect([answer, 'device-lost']).toContain(await loseDevice(page, 'in a run'));
  });
});

/** A worker of the page's own: Magika's, whose device dies when the page says so. */
const mortalWorker = {
  'mortal.worker.js': "import './mortal.js'; import '/magika/magika.worker.js';",
  'mortal.js': `
    const { requestDevice } = GPUAdapter.prototype;
    const devices = [];
    GPUAdapter.prototype.requestDevice = async function (...wish) {
      const device = await requestDevice.apply(this, wish);
      devices.push(device);
      return device;
    };
    new BroadcastChannel('mortal').onmessage = () => devices.forEach((device) => device.destroy());
  `,
};

/** Keeps a Magika on WebGPU, else the kernel, as `magika` of the page. */
async function openMagika(page: Page): Promise<{ provider: string; refused: string }> {
  return page.evaluate(async () => {
    const { kernel, Magika } = (await import('@nearside/magika' as string)) as typeof import('@nearside/magika');
    const { createRuntime } = (await import('@nearside/core' as string)) as typeof import('@nearside/core');
    const { ortWebgpu } = (await import(
      '@nearside/magika/ort-webgpu' as string
    )) as typeof import('@nearside/magika/ort-webgpu');
    const runtime = createRuntime({ worker: () => new Worker('/mortal.worker.js', { type: 'module' }) });
    const magika = await Magika.create({ runtime, providers: [ortWebgpu, kernel], allowFallbackAdapter: true });
    Object.assign(globalThis, { magika });
    const { provider, refused } = magika.explain();
    return { provider: provider.name, refused: refused.map(({ reason }) => reason).join() };
  });
}

/** Identifies Python with it: the label, or the code of the failure. */
function identifyAgain(page: Page): Promise<string> {
  return page.evaluate(async (content) => {
    const { magika } = globalThis as unknown as { magika: import('@nearside/magika').Magika };
    try {
      return (await magika.identify(new Blob([content]))).label;
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }, python);
}

test('X5 a device destroyed under a task: the next call is answered without a reload', async ({ open }) => {
  const { page } = await open({ files: mortalWorker });
  expect(await openMagika(page)).toMatchObject({ provider: 'ort-webgpu' });
  await page.evaluate(() => new BroadcastChannel('mortal').postMessage('die'));
  // The call after the loss may meet it, or be made once more for the caller.
  expect(['python', 'device-lost']).toContain(await identifyAgain(page));
  expect(await identifyAgain(page)).toBe('python');
});

async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  // Its answer may be lost with the process.
  await session.send('Browser.crashGpuProcess').catch(() => undefined);
  await session.detach();
}

test('X6 the GPU process crashes, once and then for good: fresh device, then WebAssembly', async ({
  open,
  browser,
}) => {
  const { page } = await open({ files: mortalWorker });
  expect(await openMagika(page)).toMatchObject({ provider: 'ort-webgpu' });
  for (let crash = 0; crash < 3; crash++) {
    await crashGpu(browser);
    expect(['python', 'device-lost', 'provider-failed']).toContain(await identifyAgain(page));
    expect(await identifyAgain(page)).toBe('python');
  }
  // By now the browser gives this page no adapter any more.
  expect(await openMagika(page)).toEqual({ provider: 'kernel', refused: expect.stringContaining('no adapter') });
});
