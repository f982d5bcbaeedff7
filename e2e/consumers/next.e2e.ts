import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectRow } from './lib/consumer-table.ts';
import { createApp, type App } from './lib/create-app.ts';
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

const needed = "`output: 'export'`, `'use client'`; its inline scripts' hashes in `script-src`";
let app: App;
test.beforeAll(() => {
  app = createApp('next');
});
test.afterAll(() => app.remove());

/** The static export, by Turbopack. */
async function build(basePath = ''): Promise<string> {
  await app.run('next', ['build'], { BASE_PATH: basePath, NEXT_TELEMETRY_DISABLED: '1' });
  const output = join(app.folder, 'out');
  expectNoOnnxRuntime(output);
  return output;
}

test('static export under a basePath', async ({ page }) => {
  await using served = await serveApp(await build('/sub/path'), { prefix: '/sub/path/' });
  await expectAnswer(page, served);
  expectRow({
    consumer: `Next ${app.version('next')} static export with \`basePath\``,
    needed,
    weight: served.weigh(),
  });
});

test.describe('at the root', () => {
  let output: string;
  test.beforeAll(async () => {
    output = await build();
  });

  test('static export', async ({ page }) => {
    await using served = await serveApp(output);
    await expectAnswer(page, served);
    expectRow({ consumer: `Next ${app.version('next')} static export`, needed, weight: served.weigh() });
  });

  for (const [form, query] of Object.entries(secondOriginForms)) {
    test(`static export, weights from a second origin: ${form}`, async ({ page }) => {
      await using served = await serveApp(output, { secondOrigin: await copyAssets(app, 'second-origin'), query });
      await expectAnswer(page, served);
      expect(served.fromSecondOrigin()).toEqual(secondOriginFiles);
      const consumer = `Next ${app.version('next')} static export, second origin: ${form}`;
      expectRow({ consumer, needed: secondOriginNeeds, weight: served.weigh() });
    });
  }
});
