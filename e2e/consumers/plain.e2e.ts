// No bundler: the packages' own modules, by an import map.
import { expect, test } from '@playwright/test';
import { expectRow } from './lib/consumer-table.ts';
import { createApp, type App } from './lib/create-app.ts';
import { dropFile } from './lib/drop-file.ts';
import { expectAnswer } from './lib/expect-answer.ts';
import { serveApp } from './lib/serve-app.ts';
import { copyAssets, full, secondOriginFiles, secondOriginForms, secondOriginNeeds } from './lib/suite.ts';

test.skip(!full, 'only with --full');

const importMap = 'an import map, its hash in `script-src`';
let app: App;
test.beforeAll(() => {
  app = createApp('plain');
});
test.afterAll(() => app.remove());

for (const [name, prefix] of [
  ['', '/'],
  [' under a sub-path', '/sub/path/'],
] as const) {
  test(`page${name}`, async ({ page }) => {
    await using served = await serveApp(app.folder, { prefix });
    const { urls } = await expectAnswer(page, served);
    expect(urls.filter((url) => /\/ort-|\.(?:provider\.js|wasm|onnx)$/.test(url))).toEqual([]);
    expectRow({ consumer: `\`<script type="module">\`${name}`, needed: importMap, weight: served.weigh() });
  });
}

test('page with Trusted Types, also cross-origin isolated', async ({ page, context }) => {
  await using plain = await serveApp(app.folder, { trustedTypes: true });
  await expectAnswer(page, plain);
  await using isolated = await serveApp(app.folder, { trustedTypes: true, isolated: true });
  expect((await expectAnswer(await context.newPage(), isolated)).isolated).toBe(true);
  expect(isolated.weigh()).toEqual(plain.weigh());
  const needed = `${importMap}; \`trusted-types nearside\``;
  expectRow({ consumer: '`<script type="module">`, Trusted Types', needed, weight: plain.weigh() });
});

for (const [form, query] of Object.entries(secondOriginForms)) {
  test(`page, weights from a second origin: ${form}`, async ({ page }) => {
    await using served = await serveApp(app.folder, { secondOrigin: await copyAssets(app, 'second-origin'), query });
    await expectAnswer(page, served);
    expect(served.fromSecondOrigin()).toEqual(secondOriginFiles);
    const consumer = `\`<script type="module">\`, second origin: ${form}`;
    expectRow({ consumer, needed: secondOriginNeeds, weight: served.weigh() });
  });
}

// What the tests above would say if a policy refused something.
test.describe('a policy that is too strict is noticed, and the page told', () => {
  for (const [name, override, code] of [
    ['no WebAssembly', { 'script-src': "'self' 'unsafe-inline'" }, /^provider-failed: /],
    ['no workers', { 'worker-src': "'none'" }, /^worker-failed: /],
    ['another policy name', { 'require-trusted-types-for': "'script'", 'trusted-types': 'other' }, /^worker-failed: /],
    ['no data', { 'connect-src': "'none'" }, /^network: /],
  ] as const) {
    test(name, async ({ page }) => {
      await using served = await serveApp(app.folder, { override });
      expect((await dropFile(page, served.url)).text).toMatch(code);
      await expect.poll(() => served.reports()).toBeGreaterThan(0);
    });
  }
});
