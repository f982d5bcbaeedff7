// esbuild leaves `new URL('./x', import.meta.url)` as it is, so the files it names are copied.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectRow } from './lib/consumer-table.ts';
import { createApp, type App } from './lib/create-app.ts';
import { dropFile } from './lib/drop-file.ts';
import { expectAnswer } from './lib/expect-answer.ts';
import { serveApp } from './lib/serve-app.ts';
import {
  copyAssets,
  expectNoOnnxRuntime,
  full,
  secondOriginFiles,
  secondOriginForms,
  secondOriginNeeds,
} from './lib/suite.ts';

test.skip(!full, 'only with --full');

let app: App;
test.beforeAll(() => {
  app = createApp('esbuild');
});
test.afterAll(() => app.remove());

async function build(output: string): Promise<string> {
  const folder = join(app.folder, output);
  await app.run('esbuild', ['src/main.js', '--bundle', '--format=esm', `--outdir=${output}`, '--log-level=warning']);
  copyFileSync(join(app.folder, 'index.html'), join(folder, 'index.html'));
  return folder;
}

for (const [name, prefix] of [
  ['', '/'],
  [' under a sub-path', '/sub/path/'],
] as const) {
  test(`assets beside the bundle${name}`, async ({ page }) => {
    const output = await build('beside');
    await copyAssets(app, 'beside');
    expectNoOnnxRuntime(output);
    await using served = await serveApp(output, { prefix });
    await expectAnswer(page, served);
    const needed = '`npx nearside-assets copy OUTDIR`, `--format=esm`';
    expectRow({ consumer: `esbuild ${app.version('esbuild')}${name}`, needed, weight: served.weigh() });
  });

  test(`assets in a folder of their own${name}`, async ({ page }) => {
    const output = await build('apart');
    await copyAssets(app, 'apart/nearside');
    await using served = await serveApp(output, { prefix, query: () => '?base=nearside/' });
    await expectAnswer(page, served);
    const needed = "`npx nearside-assets copy OUTDIR/nearside`, `assetBase: 'nearside/'`";
    expectRow({ consumer: `esbuild ${app.version('esbuild')}, assets apart${name}`, needed, weight: served.weigh() });
  });
}

for (const [form, query] of Object.entries(secondOriginForms)) {
  test(`weights from a second origin: ${form}`, async ({ page }) => {
    const output = await build('second');
    await app.run('@nearside/core', ['copy', 'second', '--only', 'magika.worker.js']);
    await using served = await serveApp(output, { secondOrigin: await copyAssets(app, 'second-origin'), query });
    await expectAnswer(page, served);
    expect(served.fromSecondOrigin()).toEqual(secondOriginFiles);
    expectRow({
      consumer: `esbuild ${app.version('esbuild')}, second origin: ${form}`,
      needed: secondOriginNeeds,
      weight: served.weigh(),
    });
  });
}

test('without the copy the page is told what is missing', async ({ page }) => {
  await using served = await serveApp(await build('bare'));
  expect((await dropFile(page, served.url)).text).toMatch(
    /^worker-failed: the magika worker's script could not be loaded/,
  );
  const missing = served.missing().map((path) => path.slice(app.folder.length + 1));
  expect(missing.toSorted()).toEqual(
    ['magika-kernel-weights.bin', 'magika.worker.js'].map((name) => join('bare', name)),
  );
  expectRow({
    consumer: `esbuild ${app.version('esbuild')}, nothing copied`,
    outcome: 'fails: `worker-failed`',
    needed: 'the copy, above',
  });
});
