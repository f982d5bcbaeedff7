/** ONNX Runtime on WebGPU, on Chromium's software adapter: slow, so one file. */
import { expect } from '@playwright/test';
import { chromiumLaunchOptions } from '../tools/lib/launch-browser.ts';
import { identify, test } from './policy-page.ts';

const chromium = process.env['NEARSIDE_CHROMIUM'];
test.use({ launchOptions: chromium ? chromiumLaunchOptions(chromium, { softwareWebGpu: true }) : {} });

test('works under a strict policy and Trusted Types', async ({ open }) => {
  test.setTimeout(180_000);
  const { page, problems } = await open({ trustedTypes: 'nearside' });
  expect(await identify(page, 'ort-webgpu')).toEqual({ label: 'python', threads: false });
  // ONNX Runtime warns on the console of nodes that it leaves to the processor.
  expect(problems.filter((problem) => !problem.includes('onnxruntime'))).toEqual([]);
});
