/** Our providers keep their contract in a real page; what a page says that has none of what they need. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { chromiumLaunchOptions } from '../tools/lib/launch-browser.ts';
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

test('the fastest provider is measured in idle time with what is here, and taken at the next start', async ({
  open,
}) => {
  const { page: visitor } = await open({});
  // A profile on disk: the memory cache of a private window keeps no file of 14 MB, so nothing would ever be "here".
  const profile = mkdtempSync(join(tmpdir(), 'nearside-profile-'));
  const browser = process.env['NEARSIDE_CHROMIUM'];
  const context = await chromium.launchPersistentContext(profile, browser ? chromiumLaunchOptions(browser) : {});
  try {
    const page = await context.newPage();
    await page.goto(visitor.url());
    const choices = () => page.evaluate(() => JSON.parse(localStorage.getItem('nearside-choices') ?? '[]') as object[]);
    // Fetched for the first time, and the next start finds them: only then they are measured.
    expect(await startFastest(page, ['kernel'])).toEqual({ provider: 'kernel' });
    expect(await startFastest(page, ['ort-wasm', 'kernel'])).toEqual({ provider: 'ort-wasm' });
    await expect.poll(choices, { timeout: 30_000 }).toHaveLength(2);
    expect(await startFastest(page, ['ort-wasm', 'kernel'])).toEqual({
      provider: 'kernel',
      choice: expect.stringMatching(/^remembered: kernel took [\d.]+ ms where ort-wasm took [\d.]+ ms, measured /),
    });
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

/** Starts Magika anew with the wish for the fastest, in place of the one before. */
function startFastest(page: Page, order: readonly string[]): Promise<{ provider: string; choice?: string }> {
  return page.evaluate(async (names) => {
    const { kernel, Magika } = (await import('@nearside/magika' as string)) as typeof import('@nearside/magika');
    const { ortWasm } = (await import(
      '@nearside/magika/ort-wasm' as string
    )) as typeof import('@nearside/magika/ort-wasm');
    const slot = globalThis as unknown as { magika?: import('@nearside/magika').Magika };
    slot.magika?.destroy();
    const providers = names.map((name) => (name === 'kernel' ? kernel : ortWasm));
    const magika = await Magika.create({ providers, prefer: 'fastest' });
    slot.magika = magika;
    const { provider, choice } = magika.explain();
    return { provider: provider.name, ...(choice !== undefined && { choice }) };
  }, order);
}
