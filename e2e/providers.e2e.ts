/** Our providers keep their contract in a real page; what a page says that has none of what they need. */
import { expect } from '@playwright/test';
import { expectKept, runContract } from './contract-page.ts';
import { identify, test } from './policy-page.ts';

test('H2 X9 ort-wasm keeps the contract of providers, and no request leaves', async ({ open }) => {
  const { page, requests } = await open({});
  expectKept(await runContract(page, 'ort-wasm', 20));
  expect(requests.filter((request) => /weights|etc|hosts/.test(request))).toEqual([]);
});

for (const file of ['ort-wasm.provider.js', 'ort-wasm-simd-threaded.wasm']) {
  test(`X8 ${file} is 503 twice: each start says so, and the third one runs`, async ({ open }) => {
    const { page } = await open({});
    await page.route(`**/${file}`, (route) => route.fulfill({ status: 503 }), { times: 2 });
    for (let attempt = 0; attempt < 2; attempt++) {
      const { error } = await identify(page, 'ort-wasm');
      expect(error?.code).toMatch(/^(network|provider-failed)$/);
      expect(error?.message).toContain(file);
    }
    expect(await identify(page, 'ort-wasm')).toMatchObject({ label: 'python' });
  });
}

test('WebNN: says what is missing where a browser has none', async ({ open }) => {
  const { page } = await open({});
  const { refused } = await page.evaluate(async () => {
    const { defaultRuntime } = (await import('@nearside/core' as string)) as typeof import('@nearside/core');
    const { ortWebnn } = (await import(
      '@nearside/core/ort-webnn' as string
    )) as typeof import('@nearside/core/ort-webnn');
    const { tinyManifest } = (await import(
      '@nearside/core/testing' as string
    )) as typeof import('@nearside/core/testing');
    return defaultRuntime().explain(tinyManifest(['ort-webnn']), [ortWebnn]);
  });
  expect(refused).toEqual([{ provider: 'ort-webnn', step: 'capability', reason: 'this realm has no WebNN' }]);
});
