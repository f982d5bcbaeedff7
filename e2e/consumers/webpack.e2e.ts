import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectRow } from './lib/consumer-table.ts';
import { createApp, type App } from './lib/create-app.ts';
import { expectAnswer } from './lib/expect-answer.ts';
import { serveApp } from './lib/serve-app.ts';
import { copyAssets, expectNoWebGpu, secondOriginFiles, secondOriginForms, secondOriginNeeds } from './lib/suite.ts';

let app: App;
let output: string;
test.beforeAll(async () => {
  app = createApp('webpack');
  output = join(app.folder, 'dist');
  await app.run('webpack-cli', ['--mode', 'production', '--entry', './src/main.js']);
  copyFileSync(join(app.folder, 'index.html'), join(output, 'index.html'));
});
test.afterAll(() => app.remove());

for (const [name, prefix] of [
  ['build', '/'],
  ['build under a sub-path', '/sub/path/'],
] as const) {
  test(name, async ({ page }) => {
    expectNoWebGpu(output);
    await using served = await serveApp(output, { prefix });
    await expectAnswer(page, served);
    expectRow({ consumer: `webpack ${app.version('webpack')} ${name}`, needed: 'nothing', weight: served.weigh() });
  });
}

for (const [form, query] of Object.entries(secondOriginForms)) {
  test(`build, WASM and model from a second origin: ${form}`, async ({ page }) => {
    await using served = await serveApp(output, { secondOrigin: await copyAssets(app, 'second-origin'), query });
    await expectAnswer(page, served);
    expect(served.fromSecondOrigin()).toEqual(secondOriginFiles);
    const consumer = `webpack ${app.version('webpack')} build, second origin: ${form}`;
    expectRow({ consumer, needed: secondOriginNeeds, weight: served.weigh() });
  });
}
