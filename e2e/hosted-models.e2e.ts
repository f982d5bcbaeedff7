/** Models that a host offers: the user is asked, a download is paused and goes on, and what is here needs no network. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { Manifest } from '@nearside/core';
import { describeFile } from '@nearside/core/manifests';
import { build } from 'vite';
import { productionHeaders } from '../demos/headers.ts';
import { serveFaults, type Fault, type FaultServer, type SeenRequest } from '../tools/lib/fault-server.ts';
import { modelsPage, noise } from './models-page.ts';
import { expect, writeInputs } from './site.ts';

const id = 'hosted/large';
const weights = noise(14_000_000);
/** Of the store. */
const pieceBytes = 4 << 20;
const path = 'models/large/weights.bin';
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The site as a host builds it that has put a model beside it. */
const test = base.extend<{ server: FaultServer }, { site: Record<string, Uint8Array> }>({
  site: [
    // Playwright wants the pattern, also of a fixture that needs none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use, workerInfo) => {
      const folder = mkdtempSync(join(tmpdir(), 'nearside-hosted-'));
      const hosted = writeInputs(
        { outputPath: (name: string) => join(folder, `${workerInfo.workerIndex}-${name}`) },
        { 'large/manifest.json': JSON.stringify(await describeModel()), 'large/weights.bin': weights },
      );
      const outDir = join(folder, 'site');
      process.env['NEARSIDE_MODELS'] = hosted;
      const configFile = join(import.meta.dirname, '..', 'vite.config.ts');
      await build({ configFile, logLevel: 'warn', build: { outDir } });
      delete process.env['NEARSIDE_MODELS'];
      const files = globSync('**/*.*', { cwd: outDir }).map((name) => [`/${name}`, readFileSync(join(outDir, name))]);
      await use(Object.fromEntries(files) as Record<string, Uint8Array>);
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  server: async ({ site }, use) => {
    const server = await serveFaults({ files: site });
    inject(server);
    await use(server);
    await server.close();
  },
});

test('is asked for with size, licence and origin; not now means no request', async ({ page, server }) => {
  const models = await open(page, server);
  const row = models.row(id);
  await expect(row).toContainText('Offered by this site');
  await expect(row).toContainText('MIT');
  await expect(row).toContainText('Not here yet');
  await models.button('Download', id).click();
  const dialog = page.getByRole('dialog', { name: `Download ${id}?` });
  for (const text of ['14.0 MB', 'MIT', server.origin]) await expect(dialog).toContainText(text);
  await expect(dialog.getByRole('button', { name: 'Not now' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(models.told).toHaveText(`${id} was not downloaded.`);
  await expect(models.button('Download', id)).toBeVisible();
  expect(requestsOf(server)).toEqual([]);
});

test('is paused, goes on where it was without another question, and stays without a network', async ({
  page,
  server,
}) => {
  const models = await open(page, server);
  inject(server, stallAfterFirst);
  await download(page);
  const bar = page.getByRole('progressbar', { name: `Downloading ${id}` });
  // The first piece is verified and kept; the bar may show more.
  await expect.poll(() => bar.evaluate((element: HTMLProgressElement) => element.value)).toBeGreaterThan(pieceBytes);
  const before = requestsOf(server).length;
  await models.button('Pause:', id).click();
  await expect(models.told).toHaveText(`${id} is paused.`);
  await expect(models.button('Resume:', id)).toBeFocused();

  inject(server);
  await page.keyboard.press('Enter');
  await expect(models.told).toHaveText(`${id} is here: 14.0 MB.`);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const after = requestsOf(server).slice(before);
  expect(after.length).toBeGreaterThan(0);
  expect(after.every(({ range }) => (range?.start ?? 0) >= pieceBytes)).toBe(true);

  const row = models.row(id);
  await expect(row).toContainText(`Downloaded from ${server.origin}`);
  await expect(row).toContainText('This browser’s disk');
  const done = requestsOf(server).length;
  await models.button('Check', id).click();
  await expect(models.told).toContainText('is whole');
  await page.reload();
  await expect(models.button('Delete', id)).toBeVisible();
  expect(requestsOf(server).length).toBe(done);
});

test('goes on after a reload, and another tab sees how far it is', async ({ page, server }) => {
  const models = await open(page, server);
  inject(server, stallAfterFirst);
  await download(page);
  const other = await page.context().newPage();
  const there = await open(other, server);
  await expect(other.getByText(/Another tab is downloading it: [\d.]+ MB are here/)).toBeVisible();
  await page.reload();
  inject(server);
  const before = requestsOf(server).length;
  await download(page);
  await expect(models.button('Delete', id)).toBeVisible();
  await expect(there.button('Delete', id)).toBeVisible();
  expect(
    requestsOf(server)
      .slice(before)
      .every(({ range }) => (range?.start ?? 0) >= pieceBytes),
  ).toBe(true);
});

test('that the server damages is refused, in words and with what went wrong; the next try works', async ({
  page,
  server,
}) => {
  const models = await open(page, server);
  inject(server, () => ({ corruptAt: 9_000_000 }));
  await download(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('It is not the file that it should be');
  await alert.getByText('What exactly went wrong').click();
  await expect(alert.getByText('integrity')).toBeVisible();
  inject(server);
  await models.button('Try again:', id).click();
  await expect(models.button('Delete', id)).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('is that model when its file comes from disk, and no other file passes for it', async ({
  page,
  server,
}, testInfo) => {
  const models = await open(page, server);
  const wrong = weights.slice();
  wrong[100] = (wrong[100] as number) ^ 1;
  const folder = writeInputs(testInfo, { 'wrong/weights.bin': wrong, 'right/weights.bin': weights });
  await models.importFiles(join(folder, 'wrong', 'weights.bin'));
  await expect(page.getByRole('alert')).toContainText('It is not the file that it should be');
  await models.button('Close:', id).click();
  await models.importFiles(join(folder, 'right', 'weights.bin'));
  await expect(models.row(id)).toContainText('From your disk, offered by this site');
  await expect(page.getByText('Compared with the digests of its description')).toBeVisible();
  expect(requestsOf(server)).toEqual([]);
});

async function open(page: Page, server: FaultServer) {
  await page.goto(`${server.origin}/index.html#models`);
  await expect(page.getByRole('heading', { name: 'Room in this browser' })).toBeVisible();
  return modelsPage(page);
}

async function download(page: Page): Promise<void> {
  await modelsPage(page).button('Download', id).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
}

/** The first piece arrives, whatever range it is asked for with; nothing else does. */
function stallAfterFirst({ range }: SeenRequest): Fault {
  const start = range?.start ?? 0;
  return { stallAfter: start < pieceBytes ? pieceBytes - start + 500_000 : 500_000 };
}

/** What goes wrong with the model's file; every answer has the headers of the site. */
function inject(server: FaultServer, fault: (request: SeenRequest) => Fault = () => ({})): void {
  server.inject((request) => {
    const { pathname } = new URL(request.path, 'http://localhost');
    const headers = { ...productionHeaders, 'content-type': types[extname(pathname)] ?? 'application/octet-stream' };
    return { ...(pathname === `/${path}` && fault(request)), headers };
  });
}

function requestsOf(server: FaultServer) {
  return server.requests.filter((request) => request.path.startsWith(`/${path}`));
}

async function describeModel(): Promise<Manifest> {
  const number = { type: 'float32', dims: [1], data: btoa('\0\0\0\0') } as const;
  return {
    schema: 1,
    id,
    version: '1',
    licence: 'MIT',
    artefacts: [{ provider: 'ort-wasm', files: [await describeFile('weights.bin', new Blob([weights]))] }],
    golden: { input: { x: number }, output: { y: number }, tolerance: 0.001 },
  };
}
