import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { expectRow } from './lib/consumer-table.ts';
import { createApp, type App } from './lib/create-app.ts';
import { startDevServer } from './lib/dev-server.ts';
import { dropFile } from './lib/drop-file.ts';
import { expectAnswer } from './lib/expect-answer.ts';
import { serveApp, type ServeOptions } from './lib/serve-app.ts';
import {
  copyAssets,
  expectNoOnnxRuntime,
  findOnnxRuntime,
  secondOriginFiles,
  secondOriginForms,
  secondOriginNeeds,
} from './lib/suite.ts';

let app: App;
test.beforeAll(() => {
  app = createApp('vite');
});
test.afterAll(() => app.remove());

async function build(base: string): Promise<string> {
  const folder = join(app.folder, 'dist');
  await app.run('vite', ['build', '--logLevel', 'warn', '--emptyOutDir', '--base', base]);
  expectNoOnnxRuntime(folder);
  return folder;
}

for (const [name, base, options] of [
  ['build', '/', {}],
  ['build under a sub-path', '/sub/path/', { prefix: '/sub/path/' }],
  ['build with a relative base', './', { prefix: '/any/where/' }],
] as const satisfies [string, string, ServeOptions][]) {
  test(name, async ({ page }) => {
    await using served = await serveApp(await build(base), options);
    await expectAnswer(page, served);
    expectRow({ consumer: `Vite ${app.version('vite')} ${name}`, needed: 'nothing', weight: served.weigh() });
  });
}

test('build with Trusted Types, also cross-origin isolated', async ({ page, context }) => {
  const folder = await build('/');
  await using plain = await serveApp(folder, { trustedTypes: true });
  expect((await expectAnswer(page, plain)).isolated).toBe(false);
  await using isolated = await serveApp(folder, { trustedTypes: true, isolated: true });
  expect((await expectAnswer(await context.newPage(), isolated)).isolated).toBe(true);
  expect(isolated.weigh()).toEqual(plain.weigh());
  expectRow({
    consumer: `Vite ${app.version('vite')} build, Trusted Types`,
    needed: '`trusted-types nearside`',
    weight: plain.weigh(),
  });
});

for (const [form, query] of Object.entries(secondOriginForms)) {
  test(`build, weights from a second origin: ${form}`, async ({ page, context }) => {
    const secondOrigin = await copyAssets(app, 'second-origin');
    const folder = await build('/');
    await using served = await serveApp(folder, { secondOrigin, query });
    await expectAnswer(page, served);
    expect(served.fromSecondOrigin()).toEqual(secondOriginFiles);
    await using isolated = await serveApp(folder, { secondOrigin, query, isolated: true });
    expect((await expectAnswer(await context.newPage(), isolated)).isolated).toBe(true);
    expect(isolated.fromSecondOrigin()).toEqual(secondOriginFiles);
    const consumer = `Vite ${app.version('vite')} build, second origin: ${form}`;
    expectRow({ consumer, needed: secondOriginNeeds, weight: served.weigh() });
  });
}

test.describe('with ONNX Runtime', () => {
  const files = ['magika.onnx', 'ort-wasm-simd-threaded.wasm'];
  let ort: App;
  let output: string;
  test.beforeAll(async () => {
    ort = createApp('vite-ort-wasm', 'vite');
    output = join(ort.folder, 'dist');
    await ort.run('vite', ['build', '--logLevel', 'warn']);
  });
  test.afterAll(() => ort.remove());
  const nameOf = (more: string) => `Vite ${ort.version('vite')} build with \`ort-wasm\`${more}`;

  test('build has its WASM, provider and model, and nothing of WebGPU', () => {
    const found = findOnnxRuntime(output).map((file) =>
      file.replace(/^.*[/\\]/, '').replace(/-[\w-]{8}(?=\.\w+$)/, ''),
    );
    expect(found.toSorted()).toEqual([...files, 'ort-wasm.provider.js'].toSorted());
  });

  test('build with Trusted Types, without and with threads', async ({ page, context }) => {
    await using plain = await serveApp(output, { trustedTypes: true });
    expect((await expectAnswer(page, plain)).isolated).toBe(false);
    await using threaded = await serveApp(output, { trustedTypes: true, isolated: true });
    expect((await expectAnswer(await context.newPage(), threaded)).isolated).toBe(true);
    const needed = '`providers: [ortWasm]`; `trusted-types nearside`';
    expectRow({ consumer: nameOf(', Trusted Types, 1 thread'), needed, weight: plain.weigh() });
    const isolation = 'COOP and COEP on every response';
    expectRow({
      consumer: nameOf(', Trusted Types, threads'),
      needed: `${needed}; ${isolation}`,
      weight: threaded.weigh(),
    });
  });

  for (const [form, query] of Object.entries(secondOriginForms)) {
    test(`build, WASM and model from a second origin: ${form}`, async ({ page, context }) => {
      const secondOrigin = await copyAssets(ort, 'second-origin', ['--with', 'ort-wasm']);
      await using served = await serveApp(output, { secondOrigin, query });
      await expectAnswer(page, served);
      expect(served.fromSecondOrigin()).toEqual(files);
      await using threaded = await serveApp(output, { secondOrigin, query, isolated: true });
      expect((await expectAnswer(await context.newPage(), threaded)).isolated).toBe(true);
      expect(threaded.fromSecondOrigin()).toEqual(files);
      expectRow({ consumer: nameOf(`, second origin: ${form}`), needed: secondOriginNeeds, weight: served.weigh() });
    });
  }

  test('development server', async ({ page }) => {
    await expectDevServer(page, ort);
    const consumer = `Vite ${ort.version('vite')} development server with \`ort-wasm\``;
    expectRow({ consumer, needed: '`providers: [ortWasm]`' });
  });

  test('build', async ({ page }) => {
    await using served = await serveApp(output);
    await expectAnswer(page, served);
    expectRow({ consumer: nameOf(''), needed: '`providers: [ortWasm]`', weight: served.weigh() });
  });
});

test("build with a worker of the user's own", async ({ page }) => {
  const own = createApp('vite-own-worker', 'vite');
  try {
    await own.run('vite', ['build', '--logLevel', 'warn']);
    await using served = await serveApp(join(own.folder, 'dist'));
    await expectAnswer(page, served);
    expectRow({
      consumer: `Vite ${app.version('vite')} build, a worker of your own`,
      needed: '`createRuntime({ worker })`',
      weight: served.weigh(),
    });
  } finally {
    own.remove();
  }
});

/** In a development server's own requests there is nothing to weigh. */
async function expectDevServer(page: Page, one: App, base = '/'): Promise<void> {
  const server = await startDevServer(one, 'vite', ['--host', '127.0.0.1', '--port', '0', '--base', base]);
  try {
    const { text, problems, urls } = await dropFile(page, server.url);
    expect(text).toMatch(/^python /);
    expect(problems).toEqual([]);
    const { host, pathname } = new URL(server.url);
    expect(pathname).toBe(base);
    expect(urls.filter((url) => new URL(url).host !== host)).toEqual([]);
  } finally {
    await server.stop();
  }
}

for (const [name, base] of [
  ['development server', '/'],
  ['development server under a sub-path', '/sub/path/'],
] as const) {
  test(name, async ({ page }) => {
    await expectDevServer(page, app, base);
    expectRow({ consumer: `Vite ${app.version('vite')} ${name}`, needed: 'nothing' });
  });
}
