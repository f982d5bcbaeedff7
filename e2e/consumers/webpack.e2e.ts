import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectRow } from './lib/consumer-table.ts';
import { createApp, type App } from './lib/create-app.ts';
import { expectAnswer } from './lib/expect-answer.ts';
import { serveApp } from './lib/serve-app.ts';
import {
  copyAssets,
  expectNoOnnxRuntime,
  findOnnxRuntime,
  secondOriginFiles,
  secondOriginForms,
  secondOriginNeeds,
} from './lib/suite.ts';

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
    expectNoOnnxRuntime(output);
    await using served = await serveApp(output, { prefix });
    await expectAnswer(page, served);
    expectRow({ consumer: `webpack ${app.version('webpack')} ${name}`, needed: 'nothing', weight: served.weigh() });
  });
}

test('build with ONNX Runtime', async ({ page }) => {
  const folder = join(app.folder, 'dist-ort');
  const entry = ['--entry', './src/main-ort-wasm.js', '--output-path', folder];
  await app.run('webpack-cli', ['--mode', 'production', ...entry]);
  copyFileSync(join(app.folder, 'index.html'), join(folder, 'index.html'));
  expect(findOnnxRuntime(folder)).toHaveLength(3); // WASM, provider and model
  await using served = await serveApp(folder);
  await expectAnswer(page, served);
  const consumer = `webpack ${app.version('webpack')} build with \`ort-wasm\``;
  expectRow({ consumer, needed: '`providers: [ortWasm]`', weight: served.weigh() });
});

for (const [form, query] of Object.entries(secondOriginForms)) {
  test(`build, weights from a second origin: ${form}`, async ({ page }) => {
    await using served = await serveApp(output, { secondOrigin: await copyAssets(app, 'second-origin'), query });
    await expectAnswer(page, served);
    expect(served.fromSecondOrigin()).toEqual(secondOriginFiles);
    const consumer = `webpack ${app.version('webpack')} build, second origin: ${form}`;
    expectRow({ consumer, needed: secondOriginNeeds, weight: served.weigh() });
  });
}
